// The built package, as users run it. The code that tests transpile takes a third longer.
import { expect } from "chai";
import { harmless, harmlessJson } from "../../../sdk/dist/common/harmless";
import type { DefinitionPart } from "../../../sdk/definition/parts";
import { asMarkdown, MARKDOWN_LIMIT } from "../../../sdk/dist/review/format/markdown";
import { asText } from "../../../sdk/dist/review/format/text";
import { reviewTrees } from "../../../sdk/dist/review/repository/reviewTrees";
import { textPart } from "../definition/samples";
import { treeOf, type Folders } from "./trees";

const BYTES = 500_000;
const upTo = <T>(count: number, of: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => of(at));
const mapOf = <T>(count: number, of: (at: number) => [string, T]): Record<string, T> =>
  Object.fromEntries(upTo(count, of));
const guid = (at: number): string => `00000000-0000-4000-8000-${String(at).padStart(12, "0")}`;

/** Repeats a text up to 500 KB. */
function filled(repeated: (at: number) => string, bytes = BYTES): string {
  const texts: string[] = [];
  let length = 0;
  for (let at = 0; length < bytes; at++) {
    const text = repeated(at);
    texts.push(text);
    length += text.length;
  }
  return texts.join("");
}

const definition = (members: string, metadata: object = {}): DefinitionPart[] => [
  textPart("mashup.pq", `section Section1;\n${members}`),
  textPart("queryMetadata.json", JSON.stringify({ formatVersion: "202502", queriesMetadata: {}, ...metadata })),
];

const connections = (side: Side, kindOf: (at: number) => string): object[] =>
  upTo(2_000, (at) => ({
    path: `${side}${at}`,
    kind: kindOf(at),
    connectionId: JSON.stringify({ ClusterId: guid(1), DatasourceId: guid(side === "a" ? at : at + 5_000) }),
  }));
const groups = (side: Side): object[] =>
  upTo(2_000, (at) => ({ id: guid(at), name: `${side} group ${at}`, parentId: guid(at + 1) }));

type Side = "a" | "b";

/** Both sides of a change, as large as the service accepts. Each is the worst case of its kind. */
const CHANGES: Readonly<Record<string, (side: Side) => Folders>> = {
  "every second of 26,900 small queries": (side) => ({
    "X.Dataflow": definition(filled((at) => `shared Q${at} = ${side === "a" || at % 2 ? 1 : 2};\n`)),
  }),
  "every second of 28,400 names of queries that cannot be read": (side) => ({
    "X.Dataflow": definition(filled((at) => `shared ${side === "a" || at % 2 ? "Q" : "R"}${at} = ;\n`)),
  }),
  "the names of all queries, which others use": (side) => ({
    "X.Dataflow": definition(
      filled((at) => `shared ${side}${at} = Nowhere(${side}${at - 1}, "a text that says which query it is ${at}");\n`),
    ),
  }),
  "the names of all steps": (side) => ({
    "X.Dataflow": definition(`shared A = let s = 1${filled((at) => `,\n${side}${at} = F(s, ${at})`)} in s;`),
  }),
  "the order of all steps": (side) => ({
    "X.Dataflow": definition(
      `shared A = let s = 1${filled((at) => `,\nt${side === "a" ? at : 50_000 - at} = F(s, 1)`)} in s;`,
    ),
  }),
  "all connections, each of a kind of its own": (side) => ({
    "X.Dataflow": definition("shared A = 1;", { connections: connections(side, (at) => `Kind${at}`) }),
  }),
  "all connections of one kind": (side) => ({
    "X.Dataflow": definition("shared A = 1;", { connections: connections(side, () => "Sql") }),
  }),
  "groups within groups, and the entries of all queries": (side) => ({
    "X.Dataflow": definition(
      filled((at) => `shared Q${at} = 1;\n`, 380_000),
      {
        queryGroups: groups(side),
        queriesMetadata: mapOf(20_000, (at) => [
          `Q${at}`,
          { queryId: guid(at), queryName: `Q${at}`, loadEnabled: side === "a", queryGroupId: guid(at % 2_000) },
        ]),
      },
    ),
  }),
  "all queries, which another dataflow reads": (side) => ({
    "X.Dataflow": [
      ...definition(filled((at) => `shared ${side}${at} = 1;\n`)),
      textPart(".platform", JSON.stringify({ metadata: { type: "Dataflow", displayName: "X" } })),
    ],
    "Y.Dataflow": definition(
      filled(
        (at) => `shared R${at} = PowerPlatform.Dataflows(null){[dataflowName = "X"]}[Data]{[entity = "a${at}"]};\n`,
      ),
    ),
  }),
  "lines of 500 KB, all of them ticks": (side) => ({
    "X.Dataflow": definition(`shared A = "${filled(() => "` ")}${side}";`),
  }),
};

describe("the review of a change of 500 KB", function () {
  this.timeout(60_000);

  for (const [what, side] of Object.entries(CHANGES))
    it(`takes less than 5 seconds of processor time, and is short enough to read: ${what}`, async () => {
      const [base, head] = [treeOf(side("a")), treeOf(side("b"))];
      const before = process.cpuUsage();
      const document = await reviewTrees(base, head);
      const text = asText(document, { harmless, diffs: true });
      const markdown = asMarkdown(document);
      const json = harmlessJson(document, 2);
      const { user, system } = process.cpuUsage(before);
      expect((user + system) / 1e6).to.be.lessThan(5);
      expect(document.dataflows[0]?.change).to.equal("changed");
      expect(text.join("\n").length).to.be.lessThan(400_000);
      expect(markdown.length).to.be.within(200, MARKDOWN_LIMIT);
      expect(markdown, "details are shown, if not all").to.contain("<details><summary><code>X.Dataflow");
      expect(json.length).to.be.lessThan(60_000_000);
    });
});
