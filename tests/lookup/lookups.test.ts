import { expect } from "chai";
import { Lookups } from "../../sdk/lookup/lookups";
import { prepared } from "../lifecycle/refreshes";
import { failure } from "../lifecycle/resource";
import { inWorld, type World } from "../lifecycle/world";

async function addDataflow({ context, emulator }: World, displayName: string): Promise<string> {
  const { id } = await context.client.dataflows.create(emulator.workspaceId, { displayName });
  return id;
}

describe("a look-up of", () => {
  const looking = (use: (world: World, lookups: Lookups) => Promise<void>, options = {}) =>
    inWorld((world) => use(world, new Lookups(world.context.client)), options);

  it("a workspace finds the workspace by name and by id", () =>
    looking(async ({ emulator }, lookups) => {
      const { id } = emulator.addWorkspace({ displayName: "Finance" });
      expect((await lookups.workspace({ displayName: "Finance" })).id).to.equal(id);
      expect((await lookups.workspace({ id })).displayName).to.equal("Finance");
      expect(await failure(lookups.workspace({ displayName: "Finence" }))).to.equal(
        'no workspace with displayName "Finence" among those that this identity sees; did you mean Finance?',
      );
    }));

  it("an item reads all pages once and omits the service's own items", () =>
    looking(
      async (world, lookups) => {
        const { emulator } = world;
        for (const name of ["A", "B", "C", "D", "Sales"]) await addDataflow(world, name);
        expect(emulator.items().some(({ displayName }) => displayName.startsWith("Staging"))).to.equal(true);
        world.newRequests();
        const found = await Promise.all([
          lookups.item(emulator.workspaceId, { type: "Dataflow", displayName: "Sales" }),
          lookups.item(emulator.workspaceId, { type: "Dataflow", displayName: "A" }),
        ]);
        expect(found.map(({ displayName }) => displayName)).to.deep.equal(["Sales", "A"]);
        expect(world.newRequests()).to.deep.equal({ listItems: 3 });
        const all = await lookups.items(emulator.workspaceId);
        expect(all.map(({ displayName }) => displayName)).to.have.members(["A", "B", "C", "D", "Sales", "Lakehouse"]);
      },
      { limits: { pageSize: 2 } },
    ));

  it("an item finds any type, for example a lakehouse", () =>
    looking(async ({ emulator: { workspaceId, lakehouseId } }, lookups) => {
      const wanted = { type: "Lakehouse", displayName: "Lakehouse" };
      expect((await lookups.item(workspaceId, wanted)).id).to.equal(lakehouseId);
      expect((await lookups.item(workspaceId, { displayName: "Lakehouse" })).id).to.equal(lakehouseId);
      expect(await failure(lookups.item(workspaceId, { type: "Warehouse", id: lakehouseId }))).to.contain(
        "is of type Lakehouse, not Warehouse",
      );
      expect(await failure(lookups.item(workspaceId, { ...wanted, type: "Warehouse" }))).to.contain("sees none");
    }));

  it("an item fails with the ids if several items have the name", () =>
    looking(
      async (world, lookups) => {
        const ids = [await addDataflow(world, "Sales"), await addDataflow(world, "Sales")];
        const message = await failure(lookups.item(world.emulator.workspaceId, { displayName: "Sales" }));
        for (const id of ids) expect(message).to.contain(id);
        expect(message).to.match(/^2 of type item .*give the id$/);
      },
      { switches: { uniqueNames: false } },
    ));

  it("an item sends a new request if the item was not found before", () =>
    looking(async (world, lookups) => {
      const { workspaceId } = world.emulator;
      world.emulator.faults.add({ operation: "listItems", times: 1, fault: { kind: "status", status: 403 } });
      await failure(lookups.item(workspaceId, { type: "Dataflow", displayName: "Sales" }));
      const id = await addDataflow(world, "Sales");
      expect((await lookups.item(workspaceId, { type: "Dataflow", displayName: "Sales" })).id).to.equal(id);
    }));

  it("a connection finds the connection by name, type and path", () =>
    looking(async ({ emulator }, lookups) => {
      const sql = emulator.addConnection({ type: "SQL", path: "db.example.com;Sales", displayName: "Sales database" });
      const web = emulator.addConnection({ type: "Web", path: "https://example.com/api", displayName: "API" });
      emulator.addConnection({ type: "SQL", path: "db.example.com;Stock", displayName: "Stock database" });
      for (const wanted of [
        { displayName: "Sales database" },
        { kind: "Sql", path: "DB.example.com;Sales" },
        { id: sql.id },
        { kind: "SQL", displayName: "Sales database" },
      ])
        expect((await lookups.connection(wanted)).id, JSON.stringify(wanted)).to.equal(sql.id);
      expect((await lookups.connection({ path: "https://example.com/api/" })).id).to.equal(web.id);
      expect(await failure(lookups.connection({ kind: "Sql" }))).to.match(/^2 of type connection/);
      expect(await failure(lookups.connection({ kind: "Sql", path: "db.example.com;Sale" }))).to.contain(
        "path: did you mean db.example.com;sales",
      );
      expect(await failure(lookups.connection({}))).to.contain(
        "which connection? Give id or kind or path or displayName",
      );
    }));

  it("the last run returns its times in UTC and in whole seconds, unlike Fabric", () =>
    looking(async (world, lookups) => {
      const { args, load } = await prepared(world);
      await load.up(args);
      const [workspaceId, dataflowId] = [String(args.workspaceId), String(args.dataflowId)];
      expect((await world.context.client.jobs.get(workspaceId, dataflowId, load.id)).endTimeUtc).not.to.match(/Z$/);
      const run = await lookups.lastRun(workspaceId, dataflowId, "Refresh");
      expect(run?.id).to.equal(load.id);
      for (const time of [run?.startTimeUtc, run?.endTimeUtc]) expect(time).to.match(/^\d{4}-\d\d-\d\dT[\d:]{8}Z$/);
    }));

  it("parameters returns an empty list if there are none", () =>
    looking(async (world, lookups) => {
      const id = await addDataflow(world, "Sales");
      expect(await lookups.parameters(world.emulator.workspaceId, id)).to.deep.equal([]);
    }));
});
