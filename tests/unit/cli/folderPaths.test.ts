import { expect } from "chai";
import { folderPaths, type FolderEntry } from "../../../sdk/lookup/folderPaths";

const folder = (id: string, parentFolderId?: string): FolderEntry => ({ id, displayName: `F${id}`, parentFolderId });

describe("the paths of a workspace's folders", () => {
  it("are the names from the outermost folder on; a parent that is not listed is ignored", () => {
    const paths = folderPaths([folder("c", "b"), folder("a"), folder("b", "a"), folder("d", "unlisted")]);
    expect([...paths]).to.deep.equal([
      ["c", "Fa/Fb/Fc"],
      ["a", "Fa"],
      ["b", "Fa/Fb"],
      ["d", "Fd"],
    ]);
  });

  const chain = Array.from({ length: 20_000 }, (_, i) => folder(String(i), String(i + 1)));
  const useless: [string, FolderEntry[]][] = [
    ["a folder within itself", [folder("a", "a")]],
    ["a circle", [folder("a", "b"), folder("b", "c"), folder("c", "a")]],
    ["thousands of levels", chain],
  ];
  for (const [what, folders] of useless)
    it(`end with an error that names the call for ${what}`, () =>
      expect(() => folderPaths(folders)).to.throw(
        Error,
        /^list folders: the folder \w+ is more than 100 levels deep, or contains itself/,
      ));
});
