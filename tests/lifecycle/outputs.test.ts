import { expect } from "chai";
import { keysWith } from "../../sdk/model/keys";
import { keysOf, type ResourceName, resources } from "../tools/resources";
import { definition } from "./assets";
import { job, prepared } from "./refreshes";
import { failure, Resource } from "./resource";
import { daily } from "./schedules";
import { inWorld, type World } from "./world";

type Args = Record<string, unknown>;

/** Outputs that a class shows and a program does not set. */
const filled = (name: ResourceName): string[] => [
  ...keysWith(keysOf(name), { kind: "computed", shown: true }),
  ...keysWith(keysOf(name), { kind: "output", shown: true }),
];

/** Lives of each resource that together fill all outputs. */
const lives: Record<ResourceName, (world: World) => Promise<Args[]>> = {
  async dataflow(world) {
    world.emulator.addTable({ query: "Orders", columns: { A: ["one"] } });
    const sales = new Resource(world, "dataflow");
    const { workspaceId } = world.emulator;
    const tests = { Orders: { minRows: 1 } };
    const args = { workspaceId, displayName: "Sales", definition: definition(), publishOnUpdate: true, tests };
    await sales.up(args);
    const created = sales.outs;
    await sales.up({ ...args, displayName: "Renamed" });
    await sales.refresh();
    expect(Object.keys(sales.outs), "an update and a refresh keep it").to.include.members(
      filled("dataflow").filter((key) => created[key] !== undefined),
    );
    return [created];
  },
  async dataflowRefresh(world) {
    const { args, load } = await prepared(world);
    await load.up(args);
    const failing = new Resource(world, "dataflowRefresh");
    world.emulator.faults.add(job("fail", "the gateway is offline"));
    await failure(failing.up(args));
    return [load.outs, failing.outs];
  },
  async dataflowSchedule(world) {
    const { args } = await prepared(world);
    const nightly = new Resource(world, "dataflowSchedule");
    await nightly.up({ workspaceId: args.workspaceId, dataflowId: args.dataflowId, schedule: daily });
    return [nightly.outs];
  },
};

describe("each output of a class has a value:", () => {
  for (const name of resources)
    it(name, () =>
      inWorld(async (world) => {
        const seen = await lives[name](world);
        for (const key of filled(name))
          expect(
            seen.some((outs) => outs[key] !== undefined),
            key,
          ).to.equal(true);
      }),
    );
});
