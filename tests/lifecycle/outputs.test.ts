import { expect } from "chai";
import { keys as dataflow } from "../../sdk/model/dataflow";
import { keys as dataflowRefresh } from "../../sdk/model/dataflowRefresh";
import { keys as dataflowSchedule } from "../../sdk/model/dataflowSchedule";
import { keysWith, type Key } from "../../sdk/model/keys";
import { definition } from "./assets";
import { job, prepared } from "./refreshes";
import { failure, Resource } from "./resource";
import { daily } from "./schedules";
import { inWorld, type World } from "./world";

type Args = Record<string, unknown>;

/** What the class shows and no program sets must come from somewhere. */
const filled = (keys: Readonly<Record<string, Key>>): string[] => [
  ...keysWith(keys, { kind: "computed", shown: true }),
  ...keysWith(keys, { kind: "output", shown: true }),
];

/** Lives of each resource, which together fill everything that it shows. */
const lives: Record<string, { keys: Readonly<Record<string, Key>>; live(world: World): Promise<Args[]> }> = {
  dataflow: {
    keys: dataflow,
    async live(world) {
      world.emulator.addTable({ query: "Orders (test)", columns: { A: ["one"] } });
      const sales = new Resource(world, "dataflow");
      const { workspaceId } = world.emulator;
      const tests = { Orders: { minRows: 1 } };
      const args = { workspaceId, displayName: "Sales", definition: definition(), publishOnUpdate: true, tests };
      await sales.up(args);
      const created = sales.outs;
      await sales.up({ ...args, displayName: "Renamed" });
      await sales.refresh();
      expect(Object.keys(sales.outs), "kept by an update and a refresh").to.include.members(
        filled(dataflow).filter((key) => created[key] !== undefined),
      );
      return [created];
    },
  },
  dataflowRefresh: {
    keys: dataflowRefresh,
    async live(world) {
      const { args, load } = await prepared(world);
      await load.up(args);
      const failing = new Resource(world, "dataflowRefresh");
      world.emulator.faults.add(job("fail", "the gateway is offline"));
      await failure(failing.up(args));
      return [load.outs, failing.outs];
    },
  },
  dataflowSchedule: {
    keys: dataflowSchedule,
    async live(world) {
      const { args } = await prepared(world);
      const nightly = new Resource(world, "dataflowSchedule");
      await nightly.up({ workspaceId: args.workspaceId, dataflowId: args.dataflowId, schedule: daily });
      return [nightly.outs];
    },
  },
};

describe("what a class shows is filled:", () => {
  for (const [type, { keys, live }] of Object.entries(lives))
    it(type, () =>
      inWorld(async (world) => {
        const seen = await live(world);
        for (const key of filled(keys))
          expect(
            seen.some((outs) => outs[key] !== undefined),
            key,
          ).to.equal(true);
      }),
    );
});
