import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { FabricClient } from "../../sdk/client";
import { Mashup } from "../../sdk/definition/mashup";
import { Queries } from "../../sdk/unitTests/queries";
import { runCase } from "../../sdk/unitTests/runCase";
import { prepare } from "../../sdk/unitTests/suite";
import { Check } from "./check";
import { Tenant } from "./tenant";

const folder = join(__dirname, "../fixtures/unitTests/Sales.Dataflow");

/** The cases of the fixture, one for each type of rows. Only the service can evaluate them. */
const CASES: [string, string, string][] = [
  ["unit-test-rows", "rows", "rows in the place of a step, a value in that of another, and a parameter"],
  [
    "unit-test-every-type",
    "every type",
    "a value of every type, null, an empty text, an error in a cell, there and back",
  ],
  [
    "unit-test-without-types",
    "without types",
    "columns that take their type from their values, and their names as they are",
  ],
  ["unit-test-several-sources", "several sources", "rows for two steps of one query"],
  ["unit-test-comma-separated", "comma-separated", "rows from files, for queries behind the one that is tested"],
  ["unit-test-step", "a step by its name", "rows for the source itself, whose headers are promoted"],
];

async function outcomeOf(tenant: Tenant, name: string): Promise<string> {
  const tests = join(folder, "tests");
  const files = readdirSync(tests, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ path: file.slice(tests.length + 1).replaceAll("\\", "/"), content: readFileSync(file) }));
  const queries = await Queries.of(new Mashup(readFileSync(join(folder, "mashup.pq"), "utf8"), "mashup.pq"));
  const { endpoint, token, workspaceId } = tenant.options;
  const getToken = () => Promise.resolve({ token, expiresOnTimestamp: Date.now() + 3_600_000 });
  const client = new FabricClient({ credential: { description: "the tenant's checks", getToken }, endpoint });
  for await (const each of prepare(files, "tests", queries)) {
    if (!("document" in each) || each.unit.name !== name) continue;
    const id = await tenant.dataflow();
    const execute = () => client.dataflows.executeQuery(workspaceId, id, each.document);
    const { outcome, failures, missing, unexpected } = await runCase(
      execute,
      each.unit,
      each.document,
      (e): e is Error => e instanceof Error,
    );
    return [
      outcome,
      ...(failures ?? []),
      ...(missing ?? []).map((row) => `- ${row}`),
      ...(unexpected ?? []).map((row) => `+ ${row}`),
    ].join("; ");
  }
  throw new Error(`there is no case ${name}`);
}

export const unitTestChecks: Check[] = CASES.map(([id, name, title]) => ({
  id,
  title: `a unit test: ${title}`,
  source: "assumption",
  expected: "passed",
  observe: (tenant) => outcomeOf(tenant, name),
}));

type QueryResult = { query: string; lines: unknown[][] };

const typeName = (type: string): string =>
  `${({ datetime: "DateTime", datetimezone: "DateTimeZone" } as Record<string, string>)[type] ?? type[0]!.toUpperCase() + type.slice(1)}.Type`;

const TYPES = "text logical number int64 date time datetime datetimezone duration binary".split(" ");

/** The expected result of each case's document: the columns, then the rows. */
const RESULTS: Readonly<Record<string, QueryResult>> = {
  "unit-test-rows": {
    query: "Orders",
    lines: [
      [
        ...[
          ["OrderId", "Int64.Type"],
          ["OrderDate", "Date.Type"],
          ["ShippedOn", "Date.Type"],
        ],
        ...[
          ["Amount", "Currency.Type"],
          ["Late", "Logical.Type"],
        ],
      ],
      [2, ["date", "2026-02-01"], null, 12345678901234567, true],
    ],
  },
  "unit-test-every-type": {
    query: "Regions",
    lines: [
      TYPES.map((type) => [type, typeName(type)]),
      [
        ...['a "quoted"\nline', true, -0.5, 9007199254740992],
        ["date", "2026-01-31"],
        ["time", "13:45:00.2500000"],
        ["datetime", "2026-01-31T13:45:00.0000000"],
        ["datetimezone", "2026-01-31T13:45:00.0000000-03:30"],
        ["duration", -1, -2, 0, 0],
        ["binary", "AQID"],
      ],
      ["", null, ["number", "Infinity"], null, null, null, null, null, null, null],
      [["error", "no such text"], null, ["number", "NaN"], null, null, null, null, null, null, null],
    ],
  },
  "unit-test-without-types": {
    query: "Regions",
    lines: [
      [
        ...[
          ["Region", "Text.Type"],
          ["Active", "Logical.Type"],
          ["Odd #(name)", "Number.Type"],
        ],
        ...[
          ["Mixed", "Any.Type"],
          ["Nothing", "Any.Type"],
        ],
      ],
      ["North", true, 1, 1, null],
      ["South", false, 2.5, "1", null],
    ],
  },
  "unit-test-several-sources": { query: "Rates", lines: [[["Rate", "Number.Type"]], [1], [2]] },
  "unit-test-comma-separated": {
    query: "Sales by region",
    lines: [
      [
        ["Region", "Text.Type"],
        ["Amount", "Number.Type"],
      ],
      ['North; "Far"', 30.75],
      [null, 5],
    ],
  },
  "unit-test-step": {
    query: "Customers",
    lines: [
      [
        ["CustomerId", "Int64.Type"],
        ["Region", "Text.Type"],
      ],
      [1, "North"],
    ],
  },
};

/** The results for the emulator. They test the requests and the judgement of a check, not the evaluation of M. */
export function resultsOf(check: string): { query: string; columns: Record<string, string[]> }[] {
  if (check === "columns-without-rows") return [{ query: "Numbers (columns)", columns: { n: [] } }];
  const result = Object.hasOwn(RESULTS, check) ? RESULTS[check] : undefined;
  if (!result) return [];
  return [
    { query: `${result.query} (unit test)`, columns: { Line: result.lines.map((line) => JSON.stringify(line)) } },
  ];
}
