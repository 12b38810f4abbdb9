import { expect } from "chai";
import { checkTests } from "../../../sdk/model/expectation";
import { understand, type UnderstandOptions } from "../../../sdk/definition/understand";
import { checkTestedQueries } from "../../../sdk/lifecycle/dataflow/dataTests";
import { textPart } from "./samples";

const MOST = 1_000;
const guid = (at: number): string => `00000000-0000-4000-8000-${String(at).padStart(12, "0")}`;
const upTo = <T>(count: number, of: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => of(at));
const mapOf = <T>(count: number, of: (at: number) => [string, T]): Record<string, T> =>
  Object.fromEntries(upTo(count, of));

const host = (at: number): string => `https://host${at}.example.com/data/`;
const moved = (at: number): string => `https://moved${at}.example.com/data/`;
const connectionId = (at: number): string => JSON.stringify({ ClusterId: guid(1), DatasourceId: guid(at) });
const connections = upTo(MOST, (at) => ({
  connectionId: connectionId(at),
  kind: "Web",
  path: host(at),
}));
const definition = (member: (at: number) => string, metadata: object = {}) => [
  textPart("mashup.pq", `section Section1;\n${upTo(MOST, member).join("\n")}`),
  textPart("queryMetadata.json", JSON.stringify({ formatVersion: "202502", queriesMetadata: {}, ...metadata })),
];
const parameters = definition((at) => `shared P${at} = "a" meta [IsParameterQuery = true, Type = "Text"];`);
const sources = definition((at) => `shared Q${at} = Web.Contents("${host(at)}");`, { connections });
const lakehouses = definition(
  (at) =>
    `shared Q${at} = Lakehouse.Contents(null){[workspaceId = "${guid(1)}"]}[Data]{[lakehouseId = "${guid(at + 10)}"]}[Data];`,
);
const databases = [
  textPart(
    "mashup.pq",
    `section Section1;\n${upTo(9_000, (at) => `shared Q${at} = Sql.Database("srv", "d${at}");`).join("\n")}`,
  ),
  textPart(
    "queryMetadata.json",
    JSON.stringify({
      formatVersion: "202502",
      queriesMetadata: {},
      connections: upTo(MOST, (at) => ({ kind: "SQL", path: `srv;d${at}`, connectionId: connectionId(at) })),
    }),
  ),
];
const paths = mapOf(MOST, (at) => [host(at), { clusterId: guid(1), datasourceId: guid(at + 5_000), path: moved(at) }]);

/** The largest number of entries of each argument, in the most expensive forms. The last value is the expected message. */
const CASES: Record<string, [typeof sources, UnderstandOptions, RegExp]> = {
  parameters: [parameters, { parameters: mapOf(MOST, (at) => [`P${at}`, `value${at}`]) }, /"value999"/],
  "secret parameters": [
    parameters,
    {
      parameters: mapOf(MOST, (at) => [`P${at}`, `value${at}`]),
      secretParameters: upTo(MOST, (at) => `P${at}`),
    },
    /"value999"/,
  ],
  "connections by their ids": [
    sources,
    { connections: mapOf(MOST, (at) => [host(at), guid(at + 5_000)]) },
    /000000005999/,
  ],
  "connections with other paths, which are secret": [
    sources,
    {
      connections: paths,
      secretTexts: upTo(MOST, (at) => ({ name: `connections.${host(at)}.path`, value: moved(at) })),
    },
    /moved999/,
  ],
  "connections of one server, which all move": [
    databases,
    { connections: mapOf(MOST, (at) => [`SQL:srv;d${at}`, { path: `moved;m${at}` }]) },
    /Database\("moved", "m999"\)/,
  ],
  "connections that the M does not name": [
    definition((at) => `shared Q${at} = Sql.Database("other", "d${at}");`.repeat(9), {
      connections: upTo(MOST, (at) => ({ kind: `SQL${at}`, path: `srv;d${at}`, connectionId: connectionId(at) })),
    }),
    { connections: mapOf(MOST, (at) => [`srv;d${at}`, { path: `moved;m${at}` }]) },
    /moved;m999/,
  ],
  "secret replacements": [
    sources,
    {
      replacements: mapOf(MOST, (at) => [`host${at}.`, `moved${at}.`]),
      secretReplacements: upTo(MOST, (at) => `host${at}.`),
    },
    /moved999/,
  ],
  "replacements that begin alike": [
    definition(() => `shared A = "${"host".repeat(50)}host999.";`),
    { replacements: mapOf(MOST, (at) => [`${"host".repeat(4)}${at}.`, "moved"]) },
    /hostmoved/,
  ],
  "lakehouses that are bound": [
    lakehouses,
    {
      bind: {
        lakehouses: mapOf(MOST, (at) => [guid(at + 10), { lakehouseId: guid(at + 90_000), workspaceId: guid(2) }]),
      },
    },
    /000000090999/,
  ],
};

describe("the largest number of entries of an argument", function () {
  this.timeout(60_000);

  for (const [what, [parts, options, said]] of Object.entries(CASES))
    it(`needs less than 3 seconds of processor time: ${what}`, async () => {
      const before = process.cpuUsage();
      const { parts: made } = await understand(parts, options);
      const { user, system } = process.cpuUsage(before);
      expect((user + system) / 1e6).to.be.lessThan(3);
      expect(made.map(({ content }) => Buffer.from(content).toString("utf8")).join("\n")).to.match(said);
    });

  it("lists the first hundred unknown entries, and the number of the others", async () => {
    const unknown: [string, UnderstandOptions, typeof sources][] = [
      ["parameters", { parameters: mapOf(MOST, (at) => [`X${at}`, "a"]) }, parameters],
      ["connections", { connections: mapOf(MOST, (at) => [`Web:https://x${at}.example.com`, guid(at)]) }, sources],
      ["replacements", { replacements: mapOf(MOST, (at) => [`nowhere${at}.`, "a"]) }, sources],
      [
        "bind",
        { bind: { lakehouses: mapOf(MOST, (at) => [guid(at + 50_000), { lakehouseId: guid(1) }]) } },
        lakehouses,
      ],
    ];
    for (const [argument, options, parts] of unknown) {
      const problems = (await understand(parts, options)).problems.filter(({ place }) => place.startsWith(argument));
      expect(problems, argument).to.have.lengthOf(101);
      expect(problems.at(-1), argument).to.deep.equal({
        place: argument,
        severity: "error",
        message: "has 900 more of these errors; correct the first ones, and check again",
      });
    }
    const tests = checkTestedQueries(
      mapOf(MOST, (at) => [`X${at}`, {}]),
      ["A"],
    );
    expect(tests.at(-1)?.message).to.match(/^has 900 more/);
  });

  it("are refused beyond that, before they are used", async () => {
    const tooMany = mapOf(MOST + 1, (at) => [`X${at}`, "a"]);
    const { problems, parts } = await understand(sources, {
      parameters: tooMany,
      connections: tooMany,
      replacements: tooMany,
      bind: { workspaces: tooMany },
    });
    expect(
      problems.filter(({ severity }) => severity === "error").map(({ place, message }) => `${place} ${message}`),
    ).to.deep.equal(
      ["connections", "parameters", "replacements", "bind.workspaces"].map(
        (place) => `${place} has 1001 entries; at most 1000 are allowed`,
      ),
    );
    expect(parts).to.deep.equal(sources);
    const tests = mapOf(MOST + 1, (at) => [`Q${at}`, {}]);
    expect(checkTests(tests, "tests").map(({ message }) => message)).to.deep.equal([
      "has 1001 entries; 1000 are the most",
    ]);
  });
});

describe("values that make a definition too large", () => {
  const M = 'shared Q = "abc ";\n'.repeat(20_000);
  const parts = [
    textPart("mashup.pq", `section S;\n${M}`),
    textPart("queryMetadata.json", JSON.stringify({ formatVersion: "202502", a: "abc ".repeat(100_000) })),
  ];
  const problemsOf = async (options: UnderstandOptions): Promise<string[]> =>
    (await understand(parts, { ...options, validate: "off" })).problems.map(
      ({ place, message }) => `${place} ${message}`,
    );

  it("are refused before they are combined", async () => {
    expect(await problemsOf({ replacements: { "abc ": "x".repeat(100_000) } })).to.deep.equal([
      "replacements would make the definition larger by more than 16777216 characters",
    ]);
    expect(await problemsOf({ replacements: { '"abc "': `"${"x".repeat(60)}"` } })).to.deep.equal([
      "replacements makes the M 1500011 characters long; the service takes 524288 bytes",
    ]);
  });
});
