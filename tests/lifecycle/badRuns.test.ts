import { expect } from "chai";
import { job, long, prepared, short } from "./refreshes";
import { failure, Resource } from "./resource";
import { inWorld } from "./world";

describe("a run that does not succeed", () => {
  for (const [outcome, status] of [
    ["fail", "Failed"],
    ["cancel", "Cancelled"],
  ] as const)
    for (const refreshes of [false, true])
      it(`is an error if its status is ${status}, and the next up ${refreshes ? "after a refresh " : ""}runs again`, () =>
        inWorld(async (world) => {
          const { args, load, runs } = await prepared(world);
          world.emulator.faults.add(job(outcome, "the gateway is offline"));
          const message = await failure(load.up(args));
          expect(message).to.match(new RegExp(`^refresh of the dataflow .* ended ${status}`));
          if (status === "Failed") expect(message).to.match(/EntityUserFailure: the gateway is offline \(request/);
          expect(load.outs).to.include({ status });
          const first = load.id;
          if (refreshes) await load.refresh();
          expect(await load.up(args)).to.equal("replaced");
          expect(load.id).not.to.equal(first);
          expect(load.outs).to.include({ status: "Completed" });
          expect(runs()).to.have.length(2);
          expect(await load.up(args)).to.equal("same");
        }));

  it("keeps its id and the important part of the reason, if the reason is long and deep", () =>
    inWorld(async (world) => {
      const { args, load, runs } = await prepared(world);
      const moreDetails = Array.from({ length: 200 }).reduce((inner) => ({ inner }), "end");
      const failureReason = { moreDetails, errorCode: "EntityUserFailure", message: "x".repeat(100_000) };
      const body = { status: "Failed", failureReason };
      world.emulator.faults.add({ operation: "getJobInstance", times: 0, fault: { kind: "change", body } });
      await failure(load.up(args));
      expect(runs().map(({ id }) => id)).to.deep.equal([load.id]);
      expect(load.outs).to.include({ status: "Failed" });
      expect(load.outs).to.have.nested.property("failureReason.errorCode", "EntityUserFailure");
      expect(JSON.stringify(load.outs.failureReason).length).to.be.lessThan(10_000);
    }));

  for (const refreshes of [false, true])
    it(`continues if it does not end in time, and the next up ${refreshes ? "after a refresh " : ""}awaits it`, () =>
      inWorld(async (world) => {
        const { args, load, runs } = await prepared(world, short);
        expect(await failure(load.up(args))).to.match(
          /did not end within .*the run goes on, and the next `pulumi up` waits for it/s,
        );
        const [run] = runs();
        expect(load.kept).to.include({ id: run?.id });
        if (refreshes) await load.refresh();
        expect(load.outs.status).to.equal("InProgress");
        world.emulator.advance(60_000);
        world.newRequests();
        expect(await load.up({ ...args, timeout: "10s" })).to.equal("updated");
        expect(world.newRequests()).to.have.all.keys("getJobInstance");
        expect(load.outs).to.include({ status: "Completed", jobInstanceId: run?.id });
        expect(runs()).to.have.length(1);
      }, long));

  it("is cancelled at its timeout if configured, and runs again at the next up", () =>
    inWorld(async (world) => {
      const { args, load, runs } = await prepared(world, { ...short, cancelOnTimeout: true });
      expect(await failure(load.up(args))).to.match(/the run was cancelled/);
      expect(runs().map(({ status }) => status)).to.deep.equal(["Cancelled"]);
      world.emulator.set({ timings: { executeMs: 5 } });
      expect(await load.up({ ...args, timeout: "10s" })).to.equal("replaced");
    }, long));

  for (const cancelOnInterrupt of [false, true])
    it(`${cancelOnInterrupt ? "is cancelled if configured" : "continues"} at an interrupt`, () =>
      inWorld(async (world) => {
        const { args, load, runs } = await prepared(world, { cancelOnInterrupt });
        const refreshing = failure(load.up(args));
        // Only a wait that has found the run knows its id.
        while (world.said.progress.length === 0) await new Promise((done) => setTimeout(done, 5));
        world.stop.abort(new Error("interrupted"));
        expect(await refreshing).to.match(/^interrupted/);
        expect(runs()[0]?.status === "Cancelled").to.equal(cancelOnInterrupt);
        expect(load.outs.status).to.equal(cancelOnInterrupt ? "Cancelled" : "InProgress");
      }, long));

  it("is an error once if it is no longer known, and the next up runs again", () =>
    inWorld(async (world) => {
      const { args, load, runs } = await prepared(world, short);
      world.emulator.faults.add(job("disappear"));
      await failure(load.up(args));
      world.emulator.advance(60_000);
      await load.refresh();
      expect(load.outs.status, "an instance that the history no longer has is not drift").to.equal("InProgress");
      world.emulator.set({ timings: { executeMs: 5 } });
      expect(await failure(load.up({ ...args, timeout: "10s" }))).to.match(
        /is not known to Fabric any more.*starts another/,
      );
      expect(await load.up({ ...args, timeout: "10s" })).to.equal("replaced");
      expect(load.outs).to.include({ status: "Completed" });
      expect(runs()).to.have.length(1);
    }, long));

  it("leaves nothing in the state if the service refuses the start", () =>
    inWorld(async (world) => {
      const { args, load } = await prepared(world);
      world.emulator.addPrincipal({ token: "contributor", role: "Contributor" });
      world.context.runClient = world.client("contributor");
      expect(await failure(load.up(args))).to.match(/InsufficientPrivileges.*Member/s);
      expect(load.kept).to.equal(undefined);
    }));
});

describe("a run that starts while another run is active", () => {
  it("awaits the other run, and then starts", () =>
    inWorld(async (world) => {
      const { args, load, runs } = await prepared(world);
      const other = new Resource(world, "dataflowRefresh");
      await other.up({ ...args, waitForCompletion: false });
      const refreshing = load.up(args);
      for (let i = 0; i < 200 && runs().length < 2; i++) await new Promise((done) => setTimeout(done, 5));
      expect(runs().map(({ status }) => status)).to.deep.equal(["Deduped", "InProgress"]);
      world.emulator.set({ timings: { executeMs: 5 } });
      world.emulator.advance(60_000);
      await refreshing;
      const [last, deduped, first] = runs();
      expect([last?.status, deduped?.status, first?.status]).to.deep.equal(["Completed", "Deduped", "Completed"]);
      expect(load.id, "the id is that of the run that the create started").to.equal(deduped?.id);
      expect(load.outs).to.include({ jobInstanceId: last?.id, status: "Completed" });
      expect(world.messages("info")).to.match(/is active; waits for its end, then starts one more/);
      expect(await load.up(args)).to.equal("same");
    }, long));

  it("never cancels the other run", () =>
    inWorld(async (world) => {
      const { args, load, runs } = await prepared(world, { ...short, cancelOnDelete: true });
      const other = new Resource(world, "dataflowRefresh");
      await other.up({ ...args, waitForCompletion: false });
      await failure(load.up(args));
      await load.destroy();
      expect(runs().find(({ id }) => id === other.id)?.status).to.equal("InProgress");
    }, long));
});
