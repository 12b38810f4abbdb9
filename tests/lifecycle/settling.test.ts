import { expect } from "chai";
import { setTimeout as sleep } from "node:timers/promises";
import { definition } from "./assets";
import { failure, Resource } from "./resource";
import { inWorld, type World } from "./world";

const declared = (workspaceId: string) => ({ workspaceId, displayName: "Sales", definition: definition() });

const total = (counts: Record<string, number>): number => Object.values(counts).reduce((sum, one) => sum + one, 0);

const LATER_MS = 3_600_000;

/** LATER_MS is measured from the start of a wait, so that a slow machine has no effect. */
function comesOnceWaitedFor({ context, emulator }: World): void {
  const { progress } = context;
  context.progress = (message) => {
    progress(message);
    emulator.advance(LATER_MS);
  };
}

describe("an object that was just created", () => {
  for (const [what, given, code] of [
    ["a workspace that has no capacity yet", { capacityAfterMs: LATER_MS }, "WorkspaceHasNoCapacityAssigned"],
    ["a workspace that is not found yet", { foundAfterMs: LATER_MS }, "WorkspaceNotFound"],
  ] as const)
    it(`is waited for: ${what}`, () =>
      inWorld(async (world) => {
        comesOnceWaitedFor(world);
        const { id } = world.emulator.addWorkspace({ displayName: "New", ...given });
        const sales = new Resource(world, "dataflow");
        await sales.up(declared(id));
        expect(world.emulator.item(sales.id).workspaceId).to.equal(id);
        expect(world.messages("progress")).to.contain(code);
      }));

  it("is waited for if it is a new item, by its first job and schedule", () =>
    inWorld(async (world) => {
      const { workspaceId } = world.emulator;
      const sales = new Resource(world, "dataflow");
      await sales.up(declared(workspaceId));
      world.emulator.set({ timings: { getLagMs: 150 } });
      world.emulator.world.findItem(sales.id)!.createdAt = Date.now();
      const load = new Resource(world, "dataflowRefresh");
      await load.up({ workspaceId, dataflowId: sales.id });
      expect(load.outs.status).to.equal("Completed");
      world.emulator.world.findItem(sales.id)!.createdAt = Date.now();
      const nightly = new Resource(world, "dataflowSchedule");
      await nightly.up({
        ...{ workspaceId, dataflowId: sales.id },
        schedule: {
          ...{ type: "Daily", startDateTime: "2040-01-01T00:00:00Z", endDateTime: "2041-01-01T00:00:00Z" },
          ...{ localTimeZoneId: "UTC", times: ["06:00"] },
        },
      });
      expect(world.emulator.item(sales.id).schedules).to.have.length(1);
    }));

  it("is waited for if it is a connection that is not visible yet", () =>
    inWorld(async (world) => {
      const { id, clusterId } = world.emulator.addConnection({ type: "SQL", path: "s;d", visibleAfterMs: LATER_MS });
      const connectionId = JSON.stringify({ ClusterId: clusterId, DatasourceId: id });
      const content = definition({ Orders: "one" }, { connections: [{ kind: "Sql", path: "s;d", connectionId }] });
      const sales = new Resource(world, "dataflow");
      const { workspaceId } = world.emulator;
      comesOnceWaitedFor(world);
      await sales.up({ ...declared(workspaceId), definition: content, verifyConnections: true });
      expect(world.messages("progress")).to.contain("EntityNotFound");
    }));

  it("is waited for at most two minutes in all, also for a mistyped id", () =>
    inWorld(async (world) => {
      const mistyped = "00000000-0000-4000-8000-00000000dead";
      const began = Date.now();
      const sales = new Resource(world, "dataflow");
      expect(await failure(sales.up(declared(mistyped))))
        .to.contain("WorkspaceNotFound")
        .and.contain("Check workspaceId");
      const took = Date.now() - began;
      expect(took).to.be.within(250, 3_000);
      world.newRequests();
      await failure(sales.up(declared(mistyped), { sameProcess: true }));
      expect(Object.values(world.newRequests())).to.deep.equal([1]);
    }));

  it("is waited for only within the step's timeout", () =>
    inWorld(async (world) => {
      const sales = new Resource(world, "dataflow");
      world.newRequests();
      await failure(sales.up({ ...declared("00000000-0000-4000-8000-00000000beef"), timeouts: { create: "50ms" } }));
      const short = total(world.newRequests());
      await failure(sales.up(declared("00000000-0000-4000-8000-00000000beee")));
      expect(short, "the tries of a step with a shorter timeout").to.be.lessThan(total(world.newRequests()));
    }));

  it("is not waited for by reads, deletes and updates, nor by a job of an item that the state already had", () =>
    inWorld(async (world) => {
      const { workspaceId } = world.emulator;
      const sales = new Resource(world, "dataflow");
      await sales.up(declared(workspaceId));
      await sleep(5);
      world.emulator.portalDelete(sales.id);
      const gone = { ...declared(workspaceId), description: "x" };
      world.newRequests();
      await failure(sales.up(gone));
      expect(world.newRequests()).to.deep.equal({ updateItem: 1 });
      expect(await sales.refresh()).to.equal(false);
      expect(world.newRequests()).to.satisfy((newRequests: Record<string, number>) =>
        Object.values(newRequests).every((n) => n <= 2),
      );
      expect(world.messages("progress")).not.to.contain("waiting for it");
    }));
});
