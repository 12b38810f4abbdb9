import { expect } from "chai";
import { diff } from "../../../sdk/lifecycle/dataflow/diff";
import { isEmpty, plan } from "../../../sdk/lifecycle/dataflow/plan";
import { UNKNOWN } from "../../../sdk/lifecycle/values";

const quiet = { info: () => {}, warn: () => {}, progress: () => {} };
const workspaceId = "00000000-0000-4000-8000-000000000000";
const state = {
  workspaceId,
  displayName: "Sales",
  definition: {},
  definitionFingerprint: "2:a",
  definitionRevision: 1,
  publishedRevision: 0,
  queries: {},
};
const none = { writeDefinition: false, publish: false, test: false, settings: [] as string[] };
const seen = "2:b (changed in Fabric)";

describe("the calls between a state and a program", () => {
  const table: [what: string, olds: object, news: object, plan: object][] = [
    ["nothing new", {}, {}, none],
    ["a name", {}, { displayName: "S" }, { ...none, properties: { displayName: "S" } }],
    ["a description", {}, { description: "d" }, { ...none, properties: { description: "d" } }],
    ["no description", { description: "d" }, {}, { ...none, properties: { description: "" } }],
    ["an empty description where none was", {}, { description: "" }, none],
    ["a folder", {}, { folderId: "f" }, { ...none, move: { folderId: "f" } }],
    ["no folder", { folderId: "f" }, {}, { ...none, move: { folderId: undefined } }],
    ["tags", { tags: ["A", "b"] }, { tags: ["c", "a"] }, { ...none, tags: { apply: ["c"], unapply: ["b"] } }],
    ["the same tags in another order and case", { tags: ["A", "b"] }, { tags: ["B", "a"] }, none],
    ["another definition", {}, { definitionFingerprint: "2:b" }, { ...none, writeDefinition: true }],
    ["another revision", {}, { definitionRevision: 2 }, { ...none, writeDefinition: true }],
    ["a portal edit", { definitionFingerprint: seen }, {}, { ...none, writeDefinition: true }],
    ["a portal edit that is ignored", { definitionFingerprint: seen }, { definitionFingerprint: seen }, none],
    [
      "an ignored definition whose connections are not bound",
      { definitionFingerprint: "2:a (connections not bound yet)" },
      { __ignored: true },
      { ...none, bindStored: true },
    ],
    [
      "a portal edit that was undone",
      { definitionFingerprint: "2:a (changed in Fabric)" },
      {},
      { ...none, settings: ["definitionFingerprint"] },
    ],
    ["no definition any more", {}, { definition: undefined }, { ...none, settings: ["definition"] }],
    [
      "publishing turned on",
      {},
      { publishOnUpdate: true, publishedRevision: 1 },
      { ...none, publish: true, settings: ["publishOnUpdate"] },
    ],
    ["publishing off, and another revision wanted", {}, { publishedRevision: 1 }, none],
    [
      "a definition, with publishing on",
      { publishOnUpdate: true, publishedRevision: 1 },
      { publishOnUpdate: true, definitionFingerprint: "2:b", definitionRevision: 2, publishedRevision: 2 },
      { ...none, writeDefinition: true, publish: true },
    ],
    ["a time-out", {}, { timeouts: { create: "1h" } }, { ...none, settings: ["timeouts"] }],
    ["the import option, gone", { __declaration: { import: "x" } }, {}, none],
    [
      "a value that became secret",
      { __declaration: { urn: "u" } },
      { __declaration: { urn: "v", secrets: [["displayName"]] } },
      { ...none, settings: ["secrets"] },
    ],
    ["what only the lifecycle keeps", { ownerToken: "t", stateVersion: 1, baseline: {}, pendingPublish: {} }, {}, none],
  ];
  for (const [what, olds, news, expected] of table)
    it(`${what}: ${JSON.stringify(expected)}`, () => {
      const found = plan({ ...state, ...olds }, { ...state, ...news });
      expect(found).to.deep.equal(expected);
      expect(isEmpty(found)).to.equal(JSON.stringify(expected) === JSON.stringify(none));
    });

  it("are none for an ignored definition that differs from the stored one: no publish, and no data test", () => {
    const news = { __ignored: true, publishOnUpdate: true, publishedRevision: 2, tests: { Orders: { minRows: 1 } } };
    for (const differs of [{ definitionRevision: 2 }, { definitionFingerprint: "2:b" }]) {
      const found = plan({ ...state, publishOnUpdate: true }, { ...state, ...news, ...differs, testedRevision: 2 });
      expect(found).to.deep.equal({ ...none, leaveDefinition: true });
      expect(isEmpty(found)).to.equal(true);
    }
  });
});

describe("diff of a dataflow", () => {
  const olds = { ...state, ownerToken: "t", stateVersion: 1 };
  const table: [what: string, news: object, expected: object][] = [
    ["nothing new", {}, { changes: false }],
    ["an edit", { definitionFingerprint: "2:b" }, {}],
    ["another workspace", { workspaceId: workspaceId.replace(/0$/, "1") }, { replaces: ["workspaceId"] }],
    ["an unknown workspace", { workspaceId: UNKNOWN }, { replaces: ["workspaceId"] }],
    ["the workspace in capitals", { workspaceId: workspaceId.toUpperCase() }, { changes: false }],
    ["something unknown", { connections: { a: UNKNOWN } }, {}],
  ];
  for (const [what, news, expected] of table)
    it(`${what}: ${JSON.stringify(expected)}`, () => {
      expect(diff("an-item", olds, { ...state, ...news }, quiet)).to.deep.equal(expected);
    });

  it("finds a change if an import did not write a difference, although the inputs are equal", () => {
    const said: string[] = [];
    const imported = { ...olds, displayName: "Theirs", unwritten: ["displayName"] };
    expect(diff("an-item", imported, state, { ...quiet, info: (line) => said.push(line) })).to.deep.equal({
      changes: true,
    });
    expect(said.join()).to.match(/not written yet: displayName/);
    expect(diff("an-item", { ...imported, displayName: "Sales" }, state, quiet)).to.deep.equal({ changes: false });
  });
});
