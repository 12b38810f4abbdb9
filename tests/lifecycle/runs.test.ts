import { expect } from "chai";
import { definition } from "./assets";
import { long, prepared } from "./refreshes";
import { Resource } from "./resource";
import { inWorld } from "./world";

type Args = Record<string, unknown>;

describe("a refresh", () => {
  it("is started once, awaited, and reports its result", () =>
    inWorld(async (world) => {
      const { args, load, runs } = await prepared(world);
      await load.up(args);
      const { getJobInstance, ...calls } = world.newRequests();
      expect(calls).to.deep.equal({ runExecute: 1 });
      expect(getJobInstance).to.be.greaterThan(0);
      const [run] = runs();
      expect(run?.run).to.deep.include({ executeOption: "ApplyChangesIfNeeded", parameters: {} });
      expect(load.outs).to.include({ jobInstanceId: run?.id, status: "Completed", stateVersion: 1 });
      expect(load.id).to.equal(run?.id);
      const { workspaceId, dataflowId } = args as { workspaceId: string; dataflowId: string };
      const { rootActivityId } = await world.context.client.jobs.get(workspaceId, dataflowId, load.id);
      expect(load.outs.rootActivityId, "Fabric's support needs this id").to.equal(rootActivityId).and.to.be.a("string");
      world.newRequests();
      for (const time of ["startTimeUtc", "endTimeUtc"]) expect(load.outs[time]).to.match(/^\d{4}-.*Z$/);
      expect(world.messages("progress")).to.match(/^refresh: \w+, \d+ s/);
      expect(await load.up(args)).to.equal("same");
      await load.refresh();
      expect(await load.up(args)).to.equal("same");
      expect(world.newRequests(), "a run that ended is not polled again").to.deep.equal({});
      await load.destroy();
      expect(world.newRequests()).to.deep.equal({});
    }));

  const replacing: Record<string, Args> = {
    triggers: { triggers: [2] },
    executeOption: { executeOption: "SkipApplyChanges" },
    jobType: { jobType: "Publish" },
  };
  for (const [what, change] of Object.entries(replacing))
    it(`runs again if ${what} changes`, () =>
      inWorld(async (world) => {
        const { args, load, runs } = await prepared(world);
        await load.up(args);
        const first = load.id;
        expect(await load.up({ ...args, ...change }, { deleteFirst: false })).to.equal("replaced");
        expect(load.id).not.to.equal(first);
        expect(runs()).to.have.length(2);
      }));

  it("does not run again for a setting, or an explicit default", () =>
    inWorld(async (world) => {
      const { args, load } = await prepared(world);
      await load.up(args);
      world.newRequests();
      const settings = { timeout: "2h", cancelOnDelete: true, waitForCompletion: true };
      const defaults = { jobType: "Refresh", executeOption: "ApplyChangesIfNeeded" };
      expect(await load.up({ ...args, ...settings, ...defaults })).to.equal("updated");
      expect(world.newRequests()).to.deep.equal({});
      expect(load.outs).to.include({ ...settings, status: "Completed" });
    }));

  it("sends parameters in the body of the form that supports them", () =>
    inWorld(async (world) => {
      const { workspaceId } = world.emulator;
      const sales = new Resource(world, "dataflow");
      const text =
        'section Section1;\nshared Region = "EU" meta [IsParameterQuery = true, IsParameterQueryRequired = true, Type = "Text"];\n';
      const parts = definition({ Region: "x" }, { parametric: true }) as Record<string, Args>;
      parts["mashup.pq"] = { ...parts["mashup.pq"], text, hash: "1" };
      await sales.up({ workspaceId, displayName: "Sales", definition: parts });
      const load = new Resource(world, "dataflowRefresh");
      await load.up({ workspaceId, dataflowId: sales.id, parameters: { Region: "US" } });
      const { run } = world.emulator.item(sales.id).runs[0]!;
      expect(run.executionData).to.deep.equal({ executeOption: "ApplyChangesIfNeeded" });
      expect(run.parameters).to.deep.equal({ Region: "US" });
    }));

  for (const [form, startForms] of Object.entries({
    query: { path: "absent", typed: "absent" },
    path: { query: "absent", typed: "absent" },
    typed: { query: "absent", path: "absent", typed: "yes" },
  } as const))
    it(`is started, and so is a publish, if the service has only the ${form} form`, () =>
      inWorld(
        async (world) => {
          const { workspaceId } = world.emulator;
          const sales = new Resource(world, "dataflow");
          await sales.up({
            ...{ workspaceId, displayName: "Sales", definition: definition({ Orders: "one" }), publishOnUpdate: true },
          });
          const load = new Resource(world, "dataflowRefresh");
          await load.up({ workspaceId, dataflowId: sales.id });
          expect(load.outs.status).to.equal("Completed");
          expect(world.emulator.item(sales.id).runs.map(({ id }) => id)[0]).to.equal(load.id);
          const isReported = world.messages("info").includes("the list of runs has it as");
          expect(isReported).to.equal(form === "path");
        },
        { switches: { startForms, startLocation: "list" } },
      ));

  it("is started in the first published form if an owner is set", () =>
    inWorld(
      async (world) => {
        const owner = {
          dataflowName: "Sales",
          userPrincipalName: "a@example.com",
          userObjectId: "00000000-0000-4000-8000-000000000001",
        };
        for (const queryFormResponse of ["array", "empty", "arrayWithoutLocation"] as const) {
          world.emulator.set({ switches: { queryFormResponse } });
          const { args, load, runs } = await prepared(world, { owner, triggers: [queryFormResponse] }).catch(() => {
            throw new Error("unreachable");
          });
          world.emulator.set({ switches: { defaultExecuteOption: "ApplyChangesIfNeeded", uniqueNames: false } });
          await load.up(args);
          const [run] = runs();
          expect(run).to.include({ id: load.id, sentType: "Refresh" });
          expect(run?.run.executionData).to.deep.equal({
            DataflowName: "Sales",
            OwnerUserPrincipalName: "a@example.com",
            OwnerUserObjectId: "00000000-0000-4000-8000-000000000001",
          });
        }
      },
      { switches: { uniqueNames: false } },
    ));

  it("is only a publish if that is the job", () =>
    inWorld(async (world) => {
      const { args, load, runs } = await prepared(world, { jobType: "Publish" });
      await load.up(args);
      expect(world.newRequests()).to.include({ runApplyChanges: 1 }).and.not.to.have.property("runExecute");
      expect(runs().map(({ jobType }) => jobType)).to.deep.equal(["ApplyChanges"]);
      expect(world.messages("progress")).to.match(/^publish: /);
    }));

  it("waits before it starts another run if an active run is not listed yet", () =>
    inWorld(async (world) => {
      const { args, load } = await prepared(world);
      world.emulator.faults.add({
        operation: "runExecute",
        times: 1,
        fault: { kind: "job", job: { outcome: "dedupe" } },
      });
      world.newRequests();
      await load.up(args);
      const { listJobInstances = 0, runExecute } = world.newRequests();
      expect(runExecute).to.equal(2);
      expect(listJobInstances, "searched for as long as lists may lag").to.be.greaterThan(1);
    }));

  it("is not awaited if configured", () =>
    inWorld(async (world) => {
      const { args, load, runs } = await prepared(world, { waitForCompletion: false });
      await load.up(args);
      expect(world.newRequests()).to.deep.equal({ runExecute: 1 });
      expect(load.outs).to.include({ status: "NotStarted", jobInstanceId: load.id });
      expect(await load.up(args)).to.equal("same");
      world.emulator.advance(60_000);
      await load.refresh();
      expect(load.outs).to.include({ status: "Completed" });
      expect(runs()).to.have.length(1);
    }, long));
});

describe("deleting a refresh", () => {
  for (const cancelOnDelete of [false, true])
    it(`${cancelOnDelete ? "cancels an active run" : "does not cancel an active run"}`, () =>
      inWorld(async (world) => {
        const { args, load, runs } = await prepared(world, { waitForCompletion: false, cancelOnDelete });
        await load.up(args);
        world.newRequests();
        await load.destroy();
        expect(world.newRequests()).to.deep.equal(cancelOnDelete ? { cancelJobInstance: 1 } : {});
        expect(runs()[0]?.status === "Cancelled").to.equal(cancelOnDelete);
      }, long));

  it("succeeds if the run ended or is no longer known", () =>
    inWorld(
      async (world) => {
        for (const gone of [false, true]) {
          const { args, load } = await prepared(world, { waitForCompletion: false, cancelOnDelete: true });
          await load.up({ ...args, triggers: [gone] });
          world.emulator.advance(60_000);
          if (gone) world.emulator.world.findItem(String(args.dataflowId))!.jobs = [];
          await load.destroy();
          expect(load.kept).to.equal(undefined);
        }
      },
      { ...long, switches: { uniqueNames: false } },
    ));
});
