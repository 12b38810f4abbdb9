import { expect } from "chai";
import { definition, mashupOf } from "./assets";
import { failure, Resource } from "./resource";
import { calls, prepared, type Args } from "./updatedDataflow";
import { inWorld, type World } from "./world";

function expectConverged(world: World, sales: Resource, wanted: Args, published = true): void {
  const item = world.emulator.item(sales.id);
  const { displayName, description, folderId } = wanted;
  expect(item).to.include({ displayName, description, folderId });
  expect(item.tags).to.have.members(wanted.tags as string[]);
  const mashup = item.edited?.["mashup.pq"];
  expect(mashup).to.equal(mashupOf({ Orders: "two" }));
  if (published) expect(item.published?.["mashup.pq"]).to.equal(mashup);
}

const refused = { kind: "status", status: 403, errorCode: "InsufficientPrivileges" } as const;

const added = (...all: Record<string, number>[]): Record<string, number> => {
  const sum: Record<string, number> = {};
  for (const one of all) for (const [key, count] of Object.entries(one)) sum[key] = (sum[key] ?? 0) + count;
  return sum;
};

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
          const first = calls(world.newRequests());
          for (const done of before) expect(first, done).to.have.property(done, 1);
          expect(await followUp(sales, wanted)).to.equal("updated");
          const { getItem: _item, getDefinition: _definition, ...all } = added(first, calls(world.newRequests()));
          expect(all, "each call once, and the failed one twice").to.deep.equal({
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
          expect(world.newRequests()).to.deep.equal({});
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
