import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Dataflow, DataflowRefresh, isPlugin } from "./classes";
import { folder, mashup, table } from "../dataflows";
import type { Emulator } from "../emulator/index";
import { engineTestMs } from "./harness/stack";
import { signalAll } from "./harness/processTree";
import { type FabricStack, withFabric } from "./support";

const files = folder("Sales.Dataflow", { Orders: table("one") });
const emulate = { timings: { executeMs: 600_000 } };

describe("Ctrl-C during a run, on the real engine", function () {
  this.timeout(engineTestMs);

  const program =
    (cancelOnInterrupt: boolean) =>
    ({ workspaceId }: Emulator) => {
      const definition = new pulumi.asset.FileArchive("./Sales.Dataflow");
      const sales = new Dataflow("sales", { workspaceId, definition });
      new DataflowRefresh("load", { workspaceId, dataflowId: sales.id, cancelOnInterrupt });
    };
  const runs = ({ emulator, stack }: FabricStack) => emulator.item(stack.resource("sales").id!).runs;

  if (isPlugin)
    it("once makes a plugin end the wait and respond; the next up awaits the same run", () =>
      withFabric({ program: program(false), files, emulate }, async (fabric) => {
        const { emulator, stack } = fabric;
        const up = stack.tryUp();
        await polled(emulator);
        const began = Date.now();
        stack.killEngine("SIGINT");
        expect((await up).succeeded).to.equal(false);
        expect(Date.now() - began).to.be.lessThan(20_000);
        expect(stack.resource("load").outputs).to.include({ status: "InProgress" });
        expect(stack.state().pendingOperations).to.deep.equal([]);
        emulator.advance(600_000);
        await stack.up();
        expect(runs(fabric).map(({ status }) => status)).to.deep.equal(["Completed"]);
      }));

  // The dynamic host does not receive the first Ctrl-C.
  if (!isPlugin)
    it("once makes the engine await the run's end and keep the result", () =>
      withFabric({ program: program(true), files, emulate }, async (fabric) => {
        const { emulator, stack } = fabric;
        const began = Date.now();
        const up = stack.tryUp();
        await polled(emulator);
        stack.killEngine("SIGINT");
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        emulator.advance(600_000);
        await up;
        expect(Date.now() - began).to.be.lessThan(80_000);
        expect(runs(fabric).map(({ status }) => status)).to.deep.equal(["Completed"]);
        expect(stack.resource("load").outputs).to.include({ status: "Completed" });
      }));

  it("twice cancels the run if configured, and the next up starts another one", () =>
    withFabric({ program: program(true), files, emulate }, async (fabric) => {
      const { emulator, stack } = fabric;
      const up = stack.tryUp();
      await polled(emulator);
      stack.killEngine("SIGINT");
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      stack.killEngine("SIGINT");
      await up;
      for (let i = 0; i < 100 && runs(fabric)[0]?.status !== "Cancelled"; i++)
        await new Promise((resolve) => setTimeout(resolve, 100));
      expect(runs(fabric).map(({ status }) => status)).to.deep.equal(["Cancelled"]);
      emulator.set({ timings: { executeMs: 50 } });
      await stack.automation.cancel().catch(() => undefined);
      await stack.up();
      expect(runs(fabric).map(({ status }) => status)).to.deep.equal(["Completed", "Cancelled"]);
    }));
});

describe("an engine that was killed during a run, on the real engine", function () {
  this.timeout(2 * engineTestMs);

  it("leaves runs that the next up awaits without a new start; if the run parameters are secret, one more run follows", async () => {
    let [publishOnUpdate, runs] = [false, [] as pulumi.Input<string>[]];
    const program = ({ workspaceId }: Emulator) => {
      const definition = new pulumi.asset.FileArchive("./Sales.Dataflow");
      const sales = new Dataflow("sales", { workspaceId, definition, publishOnUpdate });
      for (const trigger of runs)
        new DataflowRefresh("load", { workspaceId, dataflowId: sales.id, triggers: [trigger] });
    };
    await withFabric({ program, files }, async ({ emulator, stack }) => {
      await stack.up();
      const started = (jobType: string) =>
        emulator.item(stack.resource("sales").id!).runs.filter((run) => run.jobType === jobType);
      /** Kills engine and hosts during a run, runs `pulumi cancel`, and continues. */
      const killed = async (jobType: string, meanwhile = () => {}) => {
        emulator.set({ timings: { executeMs: 600_000, applyChangesMs: 600_000 } });
        const before = started(jobType).length;
        emulator.clearRequests();
        const up = stack.tryUp();
        await polled(emulator);
        signalAll(stack.killEngine("SIGKILL"), "SIGKILL");
        await up;
        expect(started(jobType)).to.have.length(before + 1);
        await stack.automation.cancel().catch(() => undefined);
        emulator.advance(600_000);
        meanwhile();
        emulator.set({ timings: { executeMs: 50, applyChangesMs: 50 } });
        const { stdout } = await stack.up();
        const more = started(jobType).length - before;
        return { stdout, more };
      };
      stack.edit("Sales.Dataflow/mashup.pq", mashup({ Orders: table("two") }));
      publishOnUpdate = true;
      const publish = await killed("ApplyChanges");
      expect(publish.stdout).to.match(/a killed `up` started the publish/);
      expect(publish.more, "publishes").to.equal(1);

      runs = ["one"];
      const refresh = await killed("Execute");
      expect(refresh.stdout).to.match(/a killed `up` started the refresh/);
      expect(refresh.more, "runs").to.equal(1);
      expect(stack.resource("load").outputs).to.include({ status: "Completed" });
      expect((await stack.up()).changes).to.deep.equal({ same: 3 });

      runs = ["edited"];
      const edited = await killed("Execute", () => {
        stack.edit("Sales.Dataflow/mashup.pq", mashup({ Orders: table("three") }));
      });
      expect(edited.more, "a run from before the last write is not awaited").to.equal(2);

      runs = [pulumi.secret("two")];
      expect((await killed("Execute")).more, "there is no note for secret parameters").to.equal(2);
    });
  });
});

async function polled(emulator: Emulator): Promise<void> {
  const until = Date.now() + 60_000;
  while (!emulator.requests.some(({ operation }) => operation === "getJobInstance") && Date.now() < until)
    await new Promise((resolve) => setTimeout(resolve, 50));
}
