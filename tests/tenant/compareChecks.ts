import { compareDocument } from "../../sdk/dataTests/compareDocument";
import { readCounts } from "../../sdk/dataTests/countLines";
import { comparisonText, judgeComparison } from "../../sdk/dataTests/judgeComparison";
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
    `section Section1;\nshared Numbers = #table(type table [K = nullable number, A = nullable number], {${rows.join(", ")}});\n`;
  const made = compareDocument(of(before), of(after), "Numbers", KEY);
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

/** True for each form that sees the connection of the stored definition. */
async function formsSeen(tenant: Tenant, form: string): Promise<string> {
  const given = await boundDefinition(tenant);
  const id = await tenant.dataflow({ definition: given });
  await tenant.update(id, given);
  const m = `#table(type table [n = number], {{${await readsThroughConnection(tenant)}}})`;
  const customMashupDocument = `section Section1;\n${FORMS[form]!(m)}\n`;
  const asked = { queryName: "Numbers", customMashupDocument };
  try {
    const { batches } = await readRecordBatches(
      await clientOf(tenant).dataflows.executeQuery(tenant.options.workspaceId, id, asked),
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

export const compareChecks: Check[] = [
  seenIn("source-as-it-is", "as it is"),
  seenIn("source-within-let", "within a let"),
  seenIn("source-under-another-name", "under another name"),
  {
    id: "compare-counts",
    title: "counts of a comparison: null and NaN equal themselves, an error equals nothing, keys come and go",
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

type Line = [what: string, column: string | null, number: number];
const COUNTS: Readonly<Record<string, Line[]>> = {
  "compare-counts": [
    ["rows before", null, 6],
    ["rows after", null, 6],
    ["removed", null, 1],
    ["added", null, 1],
    ["changed", null, 2],
    ["changed cells", "A", 2],
  ],
  "compare-repeated-keys": [
    ["rows before", null, 4],
    ["rows after", null, 2],
    ["key errors after", null, 1],
    ["repeated before", null, 2],
  ],
};

/** For the emulator, which evaluates no M: it shows that a check asks, reads and judges, and says nothing about M. */
export function countsOf(check: string): { query: string; columns: Record<string, unknown[]> }[] {
  const lines = Object.hasOwn(COUNTS, check) ? COUNTS[check] : undefined;
  if (!lines) return [];
  const [What, Column, Number] = [0, 1, 2].map((at) => lines.map((line) => line[at]));
  return [{ query: "Numbers (compared)", columns: { What: What!, Column: Column!, Number: Number! } }];
}
