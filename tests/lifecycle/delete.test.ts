import { expect } from "chai";
import { definition } from "./assets";
import { failure, Resource } from "./resource";
import { inWorld, type World } from "./world";

const sales = async (world: World, more: object = {}) => {
  const resource = new Resource(world, "dataflow");
  const { workspaceId } = world.emulator;
  await resource.up({ workspaceId, displayName: "Sales", definition: definition(), ...more });
  world.asked();
  return resource;
};

describe("deleting a dataflow", () => {
  it("deletes softly by default, and for good where asked to", () =>
    inWorld(async (world) => {
      await (await sales(world)).destroy();
      await (await sales(world, { hardDelete: true, displayName: "Other" })).destroy();
      const paths = world.emulator.requests.filter(({ method }) => method === "DELETE").map(({ path }) => path);
      expect(paths.map((path) => path.replace(/.*\//, "").replace(/^[^?]*/, ""))).to.deep.equal(["?hardDelete=true"]);
      expect(world.dataflows()).to.deep.equal([]);
    }));

  it("takes what is gone already for deleted", () =>
    inWorld(async (world) => {
      const resource = await sales(world);
      world.emulator.portalDelete(resource.id);
      await resource.destroy();
      expect(world.asked()).to.deep.equal({ deleteItem: 1 });
    }));

  const refusals = [
    { status: 404, errorCode: "WorkspaceNotFound" },
    { status: 400, errorCode: "FeatureNotAvailable" },
    { status: 403, errorCode: "InsufficientWorkspaceRole" },
    { status: 400, errorCode: "UnsupportedItemType" },
    { status: 400, errorCode: "InvalidTargetItemStateForSoftDeletion" },
  ] as const;
  for (const { status, errorCode } of refusals)
    it(`takes ${errorCode} for none`, () =>
      inWorld(async (world) => {
        const resource = await sales(world);
        world.emulator.faults.add({ operation: "deleteItem", fault: { kind: "status", status, errorCode } });
        expect(await failure(resource.destroy())).to.contain(errorCode);
        expect(resource.kept).not.to.equal(undefined);
        await resource.destroy();
        expect(world.dataflows()).to.deep.equal([]);
      }));

  for (const effect of ["none", "applied"] as const)
    it(`looks after an error of the service whether it is done (${effect})`, () =>
      inWorld(async (world) => {
        const resource = await sales(world);
        const fault = { kind: "status", status: 500, effect } as const;
        world.emulator.faults.add({ operation: "deleteItem", times: 3, fault });
        if (effect === "applied") await resource.destroy();
        else expect(await failure(resource.destroy())).to.match(/HTTP 500/);
        expect(world.dataflows()).to.have.length(effect === "applied" ? 0 : 1);
      }));

  it("takes a lost answer for none", () =>
    inWorld(async (world) => {
      const resource = await sales(world);
      world.emulator.faults.add({ operation: "deleteItem", fault: { kind: "reset", effect: "applied" } });
      await resource.destroy();
      expect(world.dataflows()).to.deep.equal([]);
    }));

  it("is bounded by its time-out", () =>
    inWorld(async (world) => {
      const resource = await sales(world, { timeouts: { delete: "150ms" } });
      world.emulator.faults.add({ operation: "deleteItem", times: 0, fault: { kind: "hang" } });
      expect(await failure(resource.destroy())).to.match(/did not end within 0.15 s/);
    }));
});
