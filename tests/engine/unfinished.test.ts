import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { Dataflow, DataflowRefresh } from "./classes";
import { folder, mashup, table } from "../dataflows";
import { engineTestMs } from "./harness/stack";
import { type FabricStack, withFabric } from "./support";

const files = folder("Sales.Dataflow", { Orders: table("one") });
const row = (text: string) => mashup({ Orders: table(text) });
const writes = ["createItem", "updateItem", "updateDefinition", "deleteItem"];

const fails = (operation: "runApplyChanges" | "runExecute", message: string) =>
  ({ operation, fault: { kind: "job", job: { outcome: "fail", message } } }) as const;

describe("an unfinished up, on the real engine", function () {
  this.timeout(engineTestMs);

  it("is continued by the next up if a publish failed, with or without a refresh between", async () => {
    let publishOnUpdate = true;
    const program = ({ workspaceId }: { workspaceId: string }) => {
      const definition = new pulumi.asset.FileArchive("./Sales.Dataflow");
      new Dataflow("sales", { workspaceId, displayName: "Sales", definition, publishOnUpdate });
    };
    await withFabric({ program, files }, async ({ emulator, stack, newRequests }) => {
      const failing = async (edit?: string) => {
        if (edit) stack.edit("Sales.Dataflow/mashup.pq", row(edit));
        emulator.faults.add(fails("runApplyChanges", "no schema"));
        const outcome = await stack.tryUp();
        expect(outcome.succeeded).to.equal(false);
        expect(outcome.stdout + outcome.stderr).to.match(/ended Failed.*EntityUserFailure: no schema/);
        newRequests();
      };
      const publishes = (what: string) =>
        expect(newRequests(), what)
          .to.include({ runApplyChanges: 1 })
          .and.not.to.have.any.keys(...writes);
      const published = () => emulator.item(stack.resource("sales").id!).published?.["mashup.pq"];

      await failing();
      await stack.refresh();
      expect((await stack.preview({ diff: true })).stdout).to.match(/publishedRevision *: 0 => 1/);
      newRequests();
      await stack.up();
      publishes("after a refresh");
      expect(published()).to.equal(row("one"));

      await failing("two");
      await stack.up();
      publishes("without a refresh");

      await failing("three");
      await stack.up({ refresh: true });
      publishes("with up --refresh");
      expect(published()).to.equal(row("three"));
      expect((await stack.up()).changes).to.deep.equal({ same: 2 });
      expect(newRequests(), "then no request is sent").to.deep.equal({});

      await failing("four");
      publishOnUpdate = false;
      await stack.refresh();
      await stack.up();
      expect(newRequests(), "nothing is published if publishing is off").not.to.have.property("runApplyChanges");
      publishOnUpdate = true;
      await stack.up();
      publishes("turned on again, it is");
      expect(published()).to.equal(row("four"));
    });
  });

  it("is completed by the next up or removed by destroy if a create failed after the item existed", async () => {
    let tags: string[] = [];
    const program = ({ workspaceId }: { workspaceId: string }) => {
      const definition = new pulumi.asset.FileArchive("./Sales.Dataflow");
      new Dataflow("sales", { workspaceId, displayName: "Sales", definition, publishOnUpdate: true, tags });
    };
    await withFabric({ program, files }, async ({ emulator, stack, newRequests }) => {
      tags = [emulator.addTag("gold").id];
      const refused = { kind: "status", status: 403, errorCode: "InsufficientPrivileges" } as const;
      const failing = async () => {
        emulator.faults.add({ operation: "applyTags", fault: refused });
        expect((await stack.tryUp()).succeeded).to.equal(false);
        expect(newRequests()).to.include({ createItem: 1, applyTags: 1 }).and.not.to.have.property("runApplyChanges");
        return stack.resource("sales");
      };
      const { id, outputs } = await failing();
      expect(outputs).to.include({ publishedRevision: 0 }).and.not.to.have.property("tags");
      await stack.up({ refresh: true });
      expect(newRequests())
        .to.include({ applyTags: 1, runApplyChanges: 1 })
        .and.not.to.have.any.keys(...writes);
      expect(emulator.item(id!).tags).to.deep.equal(tags);
      expect((await stack.up()).changes).to.deep.equal({ same: 2 });
      await stack.destroy();
      await failing();
      await stack.destroy();
      expect(emulator.items().filter(({ type }) => type === "Dataflow")).to.deep.equal([]);
      expect(stack.state().resources.filter(({ type }) => /Dataflow/.test(type))).to.deep.equal([]);
    });
  });

  it("does not repeat a step of a partially failed update", async () => {
    let [displayName, description] = ["Sales", "one"];
    const program = ({ workspaceId }: { workspaceId: string }) => {
      const definition = new pulumi.asset.FileArchive("./Sales.Dataflow");
      new Dataflow("sales", { workspaceId, displayName, description, definition });
    };
    await withFabric({ program, files }, async ({ emulator, stack, newRequests }) => {
      await stack.up();
      for (const [index, way] of [{}, { refresh: true }].entries()) {
        [displayName, description] = [`Sales ${index}`, `text ${index}`];
        stack.edit("Sales.Dataflow/mashup.pq", row(`edit ${index}`));
        const fault = { kind: "status", status: 403, errorCode: "InsufficientPrivileges" } as const;
        emulator.faults.add({ operation: "updateDefinition", fault });
        newRequests();
        expect((await stack.tryUp()).succeeded).to.equal(false);
        expect(newRequests()).to.include({ updateItem: 1, updateDefinition: 1 });
        await stack.up(way);
        expect(newRequests()).to.include({ updateDefinition: 1 }).and.not.to.have.property("updateItem");
        const item = emulator.item(stack.resource("sales").id!);
        expect(item).to.include({ displayName, description });
        expect(item.edited?.["mashup.pq"]).to.equal(row(`edit ${index}`));
      }
      expect((await stack.up()).changes).to.deep.equal({ same: 2 });
    });
  });

  it("is continued by a new run if a run failed, and a run that exceeded its timeout is awaited, also after a refresh", async () => {
    let timeout = "30s";
    const program = ({ workspaceId }: { workspaceId: string }) => {
      const definition = new pulumi.asset.FileArchive("./Sales.Dataflow");
      const sales = new Dataflow("sales", { workspaceId, displayName: "Sales", definition });
      const triggers = [sales.id, sales.definitionRevision];
      new DataflowRefresh("load", { workspaceId, dataflowId: sales.id, triggers, timeout });
    };
    await withFabric({ program, files }, async (fabric) => {
      const { emulator, stack, newRequests } = fabric;
      emulator.faults.add(fails("runExecute", "the gateway is offline"));
      const outcome = await stack.tryUp();
      expect(outcome.stdout + outcome.stderr).to.contain("the gateway is offline");
      const first = stack.resource("load").id;
      await stack.refresh();
      await stack.up();
      expect(stack.resource("load").id).not.to.equal(first);
      expect(stack.resource("load").outputs).to.include({ status: "Completed" });
      expect(runs(fabric)).to.deep.equal(["Completed", "Failed"]);

      emulator.set({ timings: { executeMs: 600_000 } });
      timeout = "2s";
      stack.edit("Sales.Dataflow/mashup.pq", row("two"));
      const late = await stack.tryUp();
      expect(late.stdout + late.stderr).to.contain("the run goes on, and the next `pulumi up` waits for it");
      const id = emulator.item(stack.resource("sales").id!).runs[0]?.id;
      emulator.advance(600_000);
      newRequests();
      await stack.up({ refresh: true });
      expect(newRequests()).not.to.have.property("runExecute");
      expect(stack.resource("load")).to.include({ id });
      expect(stack.resource("load").outputs).to.include({ status: "Completed", jobInstanceId: id });
      expect(runs(fabric)).to.deep.equal(["Completed", "Completed", "Failed"]);
      expect((await stack.up()).changes).to.deep.equal({ same: 3 });
    });
  });
});

const runs = ({ emulator, stack }: FabricStack): string[] =>
  emulator.item(stack.resource("sales").id!).runs.map(({ status }) => status);
