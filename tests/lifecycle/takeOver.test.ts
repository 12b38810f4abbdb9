import { expect } from "chai";
import { definition, mashupOf } from "./assets";
import { failure, Resource } from "./resource";
import { freshLifecycles, inWorld, type World } from "./world";

type Args = Record<string, unknown>;

/** An item of another user, and the program's inputs. */
async function prepared(world: World, theirs: Args = {}) {
  const { workspaceId } = world.emulator;
  const declared: Args = {
    workspaceId,
    displayName: "Sales",
    description: "d",
    definition: definition({ Orders: "one" }),
  };
  const made = new Resource(world, "dataflow");
  await made.up({ ...declared, ...theirs });
  world.newRequests();
  world.messages("warn");
  return { declared, id: made.id, sales: new Resource(world, "dataflow") };
}

const writes = ["updateItem", "updateDefinition", "createItem", "moveItem", "applyTags", "deleteItem"];

describe("the option import", () => {
  it("adopts an equal item, writes nothing, and has no difference afterwards", () =>
    inWorld(async (world) => {
      const { declared, id, sales } = await prepared(world);
      await sales.up({ ...declared, __declaration: { import: id } });
      expect(sales.id).to.equal(id);
      expect(world.newRequests()).to.deep.equal({ getItem: 1, getDefinition: 1 });
      expect(world.messages("warn")).to.equal("");
      expect(await sales.up({ ...declared, __declaration: { import: id } })).to.equal("same");
      expect(await sales.up(declared), "the option is removed").to.equal("same");
      await sales.refresh();
      expect(await sales.up({ ...declared, __declaration: { import: id } })).to.equal("same");
    }));

  for (const refreshes of [false, true])
    it(`adopts a different item unchanged, and the next up ${refreshes ? "after a refresh " : ""}writes the difference`, () =>
      inWorld(async (world) => {
        const { declared, id, sales } = await prepared(world, {
          description: "theirs",
          definition: definition({ Orders: "theirs" }),
        });
        const args = { ...declared, __declaration: { import: id } };
        await sales.up(args);
        expect(world.newRequests()).not.to.have.any.keys(...writes);
        expect(world.messages("warn")).to.match(
          /imported "Sales" .* differs from the program in description, definition; the next `pulumi up` writes/,
        );
        if (refreshes) await sales.refresh();
        const { does, differs } = await sales.preview(args);
        expect(does).to.equal("updated");
        if (refreshes) expect(differs).to.include.members(["description", "definitionFingerprint"]);
        else expect(world.messages("info")).to.match(/not written yet: description, definition/);
        world.newRequests();
        await sales.up(args);
        expect(world.newRequests()).to.deep.equal({ updateItem: 1, updateDefinition: 1, getDefinition: 2 });
        expect(world.emulator.item(id).edited?.["mashup.pq"]).to.equal(mashupOf({ Orders: "one" }));
        expect(await sales.up(args)).to.equal("same");
        expect(sales.outs).not.to.have.property("unwritten");
      }));

  it("does not publish an equal item, because its published definition is in use, but publishes the next edit", () =>
    inWorld(async (world) => {
      const { declared, id, sales } = await prepared(world);
      const args = { ...declared, publishOnUpdate: true };
      await sales.up({ ...args, __declaration: { import: id } });
      expect(world.newRequests()).to.deep.equal({ getItem: 1, getDefinition: 1 });
      expect(await sales.up(args)).to.equal("same");
      await sales.refresh();
      expect(await sales.up(args), "after a refresh").to.equal("same");
      world.newRequests();
      await sales.up({ ...args, definition: definition({ Orders: "two" }) });
      expect(world.newRequests()).to.include({ updateDefinition: 1, runApplyChanges: 1 });
      expect(sales.outs).to.include({ definitionRevision: 2, publishedRevision: 2 });
    }));

  it("says what to do if the item does not exist", () =>
    inWorld(async (world) => {
      const { declared, id, sales } = await prepared(world);
      world.emulator.portalDelete(id);
      expect(await failure(sales.up({ ...declared, __declaration: { import: id } }))).to.match(
        /^import: .*no dataflow .* remove the option import/,
      );
      expect(await failure(sales.up({ ...declared, __declaration: { import: "Sales" } }))).to.match(
        /^import: is not a valid GUID/,
      );
    }));
});

describe("adoptExisting", () => {
  it("adopts an equal item and writes nothing", () =>
    inWorld(async (world) => {
      const { declared, id, sales } = await prepared(world);
      await sales.up({ ...declared, adoptExisting: true });
      expect(sales.id).to.equal(id);
      expect(world.newRequests()).to.deep.equal({ listItems: 1, getDefinition: 1 });
      expect(world.messages("warn")).to.match(/nothing differs/);
      expect(await sales.up({ ...declared, adoptExisting: true })).to.equal("same");
    }));

  it("updates a different item to the declared definition at once, and says what changes", () =>
    inWorld(async (world) => {
      const { declared, id, sales } = await prepared(world, {
        description: "theirs",
        definition: definition({ Orders: "theirs" }),
      });
      const args = { ...declared, adoptExisting: true, publishOnUpdate: true };
      await sales.up(args);
      expect(world.messages("warn")).to.match(/changes its description, definition to what is declared/);
      const item = world.emulator.item(id);
      expect(item.edited?.["mashup.pq"]).to.equal(mashupOf({ Orders: "one" }));
      expect(item.published?.["mashup.pq"]).to.equal(mashupOf({ Orders: "one" }));
      expect(item.description).to.equal("d");
      world.newRequests();
      expect(await sales.up(args)).to.equal("same");
      expect(world.newRequests()).to.deep.equal({});
    }));

  it("creates an item if there is none with that name", () =>
    inWorld(async (world) => {
      const { declared, id, sales } = await prepared(world);
      await sales.up({ ...declared, displayName: "Other", adoptExisting: true });
      expect(sales.id).not.to.equal(id);
    }));

  it("adopts the item that has the name in another case, if the service refuses that name, and renames it", () =>
    inWorld(async (world) => {
      const { declared, id, sales } = await prepared(world);
      const displayName = String(declared.displayName).toUpperCase();
      await sales.up({ ...declared, displayName, adoptExisting: true });
      expect(sales.id).to.equal(id);
      expect(world.emulator.item(id).displayName).to.equal(displayName);
      expect(world.messages("warn")).to.match(/changes its displayName to what is declared/);
    }));

  it("finds an item that appears late in the list", () =>
    inWorld(async (world) => {
      const { declared, id, sales } = await prepared(world);
      world.emulator.set({ timings: { listLagMs: 250 } });
      world.emulator.faults.add({ operation: "createItem", fault: { kind: "delay", delayMs: 300 } });
      await sales.up({ ...declared, adoptExisting: true });
      expect(sales.id).to.equal(id);
    }));

  it("is an error with all ids if several items have the name", () =>
    inWorld(
      async (world) => {
        const { declared, id, sales } = await prepared(world);
        const { workspaceId } = world.emulator;
        const second = await world.context.client.dataflows.create(workspaceId, {
          displayName: String(declared.displayName),
        });
        const message = await failure(sales.up({ ...declared, adoptExisting: true }));
        expect(message)
          .to.contain(id)
          .and.contain(second.id)
          .and.match(/^displayName: 2 dataflows .*import/);
      },
      { switches: { uniqueNames: false } },
    ));

  it("keeps the item and continues with the next up if a step failed", () =>
    inWorld(async (world) => {
      const { declared, id, sales } = await prepared(world, {
        description: "x",
        definition: definition({ Orders: "x" }),
      });
      const fault = { kind: "status", status: 403, errorCode: "InsufficientPrivileges" } as const;
      world.emulator.faults.add({ operation: "updateDefinition", fault });
      const args = { ...declared, adoptExisting: true };
      await failure(sales.up(args));
      expect(sales.id).to.equal(id);
      world.newRequests();
      await sales.refresh();
      await sales.up(args);
      expect(world.newRequests()).to.include({ updateDefinition: 1 }).and.not.to.have.property("updateItem");
    }));

  it("does not put an item into the state if its first step failed, and adopts it at the next up", () =>
    inWorld(async (world) => {
      const { declared, id, sales } = await prepared(world, { description: "x" });
      const fault = { kind: "status", status: 403, errorCode: "InsufficientPrivileges" } as const;
      world.emulator.faults.add({ operation: "updateItem", fault });
      const args = { ...declared, adoptExisting: true };
      await failure(sales.up(args));
      expect(sales.kept).to.equal(undefined);
      await sales.up(args);
      expect(sales.id).to.equal(id);
    }));
});

describe("two resources for one item", () => {
  const context = async (world: World) => {
    const { declared, id } = await prepared(world);
    const lifecycle = freshLifecycles().dataflow;
    const inputsOf = async (args: Args) => (await lifecycle.check({}, args, world.context)).inputs;
    return { lifecycle, declared, id, inputsOf };
  };

  for (const how of ["import", "adoptExisting"])
    it(`are an error in any order (${how})`, () =>
      inWorld(async (world) => {
        const { lifecycle, declared, id, inputsOf } = await context(world);
        const inputs = await inputsOf({
          ...declared,
          ...(how === "import" ? { __declaration: { import: id } } : { adoptExisting: true }),
        });
        const both = await Promise.allSettled([1, 2].map(() => lifecycle.create(inputs, world.context)));
        expect(both.map(({ status }) => status).sort()).to.deep.equal(["fulfilled", "rejected"]);
        const refused = both.find((one) => one.status === "rejected")?.reason as Error;
        expect(refused.message).to.match(/another resource of this program holds .*: declare it only once/);
        expect(world.newRequests()).not.to.have.any.keys(...writes);
      }));

  it("are an error of diff if the state has both", () =>
    inWorld(async (world) => {
      const { lifecycle, declared, id, inputsOf } = await context(world);
      const inputs = await inputsOf({ ...declared, __declaration: { import: id } });
      const outs = (ownerToken: string) => ({ ...inputs, ownerToken, stateVersion: 1 });
      expect(lifecycle.diff(id, outs("a"), inputs, world.context)).to.deep.equal({ changes: false });
      expect(() => lifecycle.diff(id, outs("b"), inputs, world.context)).to.throw(/declare it only once/);
    }));

  it("do not delete each other's item after an adoption under a new name", () =>
    inWorld(async (world) => {
      const { lifecycle, declared, id, inputsOf } = await context(world);
      const inputs = await inputsOf({ ...declared, adoptExisting: true });
      const old = { ...inputs, ownerToken: "old", stateVersion: 1 };
      await lifecycle.create(inputs, world.context);
      await lifecycle.delete(id, old, world.context);
      expect(world.messages("warn")).to.match(/is not deleted, because another resource holds it now/);
      expect(world.dataflows().map((item) => item.id)).to.deep.equal([id]);
    }));
});
