import { expect } from "chai";
import { definition, textAsset } from "./assets";
import { failure, Resource } from "./resource";
import { inWorld, type World } from "./world";

type Args = Record<string, unknown>;

/** A dataflow with one source that needs its connection. */
function bound(world: World, more: Args = {}): Args {
  const { id, clusterId } = world.emulator.addConnection({ type: "SQL", path: "s;d" });
  const connections = [
    { kind: "Sql", path: "s;d", connectionId: JSON.stringify({ ClusterId: clusterId, DatasourceId: id }) },
  ];
  const content = definition({ Orders: "one" }, { connections }) as Args;
  return {
    workspaceId: world.emulator.workspaceId,
    displayName: "Sales",
    definition: {
      ...content,
      "mashup.pq": textAsset('section Section1;\nshared Orders = Sql.Database("s", "d"){[Item = "Orders"]}[Data];\n'),
    },
    ...more,
  };
}

const serve = (world: World) => world.emulator.addTable({ query: "Orders", columns: { Id: [1, 2] } });
const writes = (requests: Record<string, number>) => [requests.createItem ?? 0, requests.updateDefinition ?? 0];
const UNBOUND = /connections not bound yet/;
const tested = { tests: { Orders: { minRows: 1 } } };

describe("the connections of a new dataflow", () => {
  it("are written once more before data tests, publish and runs, because only then they are visible", () =>
    inWorld(async (world) => {
      serve(world);
      const sales = new Resource(world, "dataflow");
      const args = bound(world, { ...tested, publishOnUpdate: true });
      await sales.up(args);
      const order = world.emulator.requests.map(({ operation }) => operation);
      const [create, write, test, publish] = ["createItem", "updateDefinition", "executeQuery", "runApplyChanges"].map(
        (operation) => order.indexOf(operation),
      );
      expect([create! < write!, write! < test!, test! < publish!]).to.deep.equal([true, true, true]);
      expect(writes(world.newRequests())).to.deep.equal([1, 1]);
      expect(sales.outs.definitionFingerprint).not.to.match(UNBOUND);
      const load = new Resource(world, "dataflowRefresh");
      await load.up({ workspaceId: args.workspaceId, dataflowId: sales.id });
      expect(load.outs.status).to.equal("Completed");
      world.newRequests();
      expect(await sales.up(args)).to.equal("same");
      expect(world.newRequests()).to.deep.equal({});
    }));

  it("need no second write if the definition has none", () =>
    inWorld(async (world) => {
      const sales = new Resource(world, "dataflow");
      const { workspaceId } = world.emulator;
      await sales.up({ workspaceId, displayName: "Sales", definition: definition({ Orders: "one" }) });
      expect(writes(world.newRequests())).to.deep.equal([1, 0]);
    }));

  for (const [what, fault] of [
    ["fails", { kind: "status", status: 400, errorCode: "CorruptedPayload" }],
    ["is refused for long", { kind: "status", status: 404, errorCode: "ItemNotFound" }],
  ] as const)
    for (const refreshes of [false, true])
      it(`are written by the next up if the second write ${what}${refreshes ? ", with a refresh between" : ""}`, () =>
        inWorld(async (world) => {
          serve(world);
          const sales = new Resource(world, "dataflow");
          const args = bound(world, { ...tested, publishOnUpdate: true });
          world.emulator.faults.add({ operation: "updateDefinition", times: 0, fault });
          await failure(sales.up(args));
          expect(sales.outs.publishedRevision).to.equal(0);
          expect(sales.outs.definitionFingerprint).to.match(UNBOUND);
          world.emulator.faults.clear();
          if (refreshes) {
            await sales.refresh();
            expect(sales.inputs.definitionFingerprint).to.match(UNBOUND);
            expect((await sales.preview(args)).differs).to.include("definitionFingerprint");
          }
          world.newRequests();
          expect(await sales.up(args)).to.equal("updated");
          expect(writes(world.newRequests())).to.deep.equal([0, 1]);
          expect(sales.outs).to.include({ publishedRevision: 1, testedRevision: 1, definitionRevision: 1 });
          expect(sales.outs.definitionFingerprint).not.to.match(UNBOUND);
          expect(await sales.up(args)).to.equal("same");
          await sales.refresh();
          expect(await sales.up(args)).to.equal("same");
        }));

  it("are written although the response of the second write was lost", () =>
    inWorld(async (world) => {
      serve(world);
      const sales = new Resource(world, "dataflow");
      world.emulator.faults.add({ operation: "updateDefinition", fault: { kind: "reset", effect: "applied" } });
      await sales.up(bound(world, tested));
      expect(sales.outs.definitionFingerprint).not.to.match(UNBOUND);
    }));

  it("are written although the response of the create was lost", () =>
    inWorld(async (world) => {
      serve(world);
      const sales = new Resource(world, "dataflow");
      world.emulator.faults.add({ operation: "createItem", fault: { kind: "reset", effect: "applied" } });
      await sales.up(bound(world, tested));
      expect(writes(world.newRequests())).to.deep.equal([1, 1]);
      expect(sales.outs.testedRevision).to.equal(1);
    }));

  it("are not overwritten silently if somebody edited them meanwhile", () =>
    inWorld(async (world) => {
      const sales = new Resource(world, "dataflow");
      const args = bound(world);
      world.emulator.faults.add({
        ...{ operation: "updateDefinition", fault: { kind: "status", status: 400, errorCode: "CorruptedPayload" } },
      });
      await failure(sales.up(args));
      world.emulator.portalEdit(sales.id, { parts: { "mashup.pq": "section Section1;\nshared Orders = 2;\n" } });
      expect(await failure(sales.up(args))).to.match(/edited in Fabric/);
      await sales.refresh();
      expect(await sales.up(args)).to.equal("updated");
      expect(world.emulator.item(sales.id).edited?.["mashup.pq"]).to.contain("Sql.Database");
    }));

  describe("of an item of a killed create", () => {
    /** The item exists with its definition. No state has it. */
    const left = async (world: World, args: Args) => {
      const killed = new Resource(world, "dataflow");
      world.emulator.faults.add({
        ...{ operation: "updateDefinition", fault: { kind: "status", status: 400, errorCode: "CorruptedPayload" } },
      });
      await failure(killed.up(args));
      world.newRequests();
      return killed.id;
    };

    for (const how of ["data test", "publish"] as const)
      it(`are not written by the adoption; if its ${how} fails for missing credentials, the next up writes them`, () =>
        inWorld(async (world) => {
          serve(world);
          const test = how === "data test" ? tested : {};
          const args = bound(world, { ...test, publishOnUpdate: how === "publish" });
          const id = await left(world, args);
          const credentials = { errorCode: "EntityUserFailure", message: "Credentials are required" };
          if (how === "publish")
            world.emulator.faults.add({
              ...{ operation: "runApplyChanges", fault: { kind: "job", job: { outcome: "fail", ...credentials } } },
            });
          const sales = new Resource(world, "dataflow");
          const message = await failure(sales.up({ ...args, adoptExisting: true }));
          expect(message).to.contain("Credentials are required").and.contain("writes the same definition once");
          expect(sales.id).to.equal(id);
          expect(writes(world.newRequests())).to.deep.equal([0, 0]);
          expect(await sales.up({ ...args, adoptExisting: true })).to.equal("updated");
          expect(writes(world.newRequests())).to.deep.equal([0, 1]);
          expect(await sales.up({ ...args, adoptExisting: true })).to.equal("same");
        }));
  });
});
