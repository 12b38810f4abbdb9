import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Dataflow, DataflowRefresh, isPlugin } from "./door";
import { folder, table } from "../dataflows";
import type { Emulator } from "../emulator/index";
import { engineTestMs } from "./harness/stack";
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
    it("once: a plugin is told, ends the wait and answers; the next up awaits the same run", () =>
      withFabric({ program: program(false), files, emulate }, async (fabric) => {
        const { emulator, stack } = fabric;
        const up = stack.tryUp();
        await looked(emulator);
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

  // The dynamic host tells nobody of the first Ctrl-C.
  if (!isPlugin)
    it("once: the engine awaits the run's end, and what it answers is kept", () =>
      withFabric({ program: program(true), files, emulate }, async (fabric) => {
        const { emulator, stack } = fabric;
        const began = Date.now();
        const up = stack.tryUp();
        await looked(emulator);
        stack.killEngine("SIGINT");
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        emulator.advance(600_000);
        await up;
        expect(Date.now() - began).to.be.lessThan(80_000);
        expect(runs(fabric).map(({ status }) => status)).to.deep.equal(["Completed"]);
        expect(stack.resource("load").outputs).to.include({ status: "Completed" });
      }));

  it("twice: the run is cancelled where asked to, and the next up starts another", () =>
    withFabric({ program: program(true), files, emulate }, async (fabric) => {
      const { emulator, stack } = fabric;
      const up = stack.tryUp();
      await looked(emulator);
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

async function looked(emulator: Emulator): Promise<void> {
  const until = Date.now() + 60_000;
  while (!emulator.requests.some(({ operation }) => operation === "getJobInstance") && Date.now() < until)
    await new Promise((resolve) => setTimeout(resolve, 50));
}
