import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Dataflow, DataflowRefresh } from "./classes";
import { folder, mashup, table } from "../dataflows";
import { engineTestMs } from "./harness/stack";
import { withFabric } from "./support";

describe("a dataflow on the real engine", function () {
  this.timeout(engineTestMs);
  const queries = { Orders: table("one"), Customers: table("two"), OrdersByDay: "Table.Distinct(Orders)" };
  const files = folder("Sales.Dataflow", queries);
  const edited = mashup({ ...queries, Orders: table("changed") });
  const unchanged = { same: 3 };

  it("is created, unchanged, updated, renamed, repaired after a portal edit, and deleted", async () => {
    let displayName = "Sales";
    const program = async ({ workspaceId }: { workspaceId: string }) => {
      const sales = new Dataflow("sales", {
        workspaceId,
        displayName,
        definition: new pulumi.asset.FileArchive("./Sales.Dataflow"),
        publishOnUpdate: true,
      });
      new DataflowRefresh("load", {
        workspaceId,
        dataflowId: sales.id,
        triggers: [sales.id, sales.definitionRevision],
      });
    };
    await withFabric({ program, files }, async ({ emulator, stack, newRequests }) => {
      const created = await stack.up();
      expect(created.diagnostics.filter(({ severity }) => ["warning", "error"].includes(severity))).to.deep.equal([]);
      const id = stack.resource("sales").id!;
      expect(emulator.item(id)).to.include({ displayName: "Sales" });
      expect(stack.resource("load").outputs).to.include({ status: "Completed" });
      for (const name of ["sales", "load"])
        expect(stack.resource(name).sourcePosition, "the place of the declaration in the program").to.match(
          /firstUp\.test\.ts#\d+/,
        );

      newRequests();
      expect((await stack.up()).changes, "unchanged").to.deep.equal(unchanged);
      expect((await stack.preview()).changes).to.deep.equal(unchanged);
      expect(newRequests(), "an unchanged up and preview make no request").to.deep.equal({});

      stack.edit("Sales.Dataflow/mashup.pq", edited);
      const preview = await stack.preview({ diff: true });
      expect(preview.stdout).to.match(/definitionRevision +: 1 => 2/);
      expect(preview.stdout)
        .to.match(/~ Orders: "[\w.-]+" => "[\w.-]+"/)
        .and.not.match(/~ (Customers|OrdersByDay)/);
      expect(preview.changes).to.deep.equal({ same: 1, update: 1, replace: 1 });
      expect((await stack.up()).stdout).to.contain(
        "definition: Orders changed (step Source); OrdersByDay depends on it",
      );
      // The stored definition is read before and after the write.
      const { getJobInstance, ...calls } = newRequests();
      expect(calls).to.deep.equal({ updateDefinition: 1, runApplyChanges: 1, getDefinition: 2, runExecute: 1 });
      expect(getJobInstance).to.be.within(2, 8);

      stack.edit("Sales.Dataflow/mashup.pq", edited.replaceAll("\n", "\r\n"));
      expect((await stack.up()).changes, "other line endings are not a change").to.deep.equal(unchanged);
      expect(newRequests()).to.deep.equal({});

      displayName = "Sales 2";
      expect((await stack.up()).changes).to.deep.equal({ same: 2, update: 1 });
      expect(newRequests()).to.deep.equal({ updateItem: 1 });

      emulator.portalEdit(id, {
        displayName: "Renamed",
        parts: { "mashup.pq": mashup({ ...queries, Orders: table("portal") }) },
      });
      const drift = await stack.refresh();
      expect(drift.stdout).to.contain("the definition was changed in Fabric (Orders)");
      expect(newRequests(), "a drift check is one GET and one getDefinition").to.deep.equal({
        getItem: 1,
        getDefinition: 1,
      });
      const repair = await stack.preview({ diff: true });
      expect(repair.stdout).to.match(/displayName +: "Renamed" => "Sales 2"/);
      expect(repair.stdout).to.match(/definitionFingerprint: "\d:[\w-]+ \(changed in Fabric\)" => "\d:[\w-]+"/);
      expect(repair.changes, "the repair and the run after it").to.deep.equal({ same: 1, update: 1, replace: 1 });
      await stack.up();
      expect(emulator.item(id)?.displayName).to.equal("Sales 2");
      expect((await stack.up()).changes).to.deep.equal(unchanged);

      await stack.destroy();
      expect(emulator.items().map((item) => item.id)).not.to.include(id);
    });
  });
});
