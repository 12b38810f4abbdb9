import { compareDocument } from "../../sdk/dataTests/compareDocument";
import { readCounts } from "../../sdk/dataTests/countLines";
import { comparisonText, judgeComparison } from "../../sdk/dataTests/judgeComparison";
import { runTests } from "../../sdk/dataTests/runTest";
import { readRecordBatches } from "../../sdk/dataTests/recordBatches";
import { FabricClient } from "../../sdk/fabric/client";
import { Check } from "./check";
import { boundDefinition, readsThroughConnection } from "./newThingsChecks";
import { Tenant } from "./tenant";

const KEY = { key: ["K"] };

function clientOf({ options }: Tenant): FabricClient {
  const { endpoint, token } = options;
  const getToken = () => Promise.resolve({ token, expiresOnTimestamp: Date.now() + 3_600_000 });
  return new FabricClient({ credential: { description: "the tenant's checks", getToken }, endpoint });
}

/** The service's result for two versions of a query, with rows in the document. */
async function compared(tenant: Tenant, before: string[], after: string[]): Promise<string> {
  const of = (rows: string[]) =>
    `section Section1;\nshared Rows = #table(type table [K = nullable number, A = nullable number], {${rows.join(", ")}});\n`;
  const made = compareDocument(of(before), of(after), "Rows", KEY);
  if (made.kind !== "document") throw new Error(JSON.stringify(made));
  const id = await tenant.dataflow();
  const stream = await clientOf(tenant).dataflows.executeQuery(tenant.options.workspaceId, id, made.document);
  const { result, failures } = judgeComparison(await readCounts(await readRecordBatches(stream)), KEY);
  return [...(result ? [comparisonText(result)] : []), ...failures].join("; ");
}

/** The forms of a second version of the query in a document. They read the same. */
const FORMS: Readonly<Record<string, (m: string) => string>> = {
  "as it is": (m) => `shared Numbers = ${m};`,
  "within a let": (m) => `shared Live = let Server = "x", Numbers = ${m} in Numbers;\nshared Numbers = Live;`,
  "under another name": (m) => `shared #"Numbers (live)" = ${m};\nshared Numbers = #"Numbers (live)";`,
};

/** The result for each form: true if it uses the connection of the stored definition. */
async function formsSeen(tenant: Tenant, form: string): Promise<string> {
  const given = await boundDefinition(tenant);
  const id = await tenant.dataflow({ definition: given });
  await tenant.update(id, given);
  const m = `#table(type table [n = number], {{${await readsThroughConnection(tenant)}}})`;
  const customMashupDocument = `section Section1;\n${FORMS[form]!(m)}\n`;
  const body = { queryName: "Numbers", customMashupDocument };
  try {
    const { batches } = await readRecordBatches(
      await clientOf(tenant).dataflows.executeQuery(tenant.options.workspaceId, id, body),
    );
    for await (const _batch of batches);
    return "seen";
  } catch (error) {
    if (/credentials/i.test(String(error))) return "unseen";
    throw error;
  }
}

const seenIn = (id: string, form: string): Check => ({
  id,
  title: `a connection, by a document that has the query ${form}`,
  source: "assumption",
  expected: "seen",
  observe: async (tenant) => formsSeen(tenant, form),
});

/** The service's counts for rows in the document: nulls, repeated values, errors in cells, types, and a count that fails by itself. */
async function counted(tenant: Tenant): Promise<string> {
  const rows = ['{1, "a"}', "{1, null}", '{error "no", "b"}', "{null, null}"];
  const m = `section Section1;\nshared Rows = #table(type table [K = Int64.Type, T = text], {${rows.join(", ")}});\n`;
  const id = await tenant.dataflow();
  const results = await runTests(
    (document) => clientOf(tenant).dataflows.executeQuery(tenant.options.workspaceId, id, document),
    m,
    "Rows",
    [
      { minRows: 4, maxRows: 4, columns: { K: "int64", T: "text" }, notNull: ["K"], unique: ["K", "T"] },
      { between: { T: { min: 1 } } },
      { accepted: { T: ["a", "b"] } },
    ],
  );
  return results
    .map(({ rows, failures = [] }) =>
      [rows, ...failures].join(", ").replace(/(evaluated: column T: Expression.Error).*/s, "$1"),
    )
    .join("; ");
}

export const compareChecks: Check[] = [
  {
    id: "expectations-counts",
    title:
      "counts of a data test: rows, types, nulls, repeated values, errors in cells, and a count that fails by itself",
    source: "assumption",
    expected:
      "4, column K has 1 error, column K has 1 null, column K has 1 value that occurs more than once, 1 row holds an error in some cell; " +
      "0, could not be evaluated: column T: Expression.Error; 0",
    observe: counted,
  },
  seenIn("source-as-it-is", "as it is"),
  seenIn("source-within-let", "within a let"),
  seenIn("source-under-another-name", "under another name"),
  {
    id: "compare-counts",
    title: "counts of a comparison: null and NaN equal themselves, an error equals nothing, keys are added and removed",
    source: "assumption",
    expected: "6 to 6 rows: 1 removed, 1 added, 2 changed (A 2)",
    observe: (tenant) =>
      compared(
        tenant,
        ["{null, 1}", "{1, null}", "{2, 2}", '{3, error "no"}', "{4, #nan}", "{6, 6}"],
        ["{2, 20}", "{null, 1}", "{1, null}", '{3, error "no"}', "{4, #nan}", "{5, 5}"],
      ),
  },
  {
    id: "compare-repeated-keys",
    title: "counts of a comparison: keys that occur twice, null among them, and an error in a key",
    source: "assumption",
    expected:
      "1 row of the new data holds an error in the key; key is not unique: 2 rows of the live data repeat the K of another",
    observe: (tenant) =>
      compared(tenant, ["{null, 1}", "{null, 2}", "{1, 1}", "{1, 1}"], ["{1, 1}", '{error "no", 2}']),
  },
];
