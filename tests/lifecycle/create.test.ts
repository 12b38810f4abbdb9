import { expect } from "chai";
import { randomUUID } from "node:crypto";
import { definition, mashupOf } from "./assets";
import { failure, Resource } from "./resource";
import { inWorld, type World } from "./world";

const args = ({ emulator }: World, more: object = {}) => ({
  workspaceId: emulator.workspaceId,
  displayName: "Sales",
  definition: definition(),
  ...more,
});

describe("creating a dataflow", () => {
  it("does not send a format of the definition, and an update does not, either", () =>
    inWorld(async (world) => {
      const sales = new Resource(world, "dataflow");
      const args = (row: string) => ({
        ...{ workspaceId: world.emulator.workspaceId, displayName: "Formats", definition: definition({ Orders: row }) },
      });
      await sales.up(args("one"));
      await sales.up(args("two"));
      const bodies = world.emulator.requests
        .filter(({ operation }) => ["createItem", "updateDefinition"].includes(operation))
        .map(({ requestBody }) => (requestBody as { definition: object }).definition);
      expect(bodies).to.have.length(2);
      for (const body of bodies) expect(Object.keys(body)).to.deep.equal(["parts"]);
    }));

  for (const create of [false, true])
    it(`sends the definition without .platform, if the service responds with ${create ? 202 : 201}`, () =>
      inWorld(
        async (world) => {
          const sales = new Resource(world, "dataflow");
          await sales.up(args(world, { description: "d" }));
          const { createItem, listItems, getDefinition, ...polls } = world.newRequests();
          expect({ createItem, listItems, getDefinition }).to.deep.equal({
            createItem: 1,
            listItems: 1,
            getDefinition: 1,
          });
          expect(Object.keys(polls)).to.deep.equal(create ? ["getOperation", "getOperationResult"] : []);
          const item = world.emulator.item(sales.id);
          expect(item).to.include({ displayName: "Sales", description: "d" });
          expect(Object.keys(item.edited ?? {}).sort()).to.deep.equal(["mashup.pq", "queryMetadata.json"]);
          expect(sales.outs).to.include({ definitionRevision: 1, publishedRevision: 0, stateVersion: 1 });
          expect(sales.outs).not.to.have.any.keys("baseline", "unwritten", "pendingPublish");
          expect(world.messages("warn")).to.equal("");
        },
        { switches: { longRunning: { create } } },
      ));

  it("works without a definition, and then has no outputs for a definition", () =>
    inWorld(async (world) => {
      const empty = new Resource(world, "dataflow");
      await empty.up({ workspaceId: world.emulator.workspaceId, displayName: "Empty" });
      expect(world.newRequests()).to.deep.equal({ listItems: 1, createItem: 1 });
      expect(empty.outs).to.have.all.keys("workspaceId", "displayName", "ownerToken", "stateVersion");
      expect(await empty.up({ workspaceId: world.emulator.workspaceId, displayName: "Empty" })).to.equal("same");
    }));

  it("moves the item into its folder, and labels, tags and publishes it", () =>
    inWorld(async (world) => {
      const { emulator } = world;
      const [tag, label] = [emulator.addTag("gold"), emulator.addLabel()];
      const folderId = await world.addFolder("reports");
      const sensitivityLabel = { labelId: label.id };
      const wanted = args(world, { folderId, tags: [tag.id], sensitivityLabel, publishOnUpdate: true });
      const sales = new Resource(world, "dataflow");
      world.newRequests();
      await sales.up(wanted);
      const { getJobInstance, ...calls } = world.newRequests();
      expect(getJobInstance).to.be.greaterThan(0);
      expect(calls).to.deep.equal({ listItems: 1, createItem: 1, applyTags: 1, runApplyChanges: 1, getDefinition: 1 });
      expect(emulator.item(sales.id)).to.deep.include({ folderId, labelId: label.id, tags: [tag.id] });
      expect(emulator.item(sales.id).published?.["mashup.pq"]).to.equal(mashupOf({ Orders: "one" }));
      expect(sales.outs).to.include({ publishedRevision: 1 });
      expect(await sales.up(wanted)).to.equal("same");
      expect(world.newRequests()).to.deep.equal({});
    }));

  it("ignores a label that cannot be applied, but only if configured", () =>
    inWorld(
      async (world) => {
        const label = { labelId: randomUUID() };
        const sales = new Resource(world, "dataflow");
        expect(await failure(sales.up(args(world, { sensitivityLabel: label })))).to.match(
          /label could not be applied/,
        );
        expect(sales.kept, "nothing was created").to.equal(undefined);
        await sales.up(args(world, { sensitivityLabel: { ...label, applyStrategy: "Ignore" } }));
        expect(sales.kept).not.to.equal(undefined);
      },
      { switches: { labelsCanBeApplied: false } },
    ));

  it("says how to adopt the item with a taken name", () =>
    inWorld(async (world) => {
      await new Resource(world, "dataflow").up(args(world));
      const again = new Resource(world, "dataflow");
      const message = await failure(again.up(args(world)));
      expect(message).to.match(
        /^displayName: the dataflow \S+ of the workspace already has the name "Sales".*import.*adoptExisting/s,
      );
      expect(again.kept).to.equal(undefined);
    }));

  it("names the item that has the name in another case, also if it cannot be listed again", () =>
    inWorld(async (world) => {
      await new Resource(world, "dataflow").up(args(world));
      const again = new Resource(world, "dataflow");
      const { id } = world.dataflows()[0]!;
      const explained = new RegExp(
        `^displayName: the dataflow ${id} of the workspace already has the name "sALES" \\(as "Sales".*import: "${id}"`,
      );
      const wanted = { ...args(world), displayName: "sALES" };
      expect(await failure(again.up(wanted))).to.match(explained);
      const fault = { kind: "status", status: 403, errorCode: "InsufficientPrivileges" } as const;
      world.emulator.faults.add({ operation: "listItems", skip: 1, times: 0, fault });
      expect(await failure(again.up(wanted)), "by the list made before the create").to.match(explained);
    }));

  it("waits while the name is reserved after a delete", () =>
    inWorld(
      async (world) => {
        const sales = new Resource(world, "dataflow");
        await sales.up(args(world));
        await sales.destroy();
        world.newRequests();
        await sales.up(args(world));
        expect(world.newRequests().createItem).to.be.greaterThan(1);
      },
      { timings: { nameReservedMs: 1_000 } },
    ));

  it("compares later changes with the definition as the service stored it", () =>
    inWorld(async (world) => {
      const sales = new Resource(world, "dataflow");
      const wanted = args(world);
      world.emulator.faults.add({ operation: "createItem", fault: { kind: "delay", delayMs: 150 } });
      const creating = sales.up(wanted);
      await appears(world);
      world.emulator.portalEdit(world.dataflows()[0]!.id, { parts: { "mashup.pq": mashupOf({ Orders: "theirs" }) } });
      await creating;
      expect(world.messages("warn")).to.match(/stored differs from the one that was sent/);
      expect(sales.outs.baseline).to.have.property("definitionFingerprint");
      await sales.refresh();
      expect(world.messages("warn"), "it is not drift").to.equal("");
      expect(await sales.up(wanted)).to.equal("same");
      world.emulator.portalEdit(sales.id, { parts: { "mashup.pq": mashupOf({ Orders: "again" }) } });
      await sales.refresh();
      expect(world.messages("warn")).to.match(/changed in Fabric/);
      expect(await sales.up(wanted)).to.equal("updated");
    }));

  it("does not read a definition that is never compared, and shows no drift if it is compared later", () =>
    inWorld(async (world) => {
      const sales = new Resource(world, "dataflow");
      const args = { workspaceId: world.emulator.workspaceId, displayName: "Sales", definition: definition() };
      world.newRequests();
      await sales.up({ ...args, driftCheck: "item" });
      expect(world.newRequests()).to.not.have.property("getDefinition");
      await sales.up({ ...args, driftCheck: "definition" });
      await sales.refresh();
      expect(world.messages("warn")).to.equal("");
      expect(await sales.up({ ...args, driftCheck: "definition" })).to.equal("same");
    }));

  it("only warns if the definition cannot be read after the write", () =>
    inWorld(async (world) => {
      const fault = { kind: "status", status: 403, errorCode: "InsufficientPrivileges" } as const;
      world.emulator.faults.add({ operation: "getDefinition", fault });
      const sales = new Resource(world, "dataflow");
      await sales.up(args(world));
      expect(world.messages("warn")).to.match(/could not be read back \(.*InsufficientPrivileges/);
    }));
});

async function appears(world: World): Promise<void> {
  for (let i = 0; i < 200 && world.dataflows().length === 0; i++)
    await new Promise((resolve) => setTimeout(resolve, 5));
}
