import { expect } from "chai";
import { definition } from "./assets";
import { failure, Resource } from "./resource";
import { inWorld, type World } from "./world";

const sales = async (world: World, more: object = {}) => {
  const resource = new Resource(world, "dataflow");
  const { workspaceId } = world.emulator;
  await resource.up({ workspaceId, displayName: "Sales", definition: definition(), ...more });
  world.newRequests();
  return resource;
};

describe("deleting a dataflow that others use", () => {
  const used = async (world: World, more: object = { delete: "unlessUsed" }) => {
    const resource = await sales(world, more);
    const { id } = world.emulator.addUser(resource.id, { type: "SemanticModel", displayName: "Sales model" });
    world.emulator.addUser(id, { type: "Report", displayName: "Sales report" });
    world.emulator.addUser(resource.id, { type: "DataPipeline", displayName: "Nightly" });
    return resource;
  };

  it("deletes without a check by default", () =>
    inWorld(async (world) => {
      await (await used(world, {})).destroy();
      expect(world.newRequests()).to.deep.equal({ deleteItem: 1 });
    }));

  it("fails with their names, keeps the item and its state, and checks once", () =>
    inWorld(async (world) => {
      const resource = await used(world);
      expect(await failure(resource.destroy())).to.match(
        /was not deleted \(delete: "unlessUsed"\), because it is used by SemanticModel "Sales model" \(workspace Emulated workspace\), DataPipeline "Nightly" \(.*\)\. Delete or change these first, or set delete: "always" and run/,
      );
      expect(world.newRequests()).to.deep.equal({ downstreamRelations: 1 });
      expect(resource.kept).not.to.equal(undefined);
      expect(world.dataflows()).to.have.length(1);
    }));

  it("uses the stack's setting unless the argument is set", () =>
    inWorld(async (world) => {
      world.context.settings = { ...world.context.settings, delete: "unlessUsed" };
      const resource = await used(world, {});
      expect(await failure(resource.destroy())).to.match(/is used by.*FABRIC_DELETE=always/);
      await (await used(world, { displayName: "Other", delete: "always" })).destroy();
      expect(world.dataflows().map(({ displayName }) => displayName)).to.deep.equal(["Sales"]);
    }));

  it("deletes an item without users, or if only the service's own items use it", () =>
    inWorld(async (world) => {
      const resource = await sales(world, { delete: "unlessUsed" });
      world.emulator.addUser(resource.id, { type: "Lakehouse", displayName: "StagingLakehouseForDataflows_1" });
      await resource.destroy();
      expect(world.newRequests()).to.deep.equal({ downstreamRelations: 1, deleteItem: 1 });
    }));

  const silent = [
    ["is not there", { kind: "status", status: 404, body: "html" }],
    ["is refused", { kind: "status", status: 403, errorCode: "InsufficientPrivileges" }],
    // The service refuses all calls of the group until then. The delete waits for its permit, like any call.
    ["is throttled", { kind: "status", status: 429, retryAfter: "1" }],
    ["fails", { kind: "status", status: 503 }],
    ["is cut off", { kind: "reset" }],
    ["is of another form", { kind: "change", body: { items: null } }],
  ] as const;
  for (const [what, fault] of silent)
    it(`deletes after one check, if the response ${what}, and says so`, () =>
      inWorld(async (world) => {
        const resource = await used(world);
        world.emulator.faults.add({ operation: "downstreamRelations", times: 0, fault });
        world.messages("info");
        await resource.destroy();
        expect(world.newRequests()).to.deep.equal({ downstreamRelations: 1, deleteItem: 1 });
        expect(world.messages("info")).to.contain("Fabric did not list the items that use the dataflow");
        expect(world.dataflows()).to.deep.equal([]);
        world.emulator.takeViolations();
      }));

  const slow = [
    ["never comes", { kind: "hang" }],
    ["comes byte by byte", { kind: "drip", bytes: 1, delayMs: 500 }],
    ["stops half-way", { kind: "stall" }],
  ] as const;
  for (const [what, fault] of slow)
    it(`waits 5 seconds and deletes, if the response ${what}`, () =>
      inWorld(async (world) => {
        const resource = await used(world);
        world.emulator.faults.add({ operation: "downstreamRelations", times: 0, fault });
        const from = performance.now();
        await resource.destroy();
        // The delete itself takes less than a second.
        expect(performance.now() - from).to.be.within(4_900, 15_000);
        expect(world.newRequests()).to.deep.equal({ downstreamRelations: 1, deleteItem: 1 });
        expect(world.dataflows()).to.deep.equal([]);
        world.emulator.takeViolations();
      })).timeout(20_000);

  it("does not wait longer than that for its permit, if the service refuses calls of the group", () =>
    inWorld(async (world) => {
      const resource = await used(world);
      const { client } = world.context;
      world.emulator.faults.add({ operation: "getItem", fault: { kind: "status", status: 429, retryAfter: "7" } });
      const held = client.items.get(world.emulator.workspaceId, resource.id);
      while (world.emulator.counts().getItem === undefined) await new Promise((resolve) => setTimeout(resolve, 10));
      await resource.destroy();
      await held.catch(() => undefined);
      expect(world.newRequests()).to.include({ deleteItem: 1 }).and.not.to.have.property("downstreamRelations");
      expect(world.messages("info")).to.contain("Fabric did not list the items that use the dataflow");
    })).timeout(30_000);
});

describe("deleting a dataflow", () => {
  it("is a soft delete by default, and a permanent one if configured", () =>
    inWorld(async (world) => {
      await (await sales(world)).destroy();
      await (await sales(world, { hardDelete: true, displayName: "Other" })).destroy();
      const paths = world.emulator.requests.filter(({ method }) => method === "DELETE").map(({ path }) => path);
      expect(paths.map((path) => path.replace(/.*\//, "").replace(/^[^?]*/, ""))).to.deep.equal(["?hardDelete=true"]);
      expect(world.dataflows()).to.deep.equal([]);
    }));

  it("accepts an item that is already gone", () =>
    inWorld(async (world) => {
      const resource = await sales(world);
      world.emulator.portalDelete(resource.id);
      await resource.destroy();
      expect(world.newRequests()).to.deep.equal({ deleteItem: 1 });
    }));

  const refusals = [
    { status: 404, errorCode: "WorkspaceNotFound" },
    { status: 400, errorCode: "FeatureNotAvailable" },
    { status: 403, errorCode: "InsufficientWorkspaceRole" },
    { status: 400, errorCode: "UnsupportedItemType" },
    { status: 400, errorCode: "InvalidTargetItemStateForSoftDeletion" },
  ] as const;
  for (const { status, errorCode } of refusals)
    it(`does not accept ${errorCode} as deleted`, () =>
      inWorld(async (world) => {
        const resource = await sales(world);
        world.emulator.faults.add({ operation: "deleteItem", fault: { kind: "status", status, errorCode } });
        expect(await failure(resource.destroy())).to.contain(errorCode);
        expect(resource.kept).not.to.equal(undefined);
        await resource.destroy();
        expect(world.dataflows()).to.deep.equal([]);
      }));

  for (const effect of ["none", "applied"] as const)
    it(`checks after an error of the service whether the delete took effect (${effect})`, () =>
      inWorld(async (world) => {
        const resource = await sales(world);
        const fault = { kind: "status", status: 500, effect } as const;
        world.emulator.faults.add({ operation: "deleteItem", times: 3, fault });
        if (effect === "applied") await resource.destroy();
        else expect(await failure(resource.destroy())).to.match(/HTTP 500/);
        expect(world.dataflows()).to.have.length(effect === "applied" ? 0 : 1);
      }));

  it("checks after a lost response", () =>
    inWorld(async (world) => {
      const resource = await sales(world);
      world.emulator.faults.add({ operation: "deleteItem", fault: { kind: "reset", effect: "applied" } });
      await resource.destroy();
      expect(world.dataflows()).to.deep.equal([]);
    }));

  it("ends at its timeout", () =>
    inWorld(async (world) => {
      const resource = await sales(world, { timeouts: { delete: "150ms" } });
      world.emulator.faults.add({ operation: "deleteItem", times: 0, fault: { kind: "hang" } });
      expect(await failure(resource.destroy())).to.match(/did not end within 0.15 s/);
    }));
});
