import { expect } from "chai";
import { definition } from "./assets";
import { prepared } from "./refreshes";
import { Resource } from "./resource";
import { inWorld, type World } from "./world";

/** Changes this machine's clock by this time, soon after the first request of `operation`, like a time server. */
function setClockAfter(world: World, operation: string, byMs: number): () => void {
  const now = Date.now;
  let timer: NodeJS.Timeout | undefined;
  world.emulator.onRequest = (entry) => {
    if (entry.operation === operation) timer ??= setTimeout(() => (Date.now = () => now() + byMs), SOON_AFTER_MS);
  };
  return () => {
    clearTimeout(timer);
    Date.now = now;
  };
}

// While the operation or job is in progress, or the refused call waits.
const SOON_AFTER_MS = 50;

const HOUR_MS = 3_600_000;
// Longer than the work, shorter than the smallest jump.
const soonMs = 20_000;

for (const [what, byMs] of [
  ["back by 40 seconds", -40_000],
  ["ahead by a day", 24 * HOUR_MS],
] as const)
  describe(`a clock that is set ${what}`, function () {
    this.timeout(60_000);

    const under = async (operation: string, work: (world: World) => Promise<void>): Promise<void> =>
      inWorld(
        async (world) => {
          const restore = setClockAfter(world, operation, byMs);
          const began = performance.now();
          try {
            await work(world);
          } finally {
            restore();
          }
          expect(performance.now() - began).to.be.below(soonMs);
        },
        {
          switches: { longRunning: { create: true } },
          timings: { operationMs: 100, executeMs: 100, applyChangesMs: 100 },
        },
      );
    const sales = (world: World) => ({
      workspaceId: world.emulator.workspaceId,
      displayName: "Sales",
      definition: definition({ Orders: "one" }),
      publishOnUpdate: true,
      timeouts: { create: "1m", publish: "1m" },
    });

    it("does not end or delay a create", () =>
      under("createItem", async (world) => {
        await new Resource(world, "dataflow").up(sales(world));
      }));

    it("does not end or delay a publish", () =>
      under("runApplyChanges", async (world) => {
        await new Resource(world, "dataflow").up(sales(world));
      }));

    it("does not end or delay the wait for a run", () =>
      under("runExecute", async (world) => {
        const { args, load } = await prepared(world, { timeout: "1m" });
        await load.up(args);
        expect(load.outs.status).to.equal("Completed");
      }));

    it("does not end or delay the wait after a refused call", () =>
      under("createItem", async (world) => {
        world.emulator.set({ limits: { callsPerWindow: 2, windowMs: 1_000 } });
        await new Resource(world, "dataflow").up({ ...sales(world), publishOnUpdate: false });
      }));

    it("does not prevent that a run is found if its start got no response, so that it is not started twice", () =>
      under("runExecute", async (world) => {
        const { args, load, runs } = await prepared(world);
        const delayMs = 2 * SOON_AFTER_MS;
        world.emulator.faults.add({ operation: "runExecute", fault: { kind: "reset", effect: "applied" } });
        world.emulator.faults.add({ operation: "listJobInstances", fault: { kind: "delay", delayMs } });
        await load.up(args);
        expect(runs().map(({ id }) => id)).to.deep.equal([load.id]);
      }));
  });
