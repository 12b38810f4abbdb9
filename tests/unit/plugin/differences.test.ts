import { expect } from "chai";
import { NOT_WRITTEN } from "../../../sdk/definition/engineAssets";
import { differences } from "../../../sdk/plugin/differences";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const asset = (hash?: string) => ({
  [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17",
  ...(hash && { hash }),
  path: "p",
});
const archive = (hash: string) => ({ [SIGNATURE]: "0def7320c3a5731c473e5ecbe6d01bc7", hash });

describe("the detailed diff of the plugin", () => {
  const cases: [string, Record<string, unknown>, Record<string, unknown>, [string, string][]][] = [
    ["nothing", { a: 1, b: [{ c: null }] }, { a: 1, b: [{ c: null }] }, []],
    [
      "arguments that come, go and change",
      { a: 1, b: 2 },
      { b: 3, c: 4 },
      [
        ["a", "delete"],
        ["b", "update"],
        ["c", "add"],
      ],
    ],
    [
      "which query",
      { queries: { Orders: "1", Old: "1" } },
      { queries: { Orders: "2" } },
      [
        ["queries.Orders", "update"],
        ["queries.Old", "delete"],
      ],
    ],
    [
      "keys that are no names",
      { connections: { 'sql;"db"': "1" } },
      { connections: {} },
      [['connections["sql;\\"db\\""]', "delete"]],
    ],
    ["a list as a whole", { tags: ["a"] }, { tags: ["a", "b"] }, [["tags", "update"]]],
    ["another form", { parameters: { A: { x: 1 } } }, { parameters: { A: "x" } }, [["parameters.A", "update"]]],
    [
      "no content that has the same hash",
      { definition: { content: archive("1"), __checked: true } },
      { definition: archive("1") },
      [],
    ],
    [
      "a content of another hash",
      { definition: archive("1") },
      { definition: archive("2") },
      [["definition", "update"]],
    ],
    [
      "a content of another hash, without the mark of checked content",
      { definition: { content: archive("1"), __checked: true } },
      { definition: { content: archive("2"), __checked: true } },
      [["definition.content", "update"]],
    ],
    [
      "which part",
      { definition: { "mashup.pq": asset("1") } },
      { definition: { "mashup.pq": asset("2") } },
      [['definition["mashup.pq"]', "update"]],
    ],
    ["a content whose hash nobody knows", { definition: asset() }, { definition: asset() }, [["definition", "update"]]],
    [
      "a definition that is not written yet",
      { definition: NOT_WRITTEN },
      { definition: NOT_WRITTEN },
      [["definition", "update"]],
    ],
    [
      "a definition that was not written before",
      { definition: NOT_WRITTEN },
      { definition: { content: archive("1"), __checked: true } },
      [["definition", "update"]],
    ],
    ["nothing of the package's own", { __declaration: { urn: "1" } }, { __declaration: { urn: "2" } }, []],
  ];
  for (const [title, olds, news, expected] of cases)
    it(`is ${title}`, () => {
      expect(differences(olds, news).map(({ path, kind }) => [path, kind])).to.deep.equal(expected);
    });
});
