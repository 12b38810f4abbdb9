import { expect } from "chai";
import { asChecked } from "../../../sdk/definition/engineAssets";
import { folderOf } from "../../../sdk/definition/assets";
import { archive, fileAsset, textAsset } from "../../lifecycle/assets";

const folder = (path: string) => ({ ...archive({}), assets: undefined, path });
const file = (path: string) => fileAsset(path, "");

describe("the folder that messages about a definition name", () => {
  const cases: [what: string, definition: unknown, folder: string | undefined][] = [
    ["of a folder", folder("./Sales.Dataflow"), "./Sales.Dataflow"],
    ["of a folder with a slash", folder("/home/dev/Sales.Dataflow/"), "/home/dev/Sales.Dataflow"],
    ["of a map of its files", { "a.pq": file("./S/a.pq"), "b/c.json": file("./S/b/c.json") }, "./S"],
    ["of files beside the program", { "a.pq": file("a.pq") }, "."],
    ["of files of two folders", { "a.pq": file("S/a.pq"), "b.json": file("T/b.json") }, undefined],
    ["of a file under another name", { "mashup.pq": file("S/sales.pq") }, undefined],
    ["of a text beside a file", { "a.pq": file("S/a.pq"), "b.json": textAsset("{}") }, undefined],
    ["of texts", { "a.pq": textAsset("") }, undefined],
    ["of an archive of assets", archive({ "a.pq": textAsset("") }), undefined],
    ["of nothing", undefined, undefined],
  ];
  for (const [what, definition, expected] of cases)
    it(`${what} is ${expected ?? "none"}, also after check`, () => {
      expect(folderOf(definition)).to.equal(expected);
      expect(folderOf(asChecked(definition))).to.equal(expected);
    });
});
