import { expect } from "chai";
import { definition, mashupOf } from "./assets";
import { failure, Resource } from "./resource";
import { inWorld, type World } from "./world";

type Args = Record<string, unknown>;

const argsOf = ({ emulator }: World, row: string, more: Args = {}): Args => ({
  workspaceId: emulator.workspaceId,
  displayName: "Sales",
  definition: definition({ Orders: row }),
  publishOnUpdate: true,
  ...more,
});
const job = (outcome: "fail" | "cancel" | "dedupe" | "neverEnds" | "disappear", message?: string) =>
  ({ operation: "runApplyChanges", fault: { kind: "job", job: { outcome, message } } }) as const;
const published = (world: World, sales: Resource) => world.emulator.item(sales.id).published?.["mashup.pq"];
const runs = (world: World, sales: Resource) => world.emulator.item(sales.id).runs.map(({ status }) => status);
const refused = { kind: "status", status: 403, errorCode: "InsufficientPrivileges" } as const;
const short = { timeouts: { publish: "200ms" } };

const followUps = {
  up: async () => true,
  "refresh and up": (sales: Resource) => sales.refresh(),
  "up --refresh": (sales: Resource) => sales.refresh(),
};

describe("publishing a dataflow", () => {
  for (const [way, before] of Object.entries(followUps))
    it(`is repeated only by ${way} if it failed at the create`, () =>
      inWorld(async (world) => {
        const sales = new Resource(world, "dataflow");
        world.emulator.faults.add(job("fail", "the schema could not be read"));
        const message = await failure(sales.up(argsOf(world, "one")));
        expect(message).to.match(
          /^publish of the dataflow .* ended Failed; .*: EntityUserFailure: the schema could not be read/,
        );
        expect(sales.outs).to.include({ definitionRevision: 1, publishedRevision: 0 });
        world.newRequests();
        await before(sales);
        const { does, differs } = await sales.preview(argsOf(world, "one"));
        // Without a refresh, the engine's own mark of a failed create causes the update.
        if (way !== "up") expect([does, differs]).to.deep.equal(["updated", ["publishedRevision"]]);
        expect(await sales.up(argsOf(world, "one"), { sameProcess: way === "up --refresh" })).to.equal("updated");
        expect(world.newRequests())
          .to.include({ runApplyChanges: 1 })
          .and.not.to.have.any.keys("updateDefinition", "createItem");
        expect(published(world, sales)).to.equal(mashupOf({ Orders: "one" }));
        expect(await sales.up(argsOf(world, "one"))).to.equal("same");
      }));

  it("happens if the option is turned on, for unpublished definitions, and never if it is off", () =>
    inWorld(async (world) => {
      const sales = new Resource(world, "dataflow");
      const off = { publishOnUpdate: false };
      await sales.up(argsOf(world, "one", off));
      await sales.up(argsOf(world, "two", off));
      expect(published(world, sales)).to.equal(undefined);
      world.newRequests();
      const { does, differs } = await sales.preview(argsOf(world, "two"));
      expect([does, differs]).to.deep.equal(["updated", ["publishOnUpdate", "publishedRevision"]]);
      await sales.up(argsOf(world, "two"));
      expect(world.newRequests()).to.include({ runApplyChanges: 1 }).and.not.to.have.property("updateDefinition");
      expect(published(world, sales)).to.equal(mashupOf({ Orders: "two" }));
      await sales.up(argsOf(world, "two", off));
      expect(world.newRequests()).to.deep.equal({});
      expect(await sales.up(argsOf(world, "two")), "what is published needs no publish").to.equal("updated");
      expect(world.newRequests()).to.deep.equal({});
    }));

  for (const refreshes of [false, true])
    it(`is not repeated after a failure if the option is turned off${refreshes ? ", also after a refresh" : ""}`, () =>
      inWorld(async (world) => {
        const sales = new Resource(world, "dataflow");
        world.emulator.faults.add(job("fail"));
        await failure(sales.up(argsOf(world, "one")));
        if (refreshes) await sales.refresh();
        world.newRequests();
        const off = argsOf(world, "one", { publishOnUpdate: false });
        await sales.up(off);
        expect(world.newRequests()).to.deep.equal({});
        expect(await sales.up(off)).to.equal("same");
        await sales.up(argsOf(world, "one"));
        expect(world.newRequests()).to.include({ runApplyChanges: 1 });
      }));

  it("keeps its run if it exceeds its timeout, and the next up awaits the run", () =>
    inWorld(
      async (world) => {
        const sales = new Resource(world, "dataflow");
        const message = await failure(sales.up(argsOf(world, "one", short)));
        expect(message).to.match(/did not end within 0.\d+ s.*timeouts: \{ publish: "3h" \}.*go on waiting/s);
        expect(sales.outs.pendingPublish).to.include({ revision: 1 });
        await sales.refresh();
        expect(sales.inputs).not.to.have.property("pendingPublish");
        world.emulator.advance(60_000);
        world.newRequests();
        await sales.up(argsOf(world, "one", { timeouts: { publish: "30s" } }));
        expect(world.newRequests()).to.have.all.keys("getJobInstance");
        expect(runs(world, sales)).to.deep.equal(["Completed"]);
        expect(sales.outs).to.include({ publishedRevision: 1 }).and.not.to.have.property("pendingPublish");
      },
      { timings: { applyChangesMs: 60_000 } },
    ));

  it("starts another run if the awaited one failed meanwhile, or is no longer known", () =>
    inWorld(
      async (world) => {
        for (const outcome of ["fail", "disappear"] as const) {
          const sales = new Resource(world, "dataflow");
          const args = argsOf(world, "one", { ...short, displayName: outcome });
          world.emulator.faults.add(job(outcome));
          await failure(sales.up(args));
          world.emulator.advance(60_000);
          world.emulator.set({ timings: { applyChangesMs: 5 } });
          world.newRequests();
          await sales.up({ ...args, timeouts: { publish: "10s" } });
          expect(world.newRequests(), outcome).to.include({ runApplyChanges: 1 });
          expect(sales.outs).to.include({ publishedRevision: 1 });
          world.emulator.set({ timings: { applyChangesMs: 60_000 } });
        }
      },
      { timings: { applyChangesMs: 60_000 } },
    ));

  it("does not accept an active run of the older definition if the definition was edited again", () =>
    inWorld(
      async (world) => {
        const sales = new Resource(world, "dataflow");
        await failure(sales.up(argsOf(world, "one", short)));
        const updating = sales.up(argsOf(world, "two", { timeouts: { publish: "10s" } }));
        for (let i = 0; i < 200 && runs(world, sales).length < 2; i++) await new Promise((done) => setTimeout(done, 5));
        expect(runs(world, sales)).to.deep.equal(["Deduped", "InProgress"]);
        world.emulator.set({ timings: { applyChangesMs: 5 } });
        world.emulator.advance(60_000);
        await updating;
        expect(runs(world, sales)).to.deep.equal(["Completed", "Deduped", "Completed"]);
        expect(published(world, sales)).to.equal(mashupOf({ Orders: "two" }));
        expect(sales.outs).to.include({ publishedRevision: 2 });
      },
      { timings: { applyChangesMs: 60_000 } },
    ));

  it("finds its run after a lost response, and does not start it twice", () =>
    inWorld(async (world) => {
      const sales = new Resource(world, "dataflow");
      world.emulator.faults.add({ operation: "runApplyChanges", fault: { kind: "reset", effect: "applied" } });
      await sales.up(argsOf(world, "one"));
      expect(runs(world, sales)).to.deep.equal(["Completed"]);
      world.emulator.faults.add({ operation: "runApplyChanges", fault: { kind: "reset" } });
      for (const run of world.emulator.world.findItem(sales.id)!.jobs) run.startedAt! -= 60_000;
      await sales.up(argsOf(world, "two"));
      expect(runs(world, sales), "an older run is not returned instead").to.deep.equal(["Completed", "Completed"]);
    }));

  it("also happens for an item whose definition is ignored", () =>
    inWorld(async (world) => {
      const sales = new Resource(world, "dataflow");
      world.emulator.faults.add(job("fail"));
      await failure(sales.up(argsOf(world, "one")));
      await sales.refresh();
      // The definition after the engine's ignoreChanges.
      const ignoring = { ...argsOf(world, "two"), definition: sales.inputs.definition };
      world.newRequests();
      await sales.up(ignoring);
      expect(world.newRequests()).to.include({ runApplyChanges: 1 }).and.not.to.have.property("updateDefinition");
      expect(published(world, sales)).to.equal(mashupOf({ Orders: "one" }));
    }));
});

const theirs = { parts: { "mashup.pq": mashupOf({ Orders: "theirs" }) } };

/** An unpublished item, and an edit that no state has. */
async function editedUnpublished(world: World, more: Args = {}): Promise<Resource> {
  const sales = new Resource(world, "dataflow");
  await sales.up(argsOf(world, "one", { publishOnUpdate: false, ...more }));
  world.emulator.portalEdit(sales.id, theirs);
  world.newRequests();
  return sales;
}

describe("a publish without a write", () => {
  it("does not include a later edit by another user until a refresh has found it", () =>
    inWorld(async (world) => {
      const sales = await editedUnpublished(world);
      const message = await failure(sales.up(argsOf(world, "one")));
      expect(message).to.match(
        /edited in Fabric since the last `pulumi up` or refresh \(Orders\), and nothing was published/,
      );
      expect(world.newRequests()).to.deep.equal({ getDefinition: 1 });
      expect(published(world, sales)).to.equal(undefined);
      await sales.refresh();
      expect(await sales.up(argsOf(world, "one"))).to.equal("updated");
      expect(published(world, sales)).to.equal(mashupOf({ Orders: "one" }));
      expect(await sales.up(argsOf(world, "one"))).to.equal("same");
    }));

  it("is only awaited, without a read, if it is already active", () =>
    inWorld(
      async (world) => {
        const sales = new Resource(world, "dataflow");
        await failure(sales.up(argsOf(world, "one", short)));
        world.emulator.advance(60_000);
        world.newRequests();
        await sales.up(argsOf(world, "one", { timeouts: { publish: "30s" } }));
        expect(world.newRequests()).to.have.all.keys("getJobInstance");
      },
      { timings: { applyChangesMs: 60_000 } },
    ));

  it("continues with a warning if a protected label forbids the read, but not for any other reason", () =>
    inWorld(async (world) => {
      const label = world.emulator.addLabel({ isProtected: true });
      for (const labelId of [label.id, undefined]) {
        const displayName = labelId ? "Labelled" : "Plain";
        const more = { displayName, ...(labelId && { sensitivityLabel: { labelId } }) };
        const sales = await editedUnpublished(world, more);
        if (!labelId) world.emulator.faults.add({ operation: "getDefinition", fault: refused });
        world.messages("warn");
        const going = sales.up(argsOf(world, "one", more));
        if (labelId) {
          await going;
          expect(world.messages("warn")).to.match(/could not be read before it is published/);
        } else expect(await failure(going)).to.match(/InsufficientPrivileges/);
        expect(world.newRequests().runApplyChanges ?? 0).to.equal(labelId ? 1 : 0);
      }
    }));

  it("publishes the edit, and says so, if driftCheck is item, which does not read definitions", () =>
    inWorld(async (world) => {
      const item = { driftCheck: "item" };
      const sales = await editedUnpublished(world, item);
      await sales.up(argsOf(world, "one", item));
      expect(world.messages("warn")).to.match(
        /edited in Fabric \(Orders\); the edit is published, because driftCheck is "item"/,
      );
    }));
});

describe("a program that adopts an edit of the portal", () => {
  it("writes nothing, and publishes the stored definition", () =>
    inWorld(async (world) => {
      const args = (row: string) => ({
        workspaceId: world.emulator.workspaceId,
        displayName: "Sales",
        definition: definition({ Orders: row }),
        publishOnUpdate: true,
      });
      const sales = new Resource(world, "dataflow");
      await sales.up(args("one"));
      world.emulator.portalEdit(sales.id, { parts: { "mashup.pq": mashupOf({ Orders: "two" }) } });
      await sales.refresh();
      world.newRequests();
      expect(await sales.up(args("two"))).to.equal("updated");
      expect(world.newRequests()).to.include({ runApplyChanges: 1 }).and.not.to.have.property("updateDefinition");
      expect(world.emulator.item(sales.id).published?.["mashup.pq"]).to.equal(mashupOf({ Orders: "two" }));
      expect(await sales.up(args("two"))).to.equal("same");
    }));
});
