import { expect } from "chai";
import { bulkExport, definitionsByItem } from "../../../sdk/fabric/bulkExport";

const part = (path: string) => ({ path, payload: "", payloadType: "InlineBase64" as const });

describe("an export of definitions", () => {
  it("is split by item, with the part paths of a single read", () => {
    const definitions = definitionsByItem({
      itemDefinitionsIndex: [
        { id: "AB", rootPath: "/Top/Sales.Dataflow" },
        { id: "cd", rootPath: "/Sales.Dataflow" },
        { id: "ef", rootPath: "/Empty.Dataflow" },
      ],
      definitionParts: [
        part("/Top/Sales.Dataflow/mashup.pq"),
        part("/Sales.Dataflow/sub/folder/mashup.pq"),
        part("/Nobody.Dataflow/mashup.pq"),
        part("mashup.pq"),
      ],
    });
    expect([...definitions].map(([id, { parts }]) => [id, parts.map(({ path }) => path)])).to.deep.equal([
      ["ab", ["mashup.pq"]],
      ["cd", ["sub/folder/mashup.pq"]],
    ]);
  });

  it("uses the longest path if the path of one item is below that of another", () => {
    const definitions = definitionsByItem({
      itemDefinitionsIndex: [
        { id: "a", rootPath: "/A.Dataflow" },
        { id: "b", rootPath: "/A.Dataflow/B.Dataflow" },
      ],
      definitionParts: [part("/A.Dataflow/B.Dataflow/mashup.pq")],
    });
    expect([...definitions.keys()]).to.deep.equal(["b"]);
  });

  it("has no definition of items with the same root path, because names may not be unique", () => {
    const definitions = definitionsByItem({
      itemDefinitionsIndex: [
        { id: "a", rootPath: "/Sales.Dataflow" },
        { id: "b", rootPath: "/Sales.Dataflow" },
        { id: "c", rootPath: "/Other.Dataflow" },
      ],
      definitionParts: [
        part("/Sales.Dataflow/mashup.pq"),
        part("/Sales.Dataflow/mashup.pq"),
        part("/Other.Dataflow/mashup.pq"),
      ],
    });
    expect([...definitions.keys()]).to.deep.equal(["c"]);
  });

  for (const wrong of [null, {}, { itemDefinitionsIndex: [], definitionParts: [null] }, { itemDefinitionsIndex: {} }])
    it(`is not ${JSON.stringify(wrong)}`, () => expect(bulkExport.fault(wrong)).to.be.a("string"));
});
