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

describe("a create whose answer was lost", () => {
  it("finds its item by name and definition, and posts once", () =>
    inWorld(async (world) => {
      world.emulator.faults.add({ operation: "createItem", fault: lost });
      const sales = new Resource(world, "dataflow");
      await sales.up(args(world));
      expect(world.dataflows().map(({ id }) => id)).to.deep.equal([sales.id]);
      expect(world.asked().createItem).to.equal(1);
      expect(await sales.up(args(world))).to.equal("same");
    }));

  it("finds it also where the list lags behind, and after an error of a gateway", () =>
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

  it("leaves alone an equal item of that name that another resource of this process has created", () =>
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

  /** A create whose answer was lost, and its item, which has another definition than the declared one when it is first looked at. */
  async function withOther(world: World) {
    const { emulator } = world;
    emulator.faults.add({ operation: "createItem", fault: lost });
    // The list before, then the one after: there the definition is another by then.
    emulator.faults.add({ operation: "listItems", skip: 1, fault: { kind: "delay", delayMs: 150 } });
    const sales = new Resource(world, "dataflow");
    const creating = sales.up(args(world));
    creating.catch(() => undefined);
    await until(() => world.dataflows().length > 0);
    const { id } = world.dataflows()[0]!;
    emulator.portalEdit(id, { parts: { "mashup.pq": mashupOf({ Orders: "another" }) } });
    return { sales, creating, id };
  }

  it("waits for the definition of an item that is listed before it has one", () =>
    inWorld(async (world) => {
      const { sales, creating, id } = await withOther(world);
      await until(() => world.emulator.counts().getDefinition === 1);
      world.emulator.portalEdit(id, { parts: { "mashup.pq": mashupOf({ Orders: "one" }) } });
      await creating;
      expect(sales.id).to.equal(id);
      expect(world.asked().createItem).to.equal(1);
    }));

  it("names an item that is there although its definition could never be read", () =>
    inWorld(async (world) => {
      world.emulator.faults.add({ operation: "createItem", fault: lost });
      const fault = { kind: "status", status: 400, errorCode: "OperationNotSupportedForItem" } as const;
      world.emulator.faults.add({ operation: "getDefinition", times: 0, fault });
      const message = await failure(new Resource(world, "dataflow").up(args(world)));
      expect(message)
        .to.contain(world.dataflows()[0]!.id)
        .and.match(/OperationNotSupportedForItem.*import: "<id>" \(writes nothing at first\) or adoptExisting/s);
    }));

  it("names both where two items of that name appear", () =>
    inWorld(
      async (world) => {
        world.emulator.faults.add({ operation: "createItem", fault: lost });
        const creating = failure(new Resource(world, "dataflow").up(args(world)));
        await until(() => world.dataflows().length > 0);
        await world.context.client.dataflows.create(world.emulator.workspaceId, { displayName: "Sales" });
        const message = await creating;
        for (const { id } of world.dataflows()) expect(message).to.contain(id);
        expect(world.asked()).to.not.have.property("getDefinition");
      },
      // Both are listed from the last look on.
      { switches: { uniqueNames: false }, timings: { listLagMs: 600 } },
    ));

  it("names an item that is not surely its own, and takes it not", () =>
    inWorld(async (world) => {
      const { sales, creating, id } = await withOther(world);
      const message = await failure(creating);
      expect(message)
        .to.contain(id)
        .and.match(/import: "<id>" \(writes nothing at first\) or adoptExisting/);
      expect(sales.kept).to.equal(undefined);
      expect(world.asked().createItem).to.equal(1);
    }));

  it("says that nothing was created where nothing appears", () =>
    inWorld(async (world) => {
      const sales = new Resource(world, "dataflow");
      world.emulator.faults.add({ operation: "createItem", fault: { kind: "reset" } });
      const message = await failure(sales.up(args(world, { timeouts: { create: "1s" } })));
      expect(message).to.match(/most likely not created; run `pulumi up` again/);
      expect(world.asked().createItem).to.equal(1);
    }));

  it("is not looked for where the service refused", () =>
    inWorld(async (world) => {
      const fault = { kind: "status", status: 403, errorCode: "InsufficientPrivileges" } as const;
      world.emulator.faults.add({ operation: "createItem", fault });
      expect(await failure(new Resource(world, "dataflow").up(args(world)))).to.match(/InsufficientPrivileges/);
      expect(world.asked()).to.deep.equal({ listItems: 1, createItem: 1 });
    }));
});

/** A service whose names are not unique: there nothing but a look before the create keeps it from making a second item. */
const notUnique = { switches: { uniqueNames: false } };

describe("a create of a name that an item has", () => {
  const made = (world: World, displayName = "Sales") =>
    world.context.client.dataflows.create(world.emulator.workspaceId, { displayName });

  it("stops before it makes a second one, which a killed create would", () =>
    inWorld(async (world) => {
      const { id } = await made(world);
      world.asked();
      const sales = new Resource(world, "dataflow");
      const message = await failure(sales.up(args(world)));
      expect(message).to.match(
        new RegExp(`^displayName: the dataflow ${id} .*import: "${id}".*adoptExisting.*killed`, "s"),
      );
      expect(world.asked()).to.deep.equal({ listItems: 1, getItem: 1 });
      const other = await made(world);
      expect(await failure(sales.up(args(world))))
        .to.contain(id)
        .and.contain(other.id);
    }, notUnique));

  it("goes on where the list is old: the item was deleted or renamed since", () =>
    inWorld(async (world) => {
      const { dataflow } = freshLifecycles();
      const gone = await made(world);
      const renamed = await made(world);
      const create = async (displayName: string) => {
        const { inputs } = await dataflow.check({}, args(world, { displayName }), world.context);
        return dataflow.create(inputs, world.context);
      };
      // The one list of this process is made here.
      await create("Another");
      world.emulator.portalDelete(gone.id);
      world.emulator.portalEdit(renamed.id, { displayName: "Sales (old)" });
      const { id } = await create("Sales");
      expect(world.dataflows().map((item) => item.id)).to.include(id);
      expect(world.asked().listItems).to.equal(1);
    }, notUnique));

  it("goes on where a resource of this operation holds the item, or has deleted it", () =>
    inWorld(async (world) => {
      const sales = new Resource(world, "dataflow");
      await sales.up(args(world));
      const first = sales.id;
      // GET can still show what was deleted.
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
