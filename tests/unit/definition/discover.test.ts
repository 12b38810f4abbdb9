import { expect } from "chai";
import { findDefinitions } from "../../../sdk/definition/discover";

describe("definitions among the files of a tree", () => {
  it("do not include unit tests, and may be in a folder of that name", () => {
    const found = findDefinitions([
      "Sales.Dataflow/mashup.pq",
      "Sales.Dataflow/queryMetadata.json",
      "Sales.Dataflow/tests/orders.yaml",
      "Sales.Dataflow/tests/data/orders.csv",
      "tests/Sales.Dataflow/mashup.pq",
      "tests/Sales.Dataflow/tests.mdf",
    ]);
    expect(Object.fromEntries(found)).to.deep.equal({
      "Sales.Dataflow": ["Sales.Dataflow/mashup.pq", "Sales.Dataflow/queryMetadata.json"],
      "tests/Sales.Dataflow": ["tests/Sales.Dataflow/mashup.pq", "tests/Sales.Dataflow/tests.mdf"],
    });
  });
});
