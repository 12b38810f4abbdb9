import { expect } from "chai";
import { Dataflow, DataflowRefresh, type DataflowRefreshArgs } from "pulumi-fabric-dataflow";
import { setTimeout as sleep } from "node:timers/promises";
import type { Emulator, ItemView } from "../emulator/index";
import { hosts, stillThere } from "../soak/kills/killer";
import { engineTestMs } from "./harness/stack";
import { withFabric } from "./support";

/** As long as Pulumi leaves a host that was asked to end. */
const GRACE_MS = 5_000;

async function until(holds: () => boolean, what: string): Promise<void> {
  for (let i = 0; i < 1_500 && !holds(); i++) await sleep(20);
  if (!holds()) throw new Error(`${what} did not come`);
}

const sales = (emulator: Emulator): ItemView | undefined => emulator.items().find(({ type }) => type === "Dataflow");
const runs = (emulator: Emulator): ItemView["runs"] => sales(emulator)?.runs ?? [];

const program =
  (more: Partial<DataflowRefreshArgs> = {}) =>
  ({ workspaceId }: Emulator): void => {
    const { id } = new Dataflow("sales", { workspaceId });
    new DataflowRefresh("load", { workspaceId, dataflowId: id, executeOption: "ApplyChangesIfNeeded", ...more });
  };

describe("an operation that is interrupted", function () {
  this.timeout(engineTestMs);

  it("by one Ctrl-C awaits the run that is going, and keeps it in the state", async () => {
    await withFabric(
      { program: program(), emulate: { timings: { executeMs: 4_000 } } },
      async ({ emulator, stack }) => {
        const up = stack.tryUp();
        await until(() => runs(emulator).length > 0, "the run");
        stack.killEngine("SIGINT");
        expect((await up).succeeded).to.equal(false);
        expect(stack.resource("load").outputs).to.include({
          status: "Completed",
          jobInstanceId: runs(emulator)[0]?.id,
        });
        expect((await stack.up()).changes).to.deep.equal({ same: 3 });
        expect(runs(emulator)).to.have.length(1);
      },
    );
  });

  for (const cancelOnInterrupt of [true, false])
    it(`by two ${cancelOnInterrupt ? "cancels the run where asked to" : "leaves the run, which the next up awaits before its own"}`, async () => {
      const emulate = { timings: { executeMs: 15_000 } };
      await withFabric({ program: program({ cancelOnInterrupt }), emulate }, async ({ emulator, stack }) => {
        const up = stack.tryUp();
        await until(() => emulator.counts().getJobInstance !== undefined, "a look at the run");
        const there = hosts();
        stack.killEngine("SIGINT");
        await sleep(500);
        stack.killEngine("SIGINT");
        const began = Date.now();
        expect((await up).succeeded).to.equal(false);
        expect(await stillThere(there, GRACE_MS + 3_000), "hosts").to.deep.equal([]);
        expect(Date.now() - began).to.be.lessThan(GRACE_MS + 4_000);
        expect(runs(emulator).map(({ status }) => status)).to.deep.equal([
          cancelOnInterrupt ? "Cancelled" : "InProgress",
        ]);
        emulator.set({ timings: { executeMs: 50 } });
        await stack.automation.cancel().catch(() => undefined);
        await stack.up();
        expect(stack.resource("load").outputs).to.include({ status: "Completed" });
        const ends = runs(emulator).map(({ status }) => status);
        expect(ends).to.deep.equal(
          cancelOnInterrupt ? ["Completed", "Cancelled"] : ["Completed", "Deduped", "Completed"],
        );
      });
    });
});

describe("a host whose engine was killed", function () {
  this.timeout(engineTestMs);

  it("stops, starts nothing more and exits, and leaves the run going", async () => {
    const emulate = { timings: { executeMs: 60_000 } };
    await withFabric({ program: program(), emulate }, async ({ emulator, stack }) => {
      const up = stack.tryUp();
      await until(() => emulator.counts().getJobInstance !== undefined, "a look at the run");
      const there = hosts();
      expect(there).to.have.length(1);
      stack.killEngine("SIGKILL");
      const began = Date.now();
      expect(await stillThere(there, 4_000), "hosts").to.deep.equal([]);
      expect(Date.now() - began).to.be.lessThan(4_000);
      emulator.clearRequests();
      await up;
      expect(emulator.counts()).to.deep.equal({});
      expect(runs(emulator).map(({ status }) => status)).to.deep.equal(["InProgress"]);
    });
  });

  it("exits also where nothing is under way", async () => {
    let goOn = (): void => {};
    const idle = new Promise<void>((resolve) => (goOn = resolve));
    const paused = async ({ workspaceId }: Emulator): Promise<void> => {
      new Dataflow("sales", { workspaceId });
      await idle;
    };
    await withFabric({ program: paused }, async ({ emulator, stack }) => {
      const up = stack.tryUp();
      await until(() => sales(emulator) !== undefined, "the item");
      await sleep(500);
      const there = hosts();
      expect(there).to.have.length(1);
      stack.killEngine("SIGKILL");
      expect(await stillThere(there, 4_000), "hosts").to.deep.equal([]);
      goOn();
      await up;
    });
  });
});
