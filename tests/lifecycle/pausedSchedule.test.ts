import { expect } from "chai";
import { attack, obeyedLines } from "../attacks";
import { definition } from "./assets";
import { Resource } from "./resource";
import { inWorld, type World } from "./world";

async function scheduled(world: World) {
  const { workspaceId } = world.emulator;
  const sales = new Resource(world, "dataflow");
  await sales.up({ workspaceId, displayName: "Sales", definition: definition() });
  const args = {
    ...{ workspaceId, dataflowId: sales.id },
    schedule: {
      ...{ type: "Daily", startDateTime: "2040-01-01T00:00:00Z", endDateTime: "2041-01-01T00:00:00Z" },
      ...{ localTimeZoneId: "UTC", times: ["06:00"] },
    },
  };
  const nightly = new Resource(world, "dataflowSchedule");
  await nightly.up(args);
  return { sales, args, nightly, own: () => world.emulator.world.findItem(sales.id)!.schedules[0]! };
}

describe("a schedule that Fabric paused", () => {
  it("is reported by a refresh, with the cause and the failed runs, and turned on by the next up", () =>
    inWorld(async (world) => {
      const { sales, args, nightly, own } = await scheduled(world);
      world.emulator.faults.add({
        ...{
          operation: "runExecute",
          fault: { kind: "job", job: { outcome: "fail", errorCode: `ActionUserFailure ${attack("code")}` } },
        },
      });
      const load = new Resource(world, "dataflowRefresh");
      await load.up({ workspaceId: args.workspaceId, dataflowId: sales.id }).catch(() => undefined);
      own().enabled = false;
      await nightly.refresh();
      const warning = world.messages("warn");
      expect(warning).to.contain("paused it after continuous failure").and.contain("ActionUserFailure");
      expect(warning).to.contain(load.id);
      expect(obeyedLines(warning)).to.deep.equal([]);
      expect((await nightly.preview(args)).differs).to.deep.equal(["enabled"]);
      await nightly.up(args);
      expect(own().enabled).to.equal(true);
    }));

  it("is not reported if the program turns it off, or if it is on", () =>
    inWorld(async (world) => {
      const { args, nightly, own } = await scheduled(world);
      world.newRequests();
      await nightly.refresh();
      await nightly.up({ ...args, enabled: false });
      await nightly.refresh();
      expect(own().enabled).to.equal(false);
      expect(world.messages("warn")).to.equal("");
      expect(world.newRequests()).not.to.have.property("listJobInstances");
    }));
});
