import { expect } from "chai";
import { randomUUID } from "node:crypto";
import { definition, mashupOf, textAsset } from "./assets";
import { failure, Resource } from "./resource";
import { calls, prepared } from "./updatedDataflow";
import { freshLifecycles, inWorld } from "./world";

const each: Record<string, { keys: string[]; requests: Record<string, number> }> = {
  "a name": { keys: ["displayName"], requests: { updateItem: 1 } },
  "a description": { keys: ["description"], requests: { updateItem: 1 } },
  "name and description": { keys: ["displayName", "description"], requests: { updateItem: 1 } },
  "a folder": { keys: ["folderId"], requests: { moveItem: 1 } },
  tags: { keys: ["tags"], requests: { applyTags: 1, unapplyTags: 1 } },
  "a definition": { keys: ["definition"], requests: { updateDefinition: 1, runApplyChanges: 1, getDefinition: 2 } },
  everything: {
    keys: ["displayName", "description", "folderId", "tags", "definition"],
    requests: {
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
  it("says which dataflow has the new name if it is taken, and how names are swapped", () =>
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

  for (const [what, { keys, requests }] of Object.entries(each))
    it(`sends only the requests that ${what} needs`, () =>
      inWorld(async (world) => {
        const { sales, base, wanted } = await prepared(world);
        const changed = { ...base, ...Object.fromEntries(keys.map((key) => [key, wanted[key]])) };
        expect(await sales.up(changed)).to.equal("updated");
        expect(calls(world.newRequests())).to.deep.equal(requests);
        expect(await sales.up(changed)).to.equal("same");
        expect(world.newRequests()).to.deep.equal({});
        await sales.refresh();
        expect(await sales.up(changed), "also not after a refresh").to.equal("same");
      }));

  it("can write a definition by a long-running operation", () =>
    inWorld(
      async (world) => {
        const { sales, base, wanted } = await prepared(world);
        await sales.up({ ...base, definition: wanted.definition });
        expect(world.newRequests()).to.include({ updateDefinition: 1, runApplyChanges: 1 });
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
      expect(world.newRequests()).to.deep.equal({});
    }));

  it("clears a description, moves to the root and removes tags if they are no longer declared", () =>
    inWorld(async (world) => {
      const { sales, base } = await prepared(world);
      const { description: _d, folderId: _f, tags: _t, ...less } = base;
      await sales.up(less);
      expect(calls(world.newRequests())).to.deep.equal({ updateItem: 1, moveItem: 1, unapplyTags: 1 });
      const item = world.emulator.item(sales.id);
      expect(item).to.deep.include({ description: "", tags: [] });
      expect(item.folderId).to.equal(undefined);
      world.emulator.portalEdit(sales.id, { description: "theirs", folderId: base.folderId as string });
      await sales.refresh();
      expect(await sales.up(less), "what is not declared is not managed").to.equal("same");
    }));

  it("keeps the stored definition and says so if none is declared any more", () =>
    inWorld(async (world) => {
      const { sales, base } = await prepared(world);
      const { definition: _definition, ...less } = base;
      await sales.up(less);
      expect(world.messages("info")).to.match(/definition is no longer declared; the stored one stays as it is/);
      expect(world.newRequests()).to.deep.equal({});
      expect(world.emulator.item(sales.id).edited?.["mashup.pq"]).to.equal(mashupOf({ Orders: "one" }));
      expect(sales.outs).not.to.have.any.keys("definition", "definitionFingerprint", "publishedRevision");
      await sales.refresh();
      expect(world.newRequests(), "it is not compared").to.deep.equal({ getItem: 1 });
      await sales.up({ ...base, definition: definition({ Orders: "two" }) });
      expect(calls(world.newRequests()), "it is written if it is declared again").to.include({
        updateDefinition: 1,
        runApplyChanges: 1,
      });
    }));

  it("replaces it for another workspace, and says that a label cannot change", () =>
    inWorld(async (world) => {
      const { sales, base } = await prepared(world);
      const { folderId: _f, tags: _t, ...movable } = base;
      const other = world.emulator.addWorkspace({ displayName: "other", hasCapacity: true });
      const first = sales.id;
      expect(await sales.up({ ...base, sensitivityLabel: { labelId: randomUUID() } })).to.equal("updated");
      expect(world.messages("warn")).to.match(/change sensitivityLabel in the portal/);
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
      expect(world.newRequests()).to.deep.equal({});
    }));
});

const refused = { kind: "status", status: 403, errorCode: "InsufficientPrivileges" } as const;
describe("an update of an item that was deleted in the portal", () => {
  for (const [what, change] of Object.entries({
    "the name": { displayName: "Sales 2" },
    "the definition": { definition: definition({ Orders: "two" }) },
    publishOnUpdate: { publishOnUpdate: true },
  }))
    it(`says that a refresh is needed if it changes ${what}`, () =>
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
  it("writes nothing, because a user who may write may read, too", () =>
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
