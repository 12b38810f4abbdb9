import { expect } from "chai";
import { describeBeside } from "../../../sdk/definition/describe";
import { queryFingerprints } from "../../../sdk/definition/queryFingerprints";
import type { Secret } from "../../../sdk/definition/secrets";
import { tryOlder } from "../../../sdk/definition/tried";
import { definition } from "./mistakes";

type Connection = [path: string, id: number, kind?: string];

const withConnections = (connections: Connection[]) =>
  definition(
    "section Section1;\nshared A = 1;",
    { A: {} },
    {
      connections: connections.map(([path, id, kind = "Sql"]) => ({
        ...{ path, kind },
        connectionId: JSON.stringify({ ClusterId: guid(9), DatasourceId: guid(id) }),
      })),
    },
  );
const guid = (digit: number) => `${String(digit).padStart(8, "0")}-2222-4222-8222-222222222222`;

/** The message of a preview, which knows only the older fingerprint. */
function lineOf(
  before: Connection[],
  after: Connection[],
  secrets: Secret[] = [],
  paths: string[] = [],
): string | undefined {
  const parts = withConnections(after);
  const old = queryFingerprints(withConnections(before), secrets);
  const { definitionFingerprint } = queryFingerprints(parts, secrets);
  return describeBeside(old.definitionFingerprint, definitionFingerprint, tryOlder(parts, secrets, { ...old, paths }));
}

describe("connections that change, found only by fingerprints", () => {
  const table: [what: string, before: Connection[], after: Connection[], line: string | undefined][] = [
    ["none", [["s;d", 1]], [["s;d", 1]], undefined],
    [
      "another order, and another case of the kind",
      [
        ["a", 1],
        ["b", 2],
      ],
      [
        ["b", 2, "SQL"],
        ["a", 1],
      ],
      undefined,
    ],
    [
      "another connection",
      [
        ["s;d", 1],
        ["t", 2],
      ],
      [
        ["s;d", 3],
        ["t", 2],
      ],
      "connections: sql:s;d has another connection",
    ],
    [
      "a new one",
      [["s;d", 1]],
      [
        ["s;d", 1],
        ["https://x", 2, "Web"],
      ],
      "connections: web:https://x is new",
    ],
    [
      "one that is gone",
      [
        ["s;d", 1],
        ["t", 2],
      ],
      [["s;d", 1]],
      "connections: 1 is gone",
    ],
    ["another path", [["s;d", 1]], [["s;e", 1]], "connections: sql:s;e is new, 1 is gone"],
    ["the first", [], [["s;d", 1]], "connections: sql:s;d is new"],
    [
      "all gone",
      [
        ["s;d", 1],
        ["t", 2],
      ],
      [],
      "connections: 2 are gone",
    ],
  ];
  for (const [what, before, after, line] of table)
    it(`are named: ${what}`, () => expect(lineOf(before, after)).to.equal(line));

  it("are counted instead of named if there are many", () => {
    const many = Array.from({ length: 60 }, (_, at): Connection => [`s${at}`, at]);
    expect(lineOf(many, [["s0", 99], ...many.slice(1)])).to.equal("connections changed");
    const { definitionFingerprint } = queryFingerprints(withConnections(many));
    expect(definitionFingerprint.length).to.be.lessThan(160);
  });

  it("are shown with their old path, if the old program declared it", () => {
    const paths = ["other", "dev;d"];
    const [before, after]: Connection[][] = [
      [
        ["dev;d", 1],
        ["t", 2],
      ],
      [
        ["prod;d", 3],
        ["t", 2],
      ],
    ];
    expect(lineOf(before!, after!, [], paths)).to.equal("connections: sql:dev;d -> prod;d");
    expect(lineOf(before!, after!, [], ["other"])).to.equal("connections: sql:prod;d is new, 1 is gone");
    expect(lineOf(before!, [...after!, ["dev;d", 1]], [], paths)).to.equal("connections: sql:prod;d is new");
  });

  it("hide their secrets", () => {
    const secrets: Secret[] = [{ kind: "text", name: "server", value: "topsecret" }];
    const line = lineOf([["topsecret;d", 1]], [["topsecret;d", 2]], secrets);
    expect(line)
      .to.match(/^connections: .* has another connection$/)
      .and.not.contain("topsecret");
  });

  it("cost a state four characters each", () => {
    const length = (connections: Connection[]) =>
      queryFingerprints(withConnections(connections)).definitionFingerprint.length;
    expect(
      length([
        ["a", 1],
        ["b", 2],
      ]) - length([["a", 1]]),
    ).to.equal(4);
  });
});
