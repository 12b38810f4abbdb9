import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Dataflow, DataflowRefresh, type DataflowRefreshArgs } from "./classes";
import { folder, table } from "../dataflows";
import type { Emulator } from "../emulator/index";
import { engineTestMs } from "./harness/stack";
import { withFabric } from "./support";

const files = folder("Sales.Dataflow", { Orders: table("one") });
const owner = {
  dataflowName: "sales",
  userPrincipalName: "a@example.com",
  userObjectId: "00000000-0000-4000-8000-000000000001",
};

describe("runs, on the real engine", function () {
  this.timeout(engineTestMs);

  it("show their progress, publish only, use the owner's form, and are not awaited if configured", async () => {
    const program = ({ workspaceId }: Emulator) => {
      const make = (name: string, args: Partial<DataflowRefreshArgs> = {}) => {
        const dataflow = new Dataflow(name, {
          workspaceId,
          definition: new pulumi.asset.FileArchive("./Sales.Dataflow"),
        });
        new DataflowRefresh(`${name}-load`, { workspaceId, dataflowId: dataflow.id, ...args });
      };
      make("awaited");
      make("published", { jobType: "Publish" });
      make("owned", { owner });
      make("background", { waitForCompletion: false });
    };
    const emulate = {
      timings: { executeMs: 3_000 },
      switches: { defaultExecuteOption: "ApplyChangesIfNeeded" },
    } as const;
    await withFabric({ program, files, emulate }, async ({ emulator, stack, newRequests }) => {
      const { events } = await stack.up();
      const status = (name: string) => stack.resource(`${name}-load`).outputs?.status;
      expect(["awaited", "published", "owned"].map(status)).to.deep.equal(["Completed", "Completed", "Completed"]);
      expect(status("background")).to.equal("NotStarted");
      const run = (name: string) => emulator.item(stack.resource(`Dataflow::${name}`).id!).runs[0]!;
      expect(run("published").jobType).to.equal("ApplyChanges");
      expect(run("owned").run.executionData).to.include({ DataflowName: "sales" });

      const lines = events.flatMap(({ diagnosticEvent }) => (diagnosticEvent ? [diagnosticEvent] : []));
      const progress = lines.filter(({ ephemeral, message }) => ephemeral && /^refresh: \w+, \d+ s/.test(message));
      const urn = stack.resource("awaited-load").urn;
      const ofOne = progress.filter((line) => line.urn === urn);
      expect(ofOne.length, "progress of the awaited run").to.be.within(1, 8);
      expect((await stack.up()).changes).to.deep.equal({ same: 9 });
      newRequests();
      await stack.refresh();
      const { getJobInstance } = newRequests();
      expect(getJobInstance, "only the run whose end is unknown is polled").to.equal(1);
      expect(status("background")).to.equal("Completed");
    });
  });

  it("await an active run and then start; a delete cancels its own run if configured", async () => {
    let triggers = ["first"];
    const program = ({ workspaceId }: Emulator) => {
      const sales = new Dataflow("sales", {
        workspaceId,
        definition: new pulumi.asset.FileArchive("./Sales.Dataflow"),
      });
      const args = { workspaceId, dataflowId: sales.id, triggers, cancelOnDelete: true };
      new DataflowRefresh("load", { ...args, waitForCompletion: triggers[0] === "second" });
    };
    await withFabric({ program, files, emulate: { timings: { executeMs: 600_000 } } }, async ({ emulator, stack }) => {
      await stack.up();
      const runs = () => emulator.item(stack.resource("sales").id!).runs;
      const statuses = () => runs().map(({ status }) => status);
      const [first] = runs();
      triggers = ["second"];
      emulator.set({ timings: { executeMs: 50 } });
      await stack.up();
      expect(statuses(), "cancelled before the next one starts").to.deep.equal(["Completed", "Cancelled"]);
      expect(runs()[1]?.id).to.equal(first?.id);

      emulator.set({ timings: { executeMs: 600_000 } });
      const { endpoint, token, workspaceId } = emulator;
      const somebodys = `${endpoint}/workspaces/${workspaceId}/items/${stack.resource("sales").id}/jobs/instances?jobType=Refresh`;
      await fetch(somebodys, { method: "POST", headers: { authorization: `Bearer ${token}` } });
      triggers = ["second", "again"];
      const ending = setInterval(() => {
        if (!statuses().includes("Deduped")) return;
        emulator.set({ timings: { executeMs: 50 } });
        emulator.advance(600_000);
        clearInterval(ending);
      }, 100);
      await stack.up().finally(() => clearInterval(ending));
      expect(statuses().slice(0, 3)).to.deep.equal(["Completed", "Deduped", "Completed"]);
      expect(stack.resource("load").outputs).to.include({ jobInstanceId: runs()[0]?.id, status: "Completed" });
      expect(stack.resource("load").id).to.equal(runs()[1]?.id);
    });
  });

  it("are kept in the state if they fail with a deeply nested reason over its limit, and are followed by one more run", async () => {
    const program = ({ workspaceId }: Emulator) => {
      const definition = new pulumi.asset.FileArchive("./Sales.Dataflow");
      const { id } = new Dataflow("sales", { workspaceId, definition });
      new DataflowRefresh("load", { workspaceId, dataflowId: id });
    };
    await withFabric({ program, files }, async ({ emulator, stack }) => {
      const moreDetails = Array.from({ length: 100 }).reduce((inner) => ({ inner }), "end");
      const failureReason = { moreDetails, errorCode: "EntityUserFailure", message: "reason ".repeat(20_000) };
      const fault = { kind: "change", body: { status: "Failed", failureReason } } as const;
      const failing = emulator.faults.add({ operation: "getJobInstance", times: 0, fault });
      expect((await stack.tryUp()).succeeded).to.equal(false);
      const runs = () => emulator.item(stack.resource("sales").id!).runs;
      const [first] = runs();
      expect(stack.resource("load").id).to.equal(first?.id);
      expect(stack.resource("load").outputs).to.have.nested.property("failureReason.errorCode", "EntityUserFailure");
      emulator.faults.remove(failing);
      await stack.up();
      expect(runs()).to.have.length(2);
      expect((await stack.up()).changes).to.deep.equal({ same: 3 });
    });
  });
});
