import { expect } from "chai";
import { definition } from "./assets";
import { failure, Resource } from "./resource";
import { cron, daily, monthly } from "./schedules";
import { inWorld, type World } from "./world";

async function scheduled(world: World, more: object = {}): Promise<{ id: string; args: Record<string, unknown> }> {
  const { workspaceId } = world.emulator;
  const sales = new Resource(world, "dataflow");
  await sales.up({ workspaceId, displayName: "Sales", definition: definition(), publishOnUpdate: true });
  world.newRequests();
  return { id: sales.id, args: { workspaceId, dataflowId: sales.id, schedule: daily, ...more } };
}

describe("an existing schedule", () => {
  it("is adopted without a write if it is equal", () =>
    inWorld(async (world) => {
      const { id, args } = await scheduled(world);
      const first = new Resource(world, "dataflowSchedule");
      await first.up(args);
      world.newRequests();
      const second = new Resource(world, "dataflowSchedule");
      await second.up({ ...args, schedule: { ...daily, localTimeZoneId: "Europe/Berlin" } });
      expect(second.id).to.equal(first.id);
      expect(world.newRequests()).to.deep.equal({ listSchedules: 1 });
      expect(world.messages("warn")).to.contain(`adopted the schedule ${first.id}`);
      expect(await second.up({ ...args, schedule: { ...daily, localTimeZoneId: "Europe/Berlin" } })).to.equal("same");
      expect(world.emulator.item(id).schedules).to.have.length(1);
    }));

  it("stays, and a new one is created beside it, if it differs", () =>
    inWorld(async (world) => {
      const { id, args } = await scheduled(world);
      await new Resource(world, "dataflowSchedule").up(args);
      for (const other of [{ schedule: cron }, { enabled: false }, { executeOption: "SkipApplyChanges" }])
        await new Resource(world, "dataflowSchedule").up({ ...args, ...other });
      expect(world.emulator.item(id).schedules).to.have.length(4);
    }));

  it("is not deleted by its former resource", () =>
    inWorld(async (world) => {
      const { id, args } = await scheduled(world);
      const own = new Resource(world, "dataflowSchedule");
      await own.up(args);
      await own.up(args, { force: true, deleteFirst: false });
      expect(world.messages("warn")).to.contain("is not deleted, because another resource holds it now");
      expect(world.emulator.item(id).schedules.map((schedule) => schedule.id)).to.deep.equal([own.id]);
    }));

  it("is adopted unchanged by the option import, and the next up writes the difference", () =>
    inWorld(async (world) => {
      const { id, args } = await scheduled(world);
      const first = new Resource(world, "dataflowSchedule");
      await first.up({ ...args, enabled: false });
      world.newRequests();
      const own = new Resource(world, "dataflowSchedule");
      const wanted = { ...args, schedule: cron, __declaration: { import: first.id } };
      await own.up(wanted);
      expect(own.id).to.equal(first.id);
      expect(world.newRequests()).to.deep.equal({ getSchedule: 1 });
      expect(world.messages("warn")).to.contain("differs from the program in enabled, schedule");
      expect(world.emulator.item(id).schedules[0]?.enabled).to.equal(false);
      expect(await own.up(wanted)).to.equal("updated");
      expect(world.emulator.item(id).schedules[0]).to.deep.include({ id: first.id, enabled: true });
      expect(await own.up({ ...args, schedule: cron }), "the option is removed afterwards").to.equal("same");
    }));
});

describe("creating a schedule", () => {
  it("refuses the 21st schedule of a job before any request", () =>
    inWorld(async (world) => {
      const { args } = await scheduled(world);
      const next = (interval: number) =>
        new Resource(world, "dataflowSchedule").up({ ...args, schedule: { ...cron, interval } });
      for (let interval = 60; interval < 80; interval++) await next(interval);
      world.newRequests();
      expect(await failure(next(99))).to.contain("has 20 schedules of this job, and Fabric takes at most 20");
      expect(world.newRequests()).to.deep.equal({ listSchedules: 1 });
    }));

  for (const effect of ["applied", "none"] as const)
    it(`makes one schedule if the response was lost, with the effect ${effect}`, () =>
      inWorld(async (world) => {
        const { id, args } = await scheduled(world);
        const own = new Resource(world, "dataflowSchedule");
        world.emulator.faults.add({ operation: "createSchedule", times: 1, fault: { kind: "reset", effect } });
        if (effect === "none") expect(await failure(own.up(args))).to.contain("No such schedule has appeared since");
        await own.up(args);
        expect(world.emulator.item(id).schedules.map((schedule) => schedule.id)).to.deep.equal([own.id]);
      })).timeout(20_000);

  it("uses the identity that runs jobs", () =>
    inWorld(async (world) => {
      const { args } = await scheduled(world);
      const token = "token-of-the-runner";
      const runner = world.emulator.addPrincipal({ token, role: "Member" });
      world.context.runClient = world.client(token);
      const own = new Resource(world, "dataflowSchedule");
      await own.up(args);
      await own.refresh();
      await own.up({ ...args, enabled: false });
      await own.destroy();
      const principals = world.emulator.requests.map(({ principal }) => principal);
      expect(new Set(principals)).to.deep.equal(new Set([runner.displayName]));
    }));

  it("says what to do if a service principal may not create it", () =>
    inWorld(async (world) => {
      const { args } = await scheduled(world);
      world.emulator.faults.add({
        operation: "listSchedules",
        times: 0,
        fault: { kind: "status", status: 403, errorCode: "PrincipalTypeNotSupported", message: "no" },
      });
      expect(await failure(new Resource(world, "dataflowSchedule").up(args))).to.contain("runClientId");
    }));
});

describe("advice on a schedule", () => {
  const warnings = async (news: object, olds = {}): Promise<string> =>
    inWorld(async (world) => {
      const own = new Resource(world, "dataflowSchedule");
      const { workspaceId } = world.emulator;
      await own.check({ workspaceId, dataflowId: workspaceId, schedule: daily, ...news }, olds);
      return world.messages("warn");
    });
  const past = { ...daily, startDateTime: "2020-01-01T00:00:00Z" };

  it("warns of a start in the past at a create, because it starts a run at once", async () => {
    expect(await warnings({ schedule: past })).to.contain(
      "startDateTime: is in the past, so Fabric starts a run as soon as",
    );
    expect(await warnings({ schedule: past }, { schedule: past })).to.equal("");
    expect(await warnings({ schedule: past, enabled: false })).to.equal("");
    expect(
      await warnings({ schedule: past, __declaration: { import: "00000000-0000-0000-0000-000000000001" } }),
    ).to.equal("");
  });
  it("warns of an end in the past, of too many runs a day, and of skipped months", async () => {
    const over = { ...past, endDateTime: "2021-01-01T00:00:00Z" };
    expect(await warnings({ schedule: over })).to.contain("endDateTime: is in the past");
    expect(await warnings({ schedule: { ...cron, interval: 20 } })).to.contain("has 72 runs a day");
    expect(await warnings({ schedule: { ...cron, interval: 20 }, jobType: "Publish" })).to.equal("");
    expect(await warnings({ schedule: cron })).to.equal("");
    const last = { ...monthly, occurrence: { occurrenceType: "DayOfMonth", dayOfMonth: 31 } };
    expect(await warnings({ schedule: last })).to.contain("months without a day 31 are skipped");
  });
});
