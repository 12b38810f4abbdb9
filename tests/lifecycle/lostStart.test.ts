import { expect } from "chai";
import { setTimeout as sleep } from "node:timers/promises";
import { long, prepared } from "./refreshes";
import { failure, Resource } from "./resource";
import { freshLifecycles, inWorld } from "./world";

describe("a run", () => {
  it("whose response was lost is found, and not started twice", () =>
    inWorld(async (world) => {
      const { args, load, runs } = await prepared(world);
      world.emulator.faults.add({ operation: "runExecute", fault: { kind: "reset", effect: "applied" } });
      await load.up(args);
      expect(runs().map(({ id }) => id)).to.deep.equal([load.id]);
    }));

  it("whose response was lost in an outage is found after it", () =>
    inWorld(async (world) => {
      const { args, load, runs } = await prepared(world);
      world.emulator.faults.add({ operation: "runExecute", fault: { kind: "reset", effect: "applied" } });
      // The requests of the first poll and its retries.
      world.emulator.faults.add({ operation: "listJobInstances", times: 3, fault: { kind: "reset" } });
      await load.up(args);
      expect(runs().map(({ id }) => id)).to.deep.equal([load.id]);
    }));

  it("that may have started but cannot be searched for is not started again, and the error says where to check", () =>
    inWorld(async (world) => {
      const { args, load, runs } = await prepared(world);
      world.emulator.faults.add({ operation: "runExecute", fault: { kind: "reset", effect: "applied" } });
      world.emulator.faults.add({ operation: "listJobInstances", times: 0, fault: { kind: "reset" } });
      const error = await load.up(args).catch((error: unknown) => String(error));
      expect(error).to.match(/run Execute of .*no usable response[\s\S]*could not be read either[\s\S]*history/);
      expect(runs()).to.have.length(1);
    }));

  for (const began of [true, false])
    it(`that ${began ? "was started" : "may have started"} is found or started once by the next try of its resource`, () =>
      inWorld(async (world) => {
        const { args, runs } = await prepared(world, { waitForCompletion: false });
        const of = (name: string) => ({ ...args, __declaration: { urn: `urn:pulumi:dev::p::t::${name}` } });
        const lost = { kind: "reset", ...(began && { effect: "applied" as const }) } as const;
        const { dataflowRefresh } = freshLifecycles();
        world.emulator.faults.add({ operation: "runExecute", fault: lost });
        const blind = world.emulator.faults.add({ operation: "listJobInstances", times: 0, fault: { kind: "reset" } });
        for (let tries = 0; tries < 2; tries++)
          expect(await failure(dataflowRefresh.create(of("load"), world.context))).to.match(/could not be read either/);
        world.emulator.faults.remove(blind);
        const { id } = await dataflowRefresh.create(of("load"), world.context);
        expect(runs().map((run) => run.id)).to.deep.equal([id]);
        world.emulator.set({ switches: { dedupe: false } });
        const other = await dataflowRefresh.create(of("other"), world.context);
        expect(other.id).not.to.equal(id);
      }, long));

  it("whose response took longer than the timeout is still found", () =>
    inWorld(async (world) => {
      const { args, load, runs } = await prepared(world, { timeout: "1s", waitForCompletion: false });
      world.emulator.faults.add({ operation: "runExecute", fault: { kind: "hang", effect: "applied" } });
      await load.up(args);
      expect(runs().map(({ id }) => id)).to.deep.equal([load.id]);
    }));

  it("that starts together with another run is found after a lost response", () =>
    inWorld(async (world) => {
      world.emulator.set({ switches: { dedupe: false } });
      const { args, runs } = await prepared(world, { waitForCompletion: false });
      world.emulator.faults.add({ operation: "runExecute", fault: { kind: "reset" } });
      // The second run is listed before its start gets a response.
      const { jobs } = world.context.runClient;
      const start = jobs.start.bind(jobs);
      let starts = 0;
      jobs.start = async (...call) => {
        const nth = ++starts;
        const started = await start(...call);
        if (nth === 2) await sleep(1_500);
        return started;
      };
      const { dataflowRefresh } = freshLifecycles();
      const started = [1, 2].map((trigger) => dataflowRefresh.create({ ...args, triggers: [trigger] }, world.context));
      const [one, other] = await Promise.all(started);
      expect(one?.id).not.to.equal(other?.id);
      expect(runs()).to.have.length(2);
    }));

  it("of another user is not confused with the run whose response was lost if it started long ago", () =>
    inWorld(async (world) => {
      const { args, load, runs } = await prepared(world);
      await load.up({ ...args, waitForCompletion: false });
      world.emulator.advance(10);
      for (const run of world.emulator.world.findItem(String(args.dataflowId))!.jobs)
        run.startedAt = Date.now() - 60_000;
      const other = new Resource(world, "dataflowRefresh");
      world.emulator.faults.add({ operation: "runExecute", fault: { kind: "reset" } });
      await other.up({ ...args, waitForCompletion: false });
      expect(other.id).not.to.equal(load.id);
      expect(runs()).to.have.length(2);
    }, long));
});

describe("a run whose start was lost, beside a run of another user,", () => {
  /** Another user's run started this long before ours, by the service's clock. The response to our start is lost. */
  const beside = (agoMs: number, aheadMs: number, effect: "none" | "applied", more: object = {}) =>
    inWorld(async (world) => {
      world.emulator.advance(aheadMs);
      world.emulator.set({ switches: { dedupe: false } });
      const { args, load, runs } = await prepared(world, { waitForCompletion: false });
      const theirs = new Resource(world, "dataflowRefresh");
      await theirs.up(args);
      world.emulator.advance(10);
      for (const run of world.emulator.world.findItem(String(args.dataflowId))!.jobs)
        Object.assign(run, { startedAt: Date.now() + aheadMs - agoMs, ...more });
      world.emulator.faults.add({ operation: "runExecute", fault: { kind: "reset", effect } });
      world.newRequests();
      await load.up(args);
      expect(load.id).not.to.equal(theirs.id);
      expect(runs()).to.have.length(2);
      const { listJobInstances = 0, ...calls } = world.newRequests();
      expect(listJobInstances).to.be.greaterThan(0);
      expect(calls).to.deep.equal({ runExecute: effect === "none" ? 2 : 1 });
    }, long);

  for (const aheadMs of [0, 3_600_000, -3_600_000])
    it(`is distinguished by its start time, if the service's clock is ${aheadMs / 60_000} minutes ahead of ours`, async () => {
      await beside(2_000, aheadMs, "none");
      await beside(2_000, aheadMs, "applied");
    });

  it("is distinguished from a run of another resource of this process, with any start time", () =>
    inWorld(async (world) => {
      const { args, runs } = await prepared(world, { waitForCompletion: false });
      const { dataflowRefresh } = freshLifecycles();
      const { id } = await dataflowRefresh.create(args, world.context);
      world.emulator.faults.add({ operation: "runExecute", fault: { kind: "reset" } });
      const other = await dataflowRefresh.create({ ...args, triggers: [2] }, world.context);
      expect(other.id).not.to.equal(id);
      expect(runs()).to.have.length(2);
    }, long));

  it("is distinguished from a run of a schedule with the same start time", () =>
    beside(0, 0, "none", { invokeType: "Scheduled" }));

  it("is distinguished from a run that is longer than the time since our start", () =>
    beside(0, 0, "none", { status: "Completed", endedAt: Date.now() + 30_000 }));
});
