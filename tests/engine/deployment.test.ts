import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Dataflow, DataflowDeployment, FabricProvider } from "pulumi-fabric-dataflow";
import { folder, mashup, table } from "../dataflows";
import { engineTestMs } from "./harness/stack";
import { withFabric } from "./support";

const bounds = {
  startDateTime: "2040-01-01T00:00:00Z",
  endDateTime: "2041-01-01T00:00:00Z",
  localTimeZoneId: "Europe/Berlin",
};

describe("a DataflowDeployment on the real engine", function () {
  this.timeout(engineTestMs);

  it("has a dataflow, its schedules and a refresh after each change, with its name and one provider", async () => {
    const program = ({ workspaceId, endpoint, token }: { workspaceId: string; endpoint: string; token: string }) => {
      const provider = new FabricProvider("fabric", { endpoint, token });
      new DataflowDeployment(
        "sales",
        {
          workspaceId,
          definition: new pulumi.asset.FileArchive("./Sales.Dataflow"),
          schedules: {
            nightly: { schedule: { type: "Daily", times: ["02:30"], ...bounds } },
            hourly: { schedule: { type: "Cron", interval: 60, ...bounds }, enabled: false },
          },
        },
        { provider },
      );
    };
    const files = folder("Sales.Dataflow", { Orders: table("one") });
    await withFabric(
      { program, files, env: { FABRIC_TOKEN: "not this one" } },
      async ({ emulator, stack, newRequests }) => {
        await stack.up();
        const names = stack.state().resources.map(({ urn }) => urn.split("::").slice(2).join("::"));
        const within = "pulumi-fabric-dataflow:index:DataflowDeployment$pulumi-nodejs:dynamic/fabric";
        expect(names).to.include.members([
          "pulumi-fabric-dataflow:index:DataflowDeployment::sales",
          `${within}:Dataflow::sales`,
          `${within}:DataflowRefresh::sales-refresh`,
          `${within}:DataflowSchedule::sales-nightly`,
          `${within}:DataflowSchedule::sales-hourly`,
        ]);
        const { id } = stack.resource("dynamic/fabric:Dataflow::sales");
        const { displayName, schedules, runs } = emulator.item(id!);
        expect(displayName).to.equal("sales");
        expect(schedules.map(({ enabled }) => enabled)).to.have.members([true, false]);
        expect(runs.map(({ status }) => status)).to.deep.equal(["Completed"]);

        newRequests();
        await stack.up();
        expect(newRequests()).to.deep.equal({});
        stack.edit("Sales.Dataflow/mashup.pq", mashup({ Orders: table("two") }));
        const { changes } = await stack.up();
        expect(changes).to.include({ update: 1, replace: 1 });
        expect(emulator.item(id!).runs).to.have.length(2);
        await stack.destroy();
      },
    );
  });

  it("passes options to each type of child, and its own options to all children", async () => {
    const program = ({ workspaceId }: { workspaceId: string }) => {
      const before = new Dataflow("before", { workspaceId });
      const hook = (name: string) => ({ afterCreate: [new pulumi.ResourceHook(name, () => {})] });
      new DataflowDeployment(
        "sales",
        {
          workspaceId,
          definition: new pulumi.asset.FileArchive("./Sales.Dataflow"),
          schedules: { nightly: { schedule: { type: "Daily", times: ["02:30"], ...bounds } } },
          dataflowOptions: { protect: true },
          refreshOptions: { hooks: hook("loaded") },
          scheduleOptions: { hooks: hook("scheduled"), retainOnDelete: false },
        },
        { dependsOn: before, retainOnDelete: true },
      );
    };
    const files = folder("Sales.Dataflow", { Orders: table("one") });
    await withFabric({ program, files }, async ({ stack }) => {
      await stack.up();
      const dataflow = stack.resource("dynamic/fabric:Dataflow::sales");
      const [refresh, schedule] = [stack.resource("sales-refresh"), stack.resource("sales-nightly")];
      const before = stack.resource("before").urn;
      for (const { dependencies } of [dataflow, refresh, schedule]) expect(dependencies).to.include(before);
      expect([dataflow, refresh, schedule].map(({ protect }) => protect ?? false)).to.deep.equal([true, false, false]);
      expect([dataflow, refresh].map(({ retainOnDelete }) => retainOnDelete)).to.deep.equal([true, true]);
      expect(schedule.retainOnDelete ?? false).to.equal(false);
      expect([refresh, schedule].map(({ resourceHooks }) => resourceHooks?.AfterCreate)).to.deep.equal([
        ["loaded"],
        ["scheduled"],
      ]);
    });
  });

  it("options of a child add to those of the component, and a schedule can have its own", async () => {
    const program = ({ workspaceId }: { workspaceId: string }) => {
      const [before, other] = ["before", "other"].map((name) => new Dataflow(name, { workspaceId }));
      const hook = (name: string) => ({ afterCreate: [new pulumi.ResourceHook(name, () => {})] });
      const schedule = { type: "Daily" as const, times: ["02:30"], ...bounds };
      new DataflowDeployment(
        "sales",
        {
          workspaceId,
          definition: new pulumi.asset.FileArchive("./Sales.Dataflow"),
          schedules: {
            nightly: {
              schedule,
              options: { protect: false, hooks: hook("nightly"), dependsOn: pulumi.output(other!) },
            },
            weekly: { schedule: { ...schedule, times: ["03:30"] } },
          },
          refreshOptions: { dependsOn: [other!] },
          scheduleOptions: { protect: true, hooks: hook("scheduled") },
        },
        { dependsOn: before!, retainOnDelete: true },
      );
    };
    const files = folder("Sales.Dataflow", { Orders: table("one") });
    await withFabric({ program, files }, async ({ stack }) => {
      await stack.up();
      const [before, other] = ["before", "other"].map((name) => stack.resource(name).urn);
      const [nightly, weekly] = [stack.resource("sales-nightly"), stack.resource("sales-weekly")];
      for (const { dependencies } of [stack.resource("sales-refresh"), nightly])
        expect(dependencies).to.include.members([before, other]);
      expect(weekly.dependencies).to.include(before).and.not.to.include(other);
      expect([nightly, weekly].map(({ protect }) => protect ?? false)).to.deep.equal([false, true]);
      expect([nightly, weekly].map(({ resourceHooks }) => resourceHooks?.AfterCreate)).to.deep.equal([
        ["scheduled", "nightly"],
        ["scheduled"],
      ]);
      expect([nightly, weekly].map(({ retainOnDelete }) => retainOnDelete)).to.deep.equal([true, true]);
      expect((await stack.up()).changes).to.deep.equal({ same: 8 });
    });
  });
});
