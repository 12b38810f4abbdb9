import { expect } from "chai";
import { metadata, mashup } from "../dataflows";
import { Resource } from "./resource";
import { textAsset } from "./assets";
import { inWorld } from "./world";

const queries = { Orders: 'let Source = #table({"A"}, {{1}}), Kept = Table.FirstN(Source, 5) in Kept', Top: "Orders" };
const changed = {
  ...queries,
  Orders: 'let Source = #table({"A"}, {{1}}), Kept = Table.FirstN(Source, 5), Sorted = Table.Sort(Kept, {}) in Sorted',
};
const definition = (all: Record<string, string>, more: object = {}) => ({
  "mashup.pq": textAsset(mashup(all)),
  "queryMetadata.json": textAsset(metadata(all, more)),
});

describe("messages about a change of a dataflow", () => {
  it("begin with its name; the preview names the type of change, and an update names the steps", () =>
    inWorld(async (world) => {
      const { workspaceId } = world.emulator;
      const sales = new Resource(world, "dataflow");
      await sales.up({ workspaceId, displayName: "Sales", definition: definition(queries) });
      await sales.up({ workspaceId, displayName: "Sales", definition: definition(changed) });
      const messages = world.messages("info");
      expect(messages).to.contain("Sales: definition: Orders changed (step Sorted); Top depends on it");
      expect(messages).to.contain("Sales: steps of Orders: + Sorted (Table.Sort)");
      await sales.up({ workspaceId, displayName: "Sales", definition: definition(changed, { fastCombine: true }) });
      expect(world.messages("info")).to.contain("Sales: definition: settings: fastCombine false -> true");
    }));

  it("report a query that was removed or renamed only in the M, and warn of the entry that must be corrected", () =>
    inWorld(async (world) => {
      const { workspaceId } = world.emulator;
      const sales = new Resource(world, "dataflow");
      const args = (m: Record<string, string>, entries = m) => ({
        workspaceId,
        displayName: "Sales",
        definition: { "mashup.pq": textAsset(mashup(m)), "queryMetadata.json": textAsset(metadata(entries)) },
      });
      const both = { Orders: "1", '#"All days"': "2" };
      await sales.up(args(both, { Orders: "1", "All days": "2" }));
      await sales.up(args({ Orders: "1" }, { Orders: "1", "All days": "2" }));
      expect(world.messages("info")).to.contain("Sales: definition: All days is gone");
      expect(world.messages("warn")).to.match(
        /queryMetadata.json:\d+:\d+: the mashup does not declare the query All days; remove/,
      );

      await sales.up(args({ Sold: "1" }, { Orders: "1" }));
      expect(world.messages("info")).to.contain(
        "Sales: definition: Sold is Orders renamed, but not in the metadata: set `queryName` of the entry `Orders`",
      );
      expect(world.messages("warn")).to.match(
        /queryMetadata.json:\d+:\d+: the mashup does not declare the query Orders; .*set `queryName` to its new name \(Sold\)/,
      );
      await sales.up(args({ Sales: "1", More: "3" }));
      expect(world.messages("info")).to.match(/Sales is new.*Sold is gone/s);
      await sales.up(args({ Sales: "1", '#"And more"': "3" }, { Sales: "1", "And more": "3" }));
      expect(world.messages("info")).to.match(/^Sales: definition: And more is More renamed$/m);
    }));

  it("name the old and the new path of a connection", () =>
    inWorld(async (world) => {
      const { workspaceId } = world.emulator;
      const sales = new Resource(world, "dataflow");
      const ids = JSON.stringify({ ClusterId: workspaceId, DatasourceId: workspaceId });
      const entry = { kind: "Sql", path: "dev;Sales", connectionId: ids };
      const m = { Orders: 'Sql.Database("dev", "Sales")' };
      const up = async (path: string) => {
        const declared = definition(m, { connections: [entry] });
        await sales.up({ workspaceId, displayName: "Sales", definition: declared, connections: { Sql: { path } } });
      };
      await up("test;Sales");
      await up("prod;Sales");
      expect(world.messages("info")).to.contain("connections: sql:test;Sales -> prod;Sales");
    }));

  it("name what the next up overwrites after a portal edit, and how to show it", () =>
    inWorld(async (world) => {
      const { workspaceId } = world.emulator;
      const sales = new Resource(world, "dataflow");
      await sales.up({ workspaceId, displayName: "Sales", definition: definition(queries) });
      world.emulator.portalEdit(sales.id, {
        parts: { "queryMetadata.json": metadata(queries, { fastCombine: true }) },
      });
      await sales.refresh();
      const messages = world.messages("warn");
      expect(messages).to.contain("Sales: the definition was changed in Fabric: settings: fastCombine false -> true");
      expect(messages).to.contain("the next `pulumi up` overwrites this with what the program declares");
      expect(messages).to.contain(`diff "Sales" <folder> --workspace ${workspaceId}`);
    }));
});
