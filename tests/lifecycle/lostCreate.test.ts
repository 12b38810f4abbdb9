import { expect } from "chai";
import { definition, mashupOf } from "./assets";
import { failure, Resource } from "./resource";
import { freshLifecycles, inWorld, type World } from "./world";

const args = ({ emulator }: World, more: object = {}) => ({
  workspaceId: emulator.workspaceId,
  displayName: "Sales",
  definition: definition(),
  ...more,
});
async function until(isSo: () => boolean): Promise<void> {
  for (let i = 0; i < 400 && !isSo(); i++) await new Promise((done) => setTimeout(done, 5));
}
const lost = { kind: "reset", effect: "applied" } as const;

describe("a create whose response was lost", () => {
  it("finds its item by name and definition, and sends one POST", () =>
    inWorld(async (world) => {
      world.emulator.faults.add({ operation: "createItem", fault: lost });
      const sales = new Resource(world, "dataflow");
      await sales.up(args(world));
      expect(world.dataflows().map(({ id }) => id)).to.deep.equal([sales.id]);
      expect(world.newRequests().createItem).to.equal(1);
      expect(await sales.up(args(world))).to.equal("same");
    }));

  it("finds its item also if the list lags behind, or after an error of a gateway", () =>
    inWorld(
      async (world) => {
        const fault = { kind: "status", status: 502, body: "html", effect: "applied" } as const;
        world.emulator.faults.add({ operation: "createItem", fault });
        const sales = new Resource(world, "dataflow");
        await sales.up(args(world));
        expect(world.dataflows().map(({ id }) => id)).to.deep.equal([sales.id]);
      },
      { timings: { listLagMs: 500 } },
    ));

  it("ignores an equal item of that name that another resource of this process created", () =>
    inWorld(
      async (world) => {
        const { dataflow } = freshLifecycles();
        const { inputs } = await dataflow.check({}, args(world), world.context);
        const { id } = await dataflow.create(inputs, world.context);
        world.emulator.faults.add({ operation: "createItem", fault: { kind: "reset" } });
        expect(await failure(dataflow.create(inputs, world.context))).to.match(/most likely not created/);
        expect(world.dataflows().map((item) => item.id)).to.deep.equal([id]);
      },
      { switches: { uniqueNames: false } },
    ));

  /** A create whose response was lost, and its item. The item's definition differs from the declared one at the first read. */
  async function withOther(world: World) {
    const { emulator } = world;
    emulator.faults.add({ operation: "createItem", fault: lost });
    // The list before the create, then the one after it, when the definition has changed.
    emulator.faults.add({ operation: "listItems", skip: 1, fault: { kind: "delay", delayMs: 150 } });
    const sales = new Resource(world, "dataflow");
    const creating = sales.up(args(world));
    creating.catch(() => undefined);
    await until(() => world.dataflows().length > 0);
    const { id } = world.dataflows()[0]!;
    emulator.portalEdit(id, { parts: { "mashup.pq": mashupOf({ Orders: "another" }) } });
    return { sales, creating, id };
  }

  it("waits for the definition of an item that is listed without one", () =>
    inWorld(async (world) => {
      const { sales, creating, id } = await withOther(world);
      await until(() => world.emulator.counts().getDefinition === 1);
      world.emulator.portalEdit(id, { parts: { "mashup.pq": mashupOf({ Orders: "one" }) } });
      await creating;
      expect(sales.id).to.equal(id);
      expect(world.newRequests().createItem).to.equal(1);
    }));

  it("names an existing item also if its definition could never be read", () =>
    inWorld(async (world) => {
      world.emulator.faults.add({ operation: "createItem", fault: lost });
      const fault = { kind: "status", status: 400, errorCode: "OperationNotSupportedForItem" } as const;
      world.emulator.faults.add({ operation: "getDefinition", times: 0, fault });
      const message = await failure(new Resource(world, "dataflow").up(args(world)));
      const { id } = world.dataflows()[0]!;
      expect(message).to.match(
        new RegExp(`OperationNotSupportedForItem.*import: "${id}" \\(writes nothing at first\\) or adoptExisting`, "s"),
      );
    }));

  it("names both items if two with that name appear", () =>
    inWorld(
      async (world) => {
        world.emulator.faults.add({ operation: "createItem", fault: lost });
        const creating = failure(new Resource(world, "dataflow").up(args(world)));
        await until(() => world.dataflows().length > 0);
        await world.context.client.dataflows.create(world.emulator.workspaceId, { displayName: "Sales" });
        const message = await creating;
        for (const { id } of world.dataflows()) expect(message).to.contain(id);
        expect(message).to.contain('import: "<one of these ids>"');
        expect(world.newRequests()).to.not.have.property("getDefinition");
      },
      // Both are listed from the last poll on.
      { switches: { uniqueNames: false }, timings: { listLagMs: 600 } },
    ));

  it("names an item that may belong to another program, and does not adopt it", () =>
    inWorld(async (world) => {
      const { sales, creating, id } = await withOther(world);
      const message = await failure(creating);
      expect(message).to.contain(`import: "${id}" (writes nothing at first) or adoptExisting`);
      expect(sales.kept).to.equal(undefined);
      expect(world.newRequests().createItem).to.equal(1);
    }));

  it("says that nothing was created if nothing appears", () =>
    inWorld(async (world) => {
      const sales = new Resource(world, "dataflow");
      world.emulator.faults.add({ operation: "createItem", fault: { kind: "reset" } });
      const message = await failure(sales.up(args(world, { timeouts: { create: "1s" } })));
      expect(message).to.match(/most likely not created\. Run `pulumi up` again/);
      expect(world.newRequests().createItem).to.equal(1);
    }));

  it("is not searched for if the service refused the create", () =>
    inWorld(async (world) => {
      const fault = { kind: "status", status: 403, errorCode: "InsufficientPrivileges" } as const;
      world.emulator.faults.add({ operation: "createItem", fault });
      expect(await failure(new Resource(world, "dataflow").up(args(world)))).to.match(/InsufficientPrivileges/);
      expect(world.newRequests()).to.deep.equal({ listItems: 1, createItem: 1 });
    }));
});

/** A service without unique names. Only a check before the create prevents a second item. */
const notUnique = { switches: { uniqueNames: false } };

describe("a create with the name of an existing item", () => {
  const made = (world: World, displayName = "Sales") =>
    world.context.client.dataflows.create(world.emulator.workspaceId, { displayName });

  it("stops before it makes a second item, for example after a killed create", () =>
    inWorld(async (world) => {
      const { id } = await made(world);
      world.newRequests();
      const sales = new Resource(world, "dataflow");
      const message = await failure(sales.up(args(world)));
      expect(message).to.match(
        new RegExp(`^displayName: the dataflow ${id} .*import: "${id}".*adoptExisting.*killed`, "s"),
      );
      expect(world.newRequests()).to.deep.equal({ listItems: 1, getItem: 1 });
      const other = await made(world);
      expect(await failure(sales.up(args(world))))
        .to.contain(id)
        .and.contain(other.id);
    }, notUnique));

  it("continues if the list is old and the item was deleted or renamed meanwhile", () =>
    inWorld(async (world) => {
      const { dataflow } = freshLifecycles();
      const gone = await made(world);
      const renamed = await made(world);
      const create = async (displayName: string) => {
        const { inputs } = await dataflow.check({}, args(world, { displayName }), world.context);
        return dataflow.create(inputs, world.context);
      };
      // This process reads its list here.
      await create("Another");
      world.emulator.portalDelete(gone.id);
      world.emulator.portalEdit(renamed.id, { displayName: "Sales (old)" });
      const { id } = await create("Sales");
      expect(world.dataflows().map((item) => item.id)).to.include(id);
      expect(world.newRequests().listItems).to.equal(1);
    }, notUnique));

  it("continues if a resource of this operation owns the item, or deleted it", () =>
    inWorld(async (world) => {
      const sales = new Resource(world, "dataflow");
      await sales.up(args(world));
      const first = sales.id;
      // GET can still return a deleted item.
      world.emulator.set({ timings: { listLagMs: 1_000 } });
      expect(await sales.up(args(world), { force: true })).to.equal("replaced");
      expect(sales.id).not.to.equal(first);
      expect(world.dataflows().map(({ id }) => id)).to.deep.equal([sales.id]);

      const { dataflow } = freshLifecycles();
      dataflow.diff(
        sales.id,
        sales.outs,
        (await dataflow.check(sales.inputs, args(world, { displayName: "Old" }), world.context)).inputs,
        world.context,
      );
      const { inputs } = await dataflow.check({}, args(world), world.context);
      const { id } = await dataflow.create(inputs, world.context);
      expect(world.dataflows().map((item) => item.id)).to.have.members([sales.id, id]);
    }, notUnique));
});
