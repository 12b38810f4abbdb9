import { expect } from "chai";
import { argsOf, deployed, now, of } from "./deployedDataflow";
import { failure, Resource } from "./resource";
import { inWorld, type World } from "./world";

describe("an active run", () => {
  const running = async (world: World, sales: Resource, executeMs: number) => {
    world.emulator.set({ timings: { executeMs } });
    await world.context.client.jobs.start(world.emulator.workspaceId, sales.id, "Execute");
    world.newRequests();
  };
  const runs = (world: World, sales: Resource) => world.emulator.item(sales.id).runs.map(({ status }) => status);
  const order = (world: World) =>
    world.emulator.requests
      .map(({ operation }) => operation)
      .filter((name) => ["cancelJobInstance", "getJobInstance", "updateDefinition"].includes(name));

  it("is awaited before a definition is written if waitForRun is set", () =>
    inWorld(async (world) => {
      const more = { waitForRun: true, publishOnUpdate: false };
      const sales = await deployed(world, { publishOnUpdate: true });
      await running(world, sales, 60_000);
      world.emulator.onRequest = ({ operation }) => {
        if (operation === "getJobInstance") world.emulator.advance(60_000);
      };
      expect(await sales.up(argsOf(world, "two", more))).to.equal("updated");
      expect(order(world).at(-1)).to.equal("updateDefinition");
      expect(order(world).slice(0, -1)).to.include("getJobInstance").and.not.to.include("updateDefinition");
      expect(runs(world, sales).at(-1) ?? runs(world, sales)[0]).to.equal("Completed");
      expect(world.messages("info")).to.match(
        /the refresh \S+ is active; waits for its end before the definition is written/,
      );
      world.newRequests();
      expect(await sales.up(argsOf(world, "two", more))).to.equal("same");
      expect(world.newRequests()).to.deep.equal({});
    }));

  it("is cancelled if cancelRuns is set, and its end is awaited", () =>
    inWorld(async (world) => {
      const sales = await deployed(world);
      await running(world, sales, 60_000);
      await sales.up(argsOf(world, "two", { waitForRun: true, cancelRuns: true, publishOnUpdate: false }));
      expect(order(world)[0]).to.equal("cancelJobInstance");
      expect(order(world).at(-1)).to.equal("updateDefinition");
      expect(runs(world, sales)).to.include("Cancelled");
    }));

  it("stops the write if it does not end in time, with an error that says what to do", () =>
    inWorld(async (world) => {
      const sales = await deployed(world);
      await running(world, sales, 60_000);
      const args = argsOf(world, "two", { waitForRun: true, timeouts: { update: "500ms" } });
      expect(await failure(sales.up(args))).to.match(
        /^the refresh .* did not end in time, and nothing was written\. .*timeouts: \{ update: "3h" \}.*cancelRuns: true/,
      );
      expect(now(world, sales)[0]).to.equal(of("one"));
      expect(sales.outs).to.include({ definitionRevision: 1 });
    }));

  it("is not awaited without waitForRun, and cancelRuns alone is an error", () =>
    inWorld(async (world) => {
      const sales = await deployed(world);
      await running(world, sales, 60_000);
      await sales.up(argsOf(world, "two", { publishOnUpdate: false }));
      expect(world.newRequests()).not.to.have.any.keys("listJobInstances", "cancelJobInstance");
      expect(await failure(sales.up(argsOf(world, "three", { cancelRuns: true })))).to.match(
        /^cancelRuns: set waitForRun: true too/,
      );
    }));

  it("may be followed by an edit in Fabric, which is not overwritten", () =>
    inWorld(async (world) => {
      const sales = await deployed(world);
      await running(world, sales, 60_000);
      const { jobs } = world.context.client;
      const wait = jobs.wait.bind(jobs);
      jobs.wait = (...given) => {
        world.emulator.portalEdit(sales.id, { parts: { "mashup.pq": of("theirs") } });
        world.emulator.advance(60_000);
        return wait(...given);
      };
      expect(await failure(sales.up(argsOf(world, "two", { waitForRun: true })))).to.match(/edited in Fabric/);
      expect(now(world, sales)[0]).to.equal(of("theirs"));
    }));
});
