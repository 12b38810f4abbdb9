import { expect } from "chai";
import { attack, obeyedLines, writtenAttack } from "../attacks";
import { definition, textAsset } from "./assets";
import { failure, Resource } from "./resource";
import { inWorld, type World } from "./world";

type Args = Record<string, unknown>;

const parameter = (name: string, value: string, type: string, required = false) =>
  `shared ${name} = ${value} meta [IsParameterQuery = true, IsParameterQueryRequired = ${required}, Type = ${type}];`;
const ALL = [
  parameter("Text", '"a"', "type text"),
  parameter("Flag", "true", "type logical"),
  parameter("Whole", "1", "Int64.Type"),
  parameter("Amount", "1.5", "type number"),
  parameter("At", "#datetime(2020, 1, 1, 0, 0, 0)", "type datetime"),
  parameter("AtZone", "#datetimezone(2020, 1, 1, 0, 0, 0, 0, 0)", "type datetimezone"),
  parameter("Day", "#date(2020, 1, 1)", "type date"),
  parameter("Clock", "#time(0, 0, 0)", "type time"),
  parameter("Span", "#duration(0, 0, 0, 0)", "type duration"),
];
const GIVEN = {
  ...{ Text: "b", Flag: false, Whole: 2, Amount: 2.5, At: "2025-09-15T23:45:00+02:00", AtZone: "2025-09-15T21:45:00Z" },
  ...{ Day: "2025-09-15", Clock: "21:45", Span: "PT90M" },
};
const SENT = {
  ...GIVEN,
  ...{ At: "2025-09-15T21:45:00.000Z", AtZone: "2025-09-15T21:45:00+00:00", Clock: "21:45:00", Span: "P0DT0H90M0S" },
};

async function sales(world: World, members: string[], parametric = true): Promise<Args> {
  const dataflow = new Resource(world, "dataflow");
  const { workspaceId } = world.emulator;
  const content = definition({ Orders: "one" }, { parametric }) as Record<string, Args>;
  const text = ["section Section1;", ...members, "shared Orders = 1;", ""].join("\n");
  await dataflow.up({ workspaceId, displayName: "Sales", definition: { ...content, "mashup.pq": textAsset(text) } });
  world.newRequests();
  return { workspaceId, dataflowId: dataflow.id };
}

const SCHEDULE = {
  ...{ type: "Daily", startDateTime: "2040-01-01T00:00:00Z", endDateTime: "2041-01-01T00:00:00Z" },
  ...{ localTimeZoneId: "UTC", times: ["06:00"] },
};

describe("run parameters", () => {
  it("of all nine types are sent in the API's forms, also if only the dataflow's id is known", () =>
    inWorld(async (world) => {
      const target = await sales(world, ALL);
      const load = new Resource(world, "dataflowRefresh");
      await load.up({ ...target, parameters: GIVEN });
      expect(world.emulator.item(String(target.dataflowId)).runs[0]?.run.parameters).to.deep.equal(SENT);
      expect(world.newRequests().discoverParameters).to.equal(1);
      expect(await load.up({ ...target, parameters: GIVEN })).to.equal("same");
      expect(world.newRequests()).to.deep.equal({});
    }));

  it("are sent in the same form in a schedule, and are read as declared", () =>
    inWorld(async (world) => {
      const target = await sales(world, ALL);
      const nightly = new Resource(world, "dataflowSchedule");
      const args = { ...target, schedule: SCHEDULE, parameters: GIVEN };
      await nightly.up(args);
      const [schedule] = world.emulator.item(String(target.dataflowId)).schedules;
      const list = (schedule?.executionData as { parameters: { parameterName: string; value: unknown }[] }).parameters;
      expect(Object.fromEntries(list.map(({ parameterName, value }) => [parameterName, value]))).to.deep.equal(SENT);
      await nightly.refresh();
      expect(await nightly.up(args)).to.equal("same");
    }));

  it("do not start a run if their form is wrong; the error names the right form", () =>
    inWorld(async (world) => {
      const target = await sales(world, ALL);
      const load = new Resource(world, "dataflowRefresh");
      const message = await failure(load.up({ ...target, parameters: { AtZone: "2025-09-15T21:45:00", Whole: 1.5 } }));
      expect(message)
        .to.contain("parameters.AtZone: does not fit the type DateTimeZone")
        .and.contain("parameters.Whole");
      expect(message).to.contain("Nothing was started");
      expect(world.emulator.item(String(target.dataflowId)).runs).to.have.length(0);
    }));

  it("are refused before the run if a required one has no value and the dataflow is parametric", () =>
    inWorld(async (world) => {
      const target = await sales(world, [parameter("Region", '"EU"', "type text", true), ...ALL]);
      const load = new Resource(world, "dataflowRefresh");
      expect(await failure(load.up({ ...target, parameters: { Text: "x" } }))).to.contain(
        "parameters.Region: is required",
      );
      expect(world.emulator.item(String(target.dataflowId)).runs).to.have.length(0);
      await load.up({ ...target, parameters: { Text: "x", Region: "US" } });
      expect(load.outs.status).to.equal("Completed");
    }));

  it("have no agent command for any names", () =>
    inWorld(async (world) => {
      const name = writtenAttack(attack("parameter"));
      const target = await sales(world, [
        parameter(name, "1", "type number", true),
        parameter("Whole", "1", "Int64.Type"),
      ]);
      const load = (parameters: object) =>
        failure(new Resource(world, "dataflowRefresh").up({ ...target, parameters }));
      for (const parameters of [{ Whole: 2 }, { [attack("parameter")]: "x" }]) {
        const message = await load(parameters);
        expect(message).to.contain("parameter#(lf)");
        expect(obeyedLines(message)).to.deep.equal([]);
      }
    }));

  it("may lack a required one if the dataflow is not parametric, because it runs with the stored value", () =>
    inWorld(async (world) => {
      const target = await sales(world, [parameter("Region", '"EU"', "type text", true)], false);
      const load = new Resource(world, "dataflowRefresh");
      await load.up(target);
      expect(load.outs.status).to.equal("Completed");
      expect(world.newRequests().discoverParameters).to.equal(undefined);
    }));
});
