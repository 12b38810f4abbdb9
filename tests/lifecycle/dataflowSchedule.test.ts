import { expect } from "chai";
import { randomUUID } from "node:crypto";
import { definition } from "./assets";
import { Resource } from "./resource";
import { cron, daily, monthly, weekly } from "./schedules";
import { inWorld, type World } from "./world";

/** A dataflow in the emulator, and the arguments of its schedule. */
async function scheduled(world: World, more: object = {}): Promise<{ id: string; args: Record<string, unknown> }> {
  const { workspaceId } = world.emulator;
  const sales = new Resource(world, "dataflow");
  await sales.up({ workspaceId, displayName: "Sales", definition: definition(), publishOnUpdate: true });
  world.newRequests();
  return { id: sales.id, args: { workspaceId, dataflowId: sales.id, schedule: daily, ...more } };
}

const inParis = { ...daily, localTimeZoneId: "Europe/Paris" };

describe("a schedule", () => {
  for (const schedule of [cron, daily, weekly, monthly])
    it(`of type ${schedule.type} is created, unchanged, found to drift, repaired, changed in place and deleted`, () =>
      inWorld(async (world) => {
        const { id, args } = await scheduled(world, { schedule });
        const own = new Resource(world, "dataflowSchedule");
        await own.up(args);
        expect(world.newRequests()).to.deep.equal({ listSchedules: 1, createSchedule: 1 });
        const stored = () => world.emulator.item(id).schedules;
        expect(stored()).to.have.length(1);
        expect(stored()[0]).to.deep.include({ id: own.id, jobType: "Execute", enabled: true });
        expect(stored()[0]?.executionData).to.deep.equal({ executeOption: "ApplyChangesIfNeeded" });
        expect(await own.up(args)).to.equal("same");
        expect(world.newRequests()).to.deep.equal({});

        await own.refresh();
        expect((await own.preview(args)).differs, "times without Z are not drift").to.deep.equal([]);
        const before = structuredClone(stored()[0]?.configuration);
        const times = schedule.type === "Cron" ? { interval: 7 } : { times: ["11:11"] };
        await portal(world, id, own.id, { enabled: false, configuration: { ...before, ...times } });
        await own.refresh();
        expect((await own.preview(args)).differs).to.have.members(["enabled", "schedule"]);
        world.newRequests();
        expect(await own.up(args)).to.equal("updated");
        expect(world.newRequests()).to.deep.equal({ updateSchedule: 1 });
        expect(stored()[0]).to.deep.include({ enabled: true, configuration: before });

        const later = { ...schedule, endDateTime: "2032-01-01T00:00:00Z" };
        expect(await own.up({ ...args, enabled: false, schedule: later })).to.equal("updated");
        expect(stored()[0]).to.include({ id: own.id, enabled: false });
        expect(stored()[0]?.configuration.endDateTime).to.match(/^2032-01-01/);
        await own.destroy();
        expect(stored()).to.deep.equal([]);
      }));

  for (const scheduleTimes of ["sent", "withoutZone", "fractions"] as const)
    it(`is read as declared if the service returns times as "${scheduleTimes}"`, () =>
      inWorld(
        async (world) => {
          const { args } = await scheduled(world, { schedule: inParis });
          const own = new Resource(world, "dataflowSchedule");
          await own.up(args);
          await own.refresh();
          expect(own.inputs).to.deep.equal({ ...args });
        },
        { switches: { scheduleTimes } },
      ));

  it("does not change if only its form differs: order of times, another name of the time zone, no Z", () =>
    inWorld(async (world) => {
      const { args } = await scheduled(world, { schedule: inParis });
      const own = new Resource(world, "dataflowSchedule");
      await own.up(args);
      world.newRequests();
      const same = { ...inParis, times: ["18:00", "06:30"], startDateTime: "2030-01-01T00:00:00.000" };
      expect(await own.up({ ...args, schedule: { ...same, localTimeZoneId: "romance standard time" } })).to.equal(
        "same",
      );
      expect(await own.up({ ...args, jobType: "Refresh", enabled: true, schedule: same })).to.equal("same");
      expect(world.newRequests()).to.deep.equal({});
    }));

  it("is a different one if its job or dataflow changes", () =>
    inWorld(async (world) => {
      const { id, args } = await scheduled(world);
      const own = new Resource(world, "dataflowSchedule");
      await own.up(args);
      const first = own.id;
      expect(await own.up({ ...args, jobType: "Publish" })).to.equal("replaced");
      expect(own.id).not.to.equal(first);
      const [stored, ...others] = world.emulator.item(id).schedules;
      expect(others).to.deep.equal([]);
      expect(stored).to.include({ jobType: "ApplyChanges", executionData: undefined });
      const elsewhere = await own.preview({ ...args, jobType: "Publish", dataflowId: randomUUID() });
      expect(elsewhere.does).to.equal("replaced");
    }));

  it("has run parameters, and a refresh finds a change of them", () =>
    inWorld(async (world) => {
      const { id, args } = await scheduled(world, { parameters: { Region: "north" } });
      await parametric(world, id);
      const own = new Resource(world, "dataflowSchedule");
      await own.up(args);
      const data = world.emulator.item(id).schedules[0]?.executionData;
      expect(data?.parameters).to.deep.equal([{ parameterName: "Region", type: "Automatic", value: "north" }]);
      await own.refresh();
      expect((await own.preview(args)).differs).to.deep.equal([]);
      const { enabled, configuration } = world.emulator.item(id).schedules[0]!;
      await portal(world, id, own.id, { enabled, configuration, executionData: { executeOption: "SkipApplyChanges" } });
      await own.refresh();
      expect((await own.preview(args)).differs).to.have.members(["parameters", "executeOption"]);
      await own.up(args);
      expect(world.emulator.item(id).schedules[0]?.executionData).to.deep.equal(data);
    }));

  it("is created again if it or its dataflow was deleted", () =>
    inWorld(async (world) => {
      const { id, args } = await scheduled(world);
      const own = new Resource(world, "dataflowSchedule");
      await own.up(args);
      await portal(world, id, own.id, undefined);
      expect(await own.refresh()).to.equal(false);
      await own.up(args);
      world.emulator.portalDelete(id);
      await own.destroy();
    }));
});

/** Changes a schedule outside of the program. Undefined deletes it. */
async function portal(world: World, dataflowId: string, id: string, body: object | undefined): Promise<void> {
  const { endpoint, token, workspaceId } = world.emulator;
  const url = `${endpoint}/workspaces/${workspaceId}/items/${dataflowId}/jobs/Refresh/schedules/${id}`;
  const response = await fetch(url, {
    method: body ? "PATCH" : "DELETE",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: body && JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
}

async function parametric(world: World, id: string): Promise<void> {
  const parts = world.emulator.item(id).edited ?? {};
  const metadata = JSON.parse(parts["queryMetadata.json"] ?? "{}") as object;
  const region =
    'shared Region = "south" meta [IsParameterQuery = true, IsParameterQueryRequired = false, Type = type text];\n';
  world.emulator.portalEdit(id, {
    parts: {
      "mashup.pq": `${parts["mashup.pq"]}${region}`,
      "queryMetadata.json": JSON.stringify({ ...metadata, parametric: true }),
    },
  });
}
