import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Dataflow, DataflowSchedule, type Schedule } from "./classes";
import { engineTestMs } from "./harness/stack";
import { folder, mashup, metadata, table } from "../dataflows";
import { withFabric } from "./support";

const bounds = {
  startDateTime: "2040-01-01T00:00:00Z",
  endDateTime: "2041-01-01T00:00:00Z",
  localTimeZoneId: "Europe/Berlin",
};
const kinds: Record<string, Schedule> = {
  hourly: { type: "Cron", interval: 60, ...bounds },
  nightly: { type: "Daily", times: ["02:30"], ...bounds },
  weekly: { type: "Weekly", times: ["06:00"], weekdays: ["Monday"], ...bounds },
  monthly: {
    type: "Monthly",
    times: ["05:00"],
    recurrence: 1,
    occurrence: { occurrenceType: "OrdinalWeekday", weekIndex: "First", weekday: "Monday" },
    ...bounds,
  },
};

describe("schedules on the real engine", function () {
  this.timeout(engineTestMs);

  it("of each type are created, unchanged, changed in Fabric, repaired, changed and deleted", async () => {
    let more: Partial<Schedule> = {};
    const program = ({ workspaceId }: { workspaceId: string }) => {
      const sales = new Dataflow("sales", {
        workspaceId,
        definition: new pulumi.asset.FileArchive("./Sales.Dataflow"),
      });
      for (const [name, schedule] of Object.entries(kinds))
        new DataflowSchedule(name, {
          workspaceId,
          dataflowId: sales.id,
          schedule: { ...schedule, ...more } as Schedule,
        });
    };
    const files = folder("Sales.Dataflow", { Orders: table("one") });
    await withFabric({ program, files }, async ({ emulator, stack, newRequests }) => {
      const created = await stack.up();
      expect(created.diagnostics.filter(({ severity }) => /warning|error/.test(severity))).to.deep.equal([]);
      const { id } = stack.resource("sales");
      const stored = () => emulator.item(id!).schedules;
      const ofKind = (name: string) => stored().find((schedule) => schedule.id === stack.resource(name).id);
      expect(stored()).to.have.length(4);
      for (const [name, { type }] of Object.entries(kinds)) expect(ofKind(name)?.configuration.type).to.equal(type);
      expect(ofKind("nightly")?.configuration.localTimeZoneId).to.equal("W. Europe Standard Time");

      newRequests();
      expect((await stack.up()).changes).to.deep.equal({ same: 6 });
      expect(newRequests()).to.deep.equal({});
      await stack.refresh();
      expect((await stack.preview()).changes, "another form in the service is not drift").to.deep.equal({
        same: 6,
      });

      for (const schedule of emulator.world.findItem(id!)!.schedules)
        schedule.configuration = { ...schedule.configuration, endDateTime: "2045-01-01T00:00:00Z" };
      const seen = await stack.refresh();
      expect(seen.changes.update, seen.stdout).to.equal(4);
      const repair = await stack.preview({ diff: true });
      expect(repair.stdout).to.match(/endDateTime *: "2045-01-01T00:00:00" => "2041-01-01T00:00:00Z"/);
      newRequests();
      await stack.up();
      expect(newRequests()).to.deep.equal({ updateSchedule: 4 });
      expect(ofKind("weekly")?.configuration.endDateTime).to.equal("2041-01-01T00:00:00Z");

      more = { localTimeZoneId: "Asia/Kolkata" };
      const ids = stored().map((schedule) => schedule.id);
      expect((await stack.up()).changes).to.deep.equal({ same: 2, update: 4 });
      expect(stored().map((schedule) => schedule.id)).to.deep.equal(ids);
      expect(ofKind("hourly")?.configuration.localTimeZoneId).to.equal("India Standard Time");

      newRequests();
      await stack.destroy();
      expect(newRequests()).to.include({ deleteSchedule: 4, deleteItem: 1 });
    });
  });

  it("are refused before any request if they break a rule, and are a warning if they start in the past", async () => {
    let schedule = { ...kinds.nightly, times: ["24:00"], localTimeZoneId: "Berlin" } as Schedule;
    const program = ({ workspaceId }: { workspaceId: string }) => {
      const sales = new Dataflow("sales", {
        workspaceId,
        definition: new pulumi.asset.FileArchive("./Sales.Dataflow"),
      });
      new DataflowSchedule("nightly", { workspaceId, dataflowId: sales.id, schedule });
    };
    const files = folder("Sales.Dataflow", { Orders: table("one") });
    await withFabric({ program, files }, async ({ emulator, stack, newRequests }) => {
      const refused = await stack.tryPreview();
      expect(refused.succeeded).to.equal(false);
      expect(refused.stdout).to.contain("schedule.times[0]: is not a time of day");
      expect(refused.stdout).to.contain("schedule.localTimeZoneId: is not a time zone");
      expect(newRequests()).to.deep.equal({});
      schedule = { ...kinds.nightly, startDateTime: "2020-01-01T00:00:00Z" } as Schedule;
      const warned = await stack.preview();
      expect(warned.stdout).to.contain("Fabric starts a run as soon as");
      await stack.up();
      expect(emulator.item(stack.resource("sales").id!).runs.map(({ invokeType }) => invokeType)).to.deep.equal([
        "Scheduled",
      ]);
    });
  });

  it("keep the value of a secret run parameter out of the state", async () => {
    const secret = "north-by-northwest";
    const region =
      'shared Region = "south" meta [IsParameterQuery = true, IsParameterQueryRequired = false, Type = type text];\n';
    const orders = { Orders: table("one") };
    const files = {
      "Sales.Dataflow/mashup.pq": mashup(orders) + region,
      "Sales.Dataflow/queryMetadata.json": metadata({ ...orders, Region: "" }, { parametric: true }),
    };
    const program = ({ workspaceId }: { workspaceId: string }) => {
      const sales = new Dataflow("sales", {
        workspaceId,
        definition: new pulumi.asset.FileArchive("./Sales.Dataflow"),
      });
      const parameters = { Region: pulumi.secret(secret) };
      new DataflowSchedule("nightly", { workspaceId, dataflowId: sales.id, schedule: kinds.nightly!, parameters });
    };
    await withFabric({ program, files }, async ({ emulator, stack }) => {
      await stack.up();
      const [stored] = emulator.item(stack.resource("sales").id!).schedules;
      expect(JSON.stringify(stored?.executionData)).to.contain(secret);
      expect(stack.filesWith(secret)).to.deep.equal([]);
      await stack.refresh();
      expect(stack.filesWith(secret), "after a refresh").to.deep.equal([]);
      expect((await stack.up()).changes).to.deep.equal({ same: 3 });
    });
  });
});
