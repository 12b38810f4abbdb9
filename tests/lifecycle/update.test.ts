import { expect } from "chai";
import { randomUUID } from "node:crypto";
import { definition, mashupOf, textAsset } from "./assets";
import { failure, Resource } from "./resource";
import { freshLifecycles, inWorld, type World } from "./world";

type Args = Record<string, unknown>;

/** A dataflow with everything that an update can change, and its new inputs. */
async function prepared(world: World) {
  const { emulator } = world;
  const [a, b, c] = ["a", "b", "c"].map((name) => emulator.addTag(name).id);
  const [first, second] = [await world.addFolder("first"), await world.addFolder("second")];
  const base: Args = {
    workspaceId: emulator.workspaceId,
    displayName: "Sales",
    description: "one",
    folderId: first,
    tags: [a, b],
    definition: definition({ Orders: "one" }),
    publishOnUpdate: true,
  };
  const wanted: Args = {
    ...base,
    displayName: "Sales 2",
    description: "two",
    folderId: second,
    tags: [b, c],
    definition: definition({ Orders: "two" }),
  };
  const sales = new Resource(world, "dataflow");
  await sales.up(base);
  world.asked();
  return { sales, base, wanted };
}

function expectConverged(world: World, sales: Resource, wanted: Args, published = true): void {
  const item = world.emulator.item(sales.id);
  const { displayName, description, folderId } = wanted;
  expect(item).to.include({ displayName, description, folderId });
  expect(item.tags).to.have.members(wanted.tags as string[]);
  const mashup = item.edited?.["mashup.pq"];
  expect(mashup).to.equal(mashupOf({ Orders: "two" }));
  if (published) expect(item.published?.["mashup.pq"]).to.equal(mashup);
}

/** The requests, without polls. */
function calls(asked: Record<string, number>): Record<string, number> {
  const { getJobInstance: _job, getOperation: _operation, ...rest } = asked;
  return rest;
}

const added = (...all: Record<string, number>[]): Record<string, number> => {
  const sum: Record<string, number> = {};
  for (const one of all) for (const [key, count] of Object.entries(one)) sum[key] = (sum[key] ?? 0) + count;
  return sum;
};

const each: Record<string, { keys: string[]; asks: Record<string, number> }> = {
  "a name": { keys: ["displayName"], asks: { updateItem: 1 } },
  "a description": { keys: ["description"], asks: { updateItem: 1 } },
  "name and description": { keys: ["displayName", "description"], asks: { updateItem: 1 } },
  "a folder": { keys: ["folderId"], asks: { moveItem: 1 } },
  tags: { keys: ["tags"], asks: { applyTags: 1, unapplyTags: 1 } },
  "a definition": { keys: ["definition"], asks: { updateDefinition: 1, runApplyChanges: 1, getDefinition: 2 } },
  everything: {
    keys: ["displayName", "description", "folderId", "tags", "definition"],
    asks: {
      updateItem: 1,
      moveItem: 1,
      applyTags: 1,
      unapplyTags: 1,
      updateDefinition: 1,
      runApplyChanges: 1,
      // Before and after the write.
      getDefinition: 2,
    },
  },
};

describe("updating a dataflow", () => {
  it("to a name that another dataflow has names that one, and how names are swapped", () =>
    inWorld(async (world) => {
      const { sales, base } = await prepared(world);
      const other = new Resource(world, "dataflow");
      await other.up({ workspaceId: world.emulator.workspaceId, displayName: "Taken" });
      const message = await failure(sales.up({ ...base, displayName: "taken" }));
      expect(message).to.match(
        new RegExp(
          `^displayName: the dataflow ${other.id} of the workspace already has the name "taken" \\(as "Taken": .*\\), so this one cannot be renamed.*swap`,
        ),
      );
      expect(sales.outs.displayName).to.equal("Sales");
    }));

  for (const [what, { keys, asks }] of Object.entries(each))
    it(`sends only the requests that ${what} needs`, () =>
      inWorld(async (world) => {
        const { sales, base, wanted } = await prepared(world);
        const changed = { ...base, ...Object.fromEntries(keys.map((key) => [key, wanted[key]])) };
        expect(await sales.up(changed)).to.equal("updated");
        expect(calls(world.asked())).to.deep.equal(asks);
        expect(await sales.up(changed)).to.equal("same");
        expect(world.asked()).to.deep.equal({});
        await sales.refresh();
        expect(await sales.up(changed), "nor after a refresh").to.equal("same");
      }));

  it("writes a definition by a long-running operation, too", () =>
    inWorld(
      async (world) => {
        const { sales, base, wanted } = await prepared(world);
        await sales.up({ ...base, definition: wanted.definition });
        expect(world.asked()).to.include({ updateDefinition: 1, runApplyChanges: 1 });
        expect(world.emulator.item(sales.id).edited?.["mashup.pq"]).to.equal(mashupOf({ Orders: "two" }));
      },
      { switches: { longRunning: { updateDefinition: true, getDefinition: true } } },
    ));

  it("does not treat other formatting, or another order or path of tags and files, as a change", () =>
    inWorld(async (world) => {
      const { sales, base } = await prepared(world);
      const given = base.definition as Record<string, { text: string }>;
      const crlf = { ...given, "mashup.pq": textAsset(given["mashup.pq"]!.text.replaceAll("\n", "\r\n")) };
      expect(await sales.up({ ...base, definition: crlf, tags: [...(base.tags as string[])].reverse() })).to.equal(
        "same",
      );
      expect(world.asked()).to.deep.equal({});
    }));

  it("clears a description, moves to the root and removes tags if they are no longer declared", () =>
    inWorld(async (world) => {
      const { sales, base } = await prepared(world);
      const { description: _d, folderId: _f, tags: _t, ...less } = base;
      await sales.up(less);
      expect(calls(world.asked())).to.deep.equal({ updateItem: 1, moveItem: 1, unapplyTags: 1 });
      const item = world.emulator.item(sales.id);
      expect(item).to.deep.include({ description: "", tags: [] });
      expect(item.folderId).to.equal(undefined);
      world.emulator.portalEdit(sales.id, { description: "theirs", folderId: base.folderId as string });
      await sales.refresh();
      expect(await sales.up(less), "what is not declared is not managed").to.equal("same");
    }));

  it("keeps the stored definition if none is declared any more, and says so", () =>
    inWorld(async (world) => {
      const { sales, base } = await prepared(world);
      const { definition: _definition, ...less } = base;
      await sales.up(less);
      expect(world.heard("info")).to.match(/definition is no longer declared; the stored one stays as it is/);
      expect(world.asked()).to.deep.equal({});
      expect(world.emulator.item(sales.id).edited?.["mashup.pq"]).to.equal(mashupOf({ Orders: "one" }));
      expect(sales.outs).not.to.have.any.keys("definition", "definitionFingerprint", "publishedRevision");
      await sales.refresh();
      expect(world.asked(), "nor is it compared").to.deep.equal({ getItem: 1 });
      await sales.up({ ...base, definition: definition({ Orders: "two" }) });
      expect(calls(world.asked()), "declared again it is written").to.include({
        updateDefinition: 1,
        runApplyChanges: 1,
      });
    }));

  it("replaces for another workspace, and says that a label cannot change", () =>
    inWorld(async (world) => {
      const { sales, base } = await prepared(world);
      const { folderId: _f, tags: _t, ...movable } = base;
      const other = world.emulator.addWorkspace({ displayName: "other", hasCapacity: true });
      const first = sales.id;
      expect(await sales.up({ ...base, sensitivityLabel: { labelId: randomUUID() } })).to.equal("updated");
      expect(world.heard("warn")).to.match(/change sensitivityLabel in the portal/);
      expect(await sales.up({ ...movable, workspaceId: other.id })).to.equal("replaced");
      expect(world.dataflows().map(({ id, workspaceId }) => [id, workspaceId])).to.deep.equal([[sales.id, other.id]]);
      expect(sales.id).not.to.equal(first);
      expect(sales.outs.definitionRevision).to.equal(1);
    }));

  it("writes nothing if a file changed after the check", () =>
    inWorld(async (world) => {
      const { sales, base } = await prepared(world);
      const edited = { ...base, definition: definition({ Orders: "two" }) };
      const inputs = await sales.check(edited);
      inputs.definition = definition({ Orders: "three" });
      const update = freshLifecycles().dataflow.update(sales.id, sales.outs, inputs, world.context);
      expect(await failure(update)).to.match(/files changed during this update, so nothing was written/);
      expect(world.asked()).to.deep.equal({});
    }));
});

const refused = { kind: "status", status: 403, errorCode: "InsufficientPrivileges" } as const;
describe("an update of an item that was deleted in the portal", () => {
  for (const [what, change] of Object.entries({
    "its name": { displayName: "Sales 2" },
    "its definition": { definition: definition({ Orders: "two" }) },
    "that it is published": { publishOnUpdate: true },
  }))
    it(`says to refresh, whatever changes (${what})`, () =>
      inWorld(async (world) => {
        const { workspaceId } = world.emulator;
        const base = { workspaceId, displayName: "Sales", definition: definition({ Orders: "one" }) };
        const sales = new Resource(world, "dataflow");
        await sales.up(base);
        world.emulator.portalDelete(sales.id);
        expect(await failure(sales.up({ ...base, ...change }))).to.match(
          /^the dataflow \S+ was deleted in Fabric.*`pulumi refresh`/,
        );
        expect(await sales.refresh()).to.equal(false);
        expect(await sales.up({ ...base, ...change })).to.equal("created");
      }));
});

describe("an update whose read of the stored definition is refused", () => {
  it("writes nothing, because whoever may write may read", () =>
    inWorld(async (world) => {
      const { sales, base } = await prepared(world);
      const theirs = mashupOf({ Orders: "theirs" });
      world.emulator.portalEdit(sales.id, { parts: { "mashup.pq": theirs } });
      world.emulator.faults.add({ operation: "getDefinition", fault: refused });
      const edited = { ...base, definition: definition({ Orders: "two" }) };
      expect(await failure(sales.up(edited))).to.match(/InsufficientPrivileges/);
      expect(world.emulator.item(sales.id).edited?.["mashup.pq"]).to.equal(theirs);
    }));
});

/** Each step that can fail, with the steps before it. */
const failing = {
  updateItem: [],
  moveItem: ["updateItem"],
  applyTags: ["updateItem", "moveItem"],
  unapplyTags: ["updateItem", "moveItem", "applyTags"],
  updateDefinition: ["updateItem", "moveItem", "applyTags", "unapplyTags"],
  runApplyChanges: ["updateItem", "moveItem", "applyTags", "unapplyTags", "updateDefinition"],
  "a publish that fails": ["updateItem", "moveItem", "applyTags", "unapplyTags", "updateDefinition"],
};

const followUps = {
  up: (sales: Resource, wanted: Args) => sales.up(wanted),
  "refresh and up": async (sales: Resource, wanted: Args) => {
    await sales.refresh();
    return sales.up(wanted);
  },
  "up --refresh": async (sales: Resource, wanted: Args) => {
    await sales.refresh();
    return sales.up(wanted, { sameProcess: true });
  },
};

describe("a partially failed update", () => {
  for (const [step, before] of Object.entries(failing))
    for (const [way, followUp] of Object.entries(followUps))
      it(`at ${step} is completed by ${way}, which repeats nothing and omits nothing`, () =>
        inWorld(async (world) => {
          const { sales, wanted } = await prepared(world);
          const failsAsJob = step === "a publish that fails";
          const fault = failsAsJob ? ({ kind: "job", job: { outcome: "fail" } } as const) : refused;
          world.emulator.faults.add({ operation: failsAsJob ? "runApplyChanges" : step, fault });
          await failure(sales.up(wanted));
          const first = calls(world.asked());
          for (const done of before) expect(first, done).to.have.property(done, 1);
          expect(await followUp(sales, wanted)).to.equal("updated");
          const { getItem: _item, getDefinition: _definition, ...all } = added(first, calls(world.asked()));
          expect(all, "each call once, and the one that failed twice").to.deep.equal({
            updateItem: 1,
            moveItem: 1,
            applyTags: 1,
            unapplyTags: 1,
            updateDefinition: 1,
            runApplyChanges: 1,
            [failsAsJob ? "runApplyChanges" : step]: 2,
          });
          expectConverged(world, sales, wanted);
          expect(sales.outs).to.include({ definitionRevision: 2, publishedRevision: 2 });
          expect(await sales.up(wanted)).to.equal("same");
          expect(world.asked()).to.deep.equal({});
        }));

  for (const [way, followUp] of Object.entries(followUps))
    it(`does not lose a rotated secret, which no fingerprint shows (${way})`, () =>
      inWorld(async (world) => {
        const { workspaceId } = world.emulator;
        const of = (password: string, displayName: string): Args => ({
          workspaceId,
          displayName,
          definition: definition({ Orders: "the-password" }),
          replacements: { "the-password": password },
          __declaration: { secrets: [["replacements", "the-password"]] },
        });
        const sales = new Resource(world, "dataflow");
        await sales.up(of("first", "Sales"));
        world.emulator.faults.add({ operation: "updateDefinition", fault: refused });
        await failure(sales.up(of("second", "Sales 2")));
        await followUp(sales, of("second", "Sales 2"));
        const stored = world.emulator.item(sales.id).edited?.["mashup.pq"];
        expect(stored).to.equal(mashupOf({ Orders: "second" }));
        expect(await sales.up(of("second", "Sales 2"))).to.equal("same");
      }));

  it("is deleted completely by destroy", () =>
    inWorld(async (world) => {
      const { sales, wanted } = await prepared(world);
      world.emulator.faults.add({ operation: "unapplyTags", fault: refused });
      await failure(sales.up(wanted));
      await sales.destroy();
      expect(world.dataflows()).to.deep.equal([]);
    }));
});
