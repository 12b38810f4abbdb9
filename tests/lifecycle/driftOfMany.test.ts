import { expect } from "chai";
import type { Lifecycle } from "../../sdk/lifecycle/context";
import type { Props } from "../../sdk/lifecycle/values";
import type { EmulatorOptions } from "../emulator/index";
import { definition } from "./assets";
import { failure } from "./resource";
import { freshLifecycles, inWorld, type World } from "./world";

interface Many {
  world: World;
  flows: { id: string; outs: Props }[];
  /** Reads them all, as a refresh does: at the same time, in a new process. */
  refresh(): Promise<Awaited<ReturnType<Lifecycle["read"]>>[]>;
}

const count = 8;

const withMany = (use: (many: Many) => Promise<void>, options: EmulatorOptions = {}): Promise<void> =>
  inWorld(async (world) => {
    const { dataflow } = freshLifecycles();
    const flows = await Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const args = {
          workspaceId: world.emulator.workspaceId,
          displayName: `Flow ${index}`,
          definition: definition(),
        };
        const { inputs } = await dataflow.check({}, args, world.context);
        return dataflow.create(inputs, world.context);
      }),
    );
    world.asked();
    const refresh = () => {
      const { dataflow: fresh } = freshLifecycles();
      return Promise.all(flows.map(({ id, outs }) => fresh.read(id, outs, world.context)));
    };
    await use({ world, flows, refresh });
  }, options);

const names = (read: Awaited<ReturnType<Many["refresh"]>>) => read.map((now) => now?.inputs.displayName);

describe("the drift of many dataflows of a workspace", () => {
  it("is looked for with one list in place of a call for each, but for the first three", () =>
    withMany(async ({ world, refresh }) => {
      const read = await refresh();
      expect(names(read)).to.deep.equal(Array.from({ length: count }, (_, index) => `Flow ${index}`));
      expect(world.asked()).to.deep.equal({ getItem: 3, listItems: 1, getDefinition: count });
    }));

  it("is believed of the item alone: what differs in the list, or is missing there, is asked for", () =>
    withMany(async ({ world, flows, refresh }) => {
      const [renamed, deleted] = [flows[5]!.id, flows[6]!.id];
      world.emulator.portalEdit(renamed, { displayName: "Theirs" });
      world.emulator.portalDelete(deleted);
      const read = await refresh();
      expect(names(read).slice(4)).to.deep.equal(["Flow 4", "Theirs", undefined, "Flow 7"]);
      expect(world.asked()).to.include({ getItem: 5, listItems: 1 });
    }));

  it("makes nothing gone that the list does not show yet", () =>
    withMany(
      async ({ refresh }) => {
        expect(names(await refresh())).to.not.include(undefined);
      },
      { timings: { listLagMs: 60_000 } },
    ));

  it("is looked for one by one where the list is refused", () =>
    withMany(async ({ world, refresh }) => {
      const fault = { kind: "status", status: 403, errorCode: "InsufficientPrivileges" } as const;
      world.emulator.faults.add({ operation: "listItems", times: 0, fault });
      expect(names(await refresh())).to.not.include(undefined);
      expect(world.asked()).to.deep.equal({ getItem: count, listItems: 1, getDefinition: count });
    }));

  it("takes a definition that is not found for a deletion only where the item is not found either", () =>
    withMany(async ({ world, flows, refresh }) => {
      const notFound = { kind: "status", status: 404, errorCode: "ItemNotFound" } as const;
      world.emulator.faults.add({ operation: "getDefinition", times: 0, fault: notFound });
      expect(await failure(refresh()), "the items are there").to.match(/get definition .*ItemNotFound/);
      world.emulator.faults.add({ operation: "getItem", times: 0, fault: notFound });
      expect(await refresh(), "the list alone still shows them").to.deep.equal(flows.map(() => undefined));
    }));

  it("is looked for again, item by item, where one is read a second time", () =>
    withMany(async ({ world, flows }) => {
      const { dataflow } = freshLifecycles();
      const last = flows.at(-1)!;
      for (const { id, outs } of flows) await dataflow.read(id, outs, world.context);
      world.asked();
      world.emulator.portalEdit(last.id, { displayName: "Theirs" });
      const again = await dataflow.read(last.id, last.outs, world.context);
      expect(again?.inputs.displayName).to.equal("Theirs");
      expect(world.asked()).to.deep.equal({ getItem: 1, getDefinition: 1 });
    }));
});
