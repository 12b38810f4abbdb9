import { expect } from "chai";
import { folderName, Names, resourceName, variableName } from "../../../../sdk/cli/export/names";
import { place } from "../../../../sdk/cli/export/place";
import type { PulledOut } from "../../../../sdk/cli/export/settings";
import { StackValues } from "../../../../sdk/cli/export/stackValues";

describe("names in an export", () => {
  it("are valid on every disk and in every program, and unique", () => {
    const names = new Names();
    expect(["Sales: new?", "sales new", "Sales  New"].map((text) => names.give(text, resourceName))).to.deep.equal([
      "sales-new",
      "sales-new-2",
      "sales-new-3",
    ]);
    expect(resourceName("Umsätze 2026")).to.equal("umsätze-2026");
    expect(resourceName("***")).to.equal("dataflow");
    expect(folderName('a/b\\c:"d"')).to.equal("a_b_c__d_");
    expect(folderName("..")).to.equal("Dataflow");
    expect(folderName("Sales. ")).to.equal("Sales");
  });
});

describe("names of folders in an export", () => {
  it("are shortened to the limit of file systems, only between characters", () => {
    for (const text of ["数".repeat(100), "🧪".repeat(100), "x".repeat(300), "e\u0301".repeat(200)]) {
      expect(Buffer.byteLength(`${folderName(text)}-12.Dataflow`)).to.be.at.most(255);
      expect(folderName(text)).not.to.match(/\p{Cs}|\ufffd/u);
      expect(Buffer.byteLength(resourceName(text))).to.be.at.most(200);
    }
    expect(folderName("数".repeat(20))).to.equal("数".repeat(20));
  });

  it("have no characters that a shell, a terminal or Windows interprets", () => {
    expect(folderName("a\n\u001b[31m\u202eb\u2028\ud800")).to.equal("a__[31m_b__");
    for (const device of ["CON", "nul.old", "com1", "LPT9"]) expect(folderName(device)).to.equal(`_${device}`);
    expect(folderName("console")).to.equal("console");
  });

  it("differ on disks that ignore accents and case", () => {
    const names = new Names();
    expect(["Zoë", "ZOE\u0308", "zoë"].map((text) => names.give(text, folderName))).to.deep.equal([
      "Zoë",
      "ZOE\u0308-2",
      "zoë-3",
    ]);
  });
});

describe("the names of values in an export", () => {
  const pulled = (id: string, reads: string[] = []): PulledOut & { item: { id: string }; variable: string } => ({
    ...{ item: { id }, variable: `v${id}`, parameters: {}, texts: [], allowForeign: [], idsLeft: [] },
    connections: { Sql: { kind: "Sql", clusterId: "c", datasourceId: "d", path: "p" } },
    bindings: reads.map((read) => ({ kind: "dataflow", id: read, workspaceId: "own" })),
  });

  it("include a connection of many dataflows once; each dataflow follows those that it reads", () => {
    const values = new StackValues("own", () => undefined);
    const placed = place([pulled("1", ["2", "9"]), pulled("2")], "own", values);
    expect(placed.map(({ item }) => item.id)).to.deep.equal(["2", "1"]);
    expect(placed[1]!.bound.map(({ from }) => from)).to.deep.equal([
      { kind: "dataflow", variable: "v2" },
      { kind: "value", name: "dataflow" },
    ]);
    expect(values.valuesOf("connections")).to.deep.equal({ sql: { clusterId: "c", datasourceId: "d", path: "p" } });
    expect(values.valuesOf("items")).to.deep.equal({ dataflow: { id: "9" } });
  });

  it("have a display name instead of an id if that name finds the object", () => {
    const values = new StackValues(
      "own",
      () => undefined,
      (id) => (["d", "9"].includes(id) ? `Named ${id}` : undefined),
    );
    place([pulled("1", ["9", "8"])], "own", values);
    expect(values.valuesOf("connections")).to.deep.equal({ sql: { name: "Named d", clusterId: "c", path: "p" } });
    expect(values.valuesOf("items")).to.deep.equal({ dataflow: { id: { name: "Named 9" } }, dataflow2: { id: "8" } });
  });

  it("have ids in the configuration for a circle of dataflows, and for a dataflow that reads itself", () => {
    const values = new StackValues("own", (id) => `Loads ${id}`);
    const placed = place([pulled("1", ["2", "1"]), pulled("2", ["1"])], "own", values);
    expect(placed.map(({ item }) => item.id)).to.deep.equal(["2", "1"]);
    expect(placed[0]!.bound.map(({ from }) => from)).to.deep.equal([{ kind: "value", name: "loads1Dataflow" }]);
    expect(placed[1]!.bound.map(({ from }) => from.kind)).to.deep.equal(["dataflow", "value"]);
  });

  it("never have the name of Pulumi's mark for an encrypted value", () => {
    const values = new StackValues("own", () => "Secure");
    expect(values.workspace("1")).to.equal("secure2");
    expect(values.text("2")).to.equal("secure2");
    expect(values.valuesOf("texts")).to.deep.equal({ secure2: "2" });
  });

  it("are identifiers", () => {
    const names = new Names(["class"]);
    const given = ["Sales LH Lakehouse", "SQL", "PowerPlatformDataflows", "2026 umsätze", "class", "½", "sql"];
    expect(given.map((text) => names.give(text, variableName, ""))).to.deep.equal([
      ...["salesLHLakehouse", "sql", "powerPlatformDataflows", "_2026Umsätze", "class2", "_", "sql2"],
    ]);
  });
});
