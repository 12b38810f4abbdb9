import type { EmulatorOptions } from "../../emulator/index";
import { isSeen } from "../../../sdk/lifecycle/dataflow/definition";
import { definition, mashupOf } from "../../lifecycle/assets";
import { Resource } from "../../lifecycle/resource";
import { daily } from "../../lifecycle/schedules";
import type { World } from "../../lifecycle/world";
import { age } from "./world";

type Args = Record<string, unknown>;

/** A prepared operation that a fault can disturb. */
export interface Stage {
  resource: Resource;
  /** The operation with the fault, and its repetitions. */
  act(): Promise<unknown>;
  /** True if nothing is left to do after a success. */
  isDone(): Promise<boolean>;
}

export interface Operation {
  name: string;
  emulate?: EmulatorOptions;
  prepare(world: World): Promise<Stage>;
}

const base = (world: World, more: Args = {}): Args => ({
  workspaceId: world.emulator.workspaceId,
  displayName: "Sales",
  description: "one",
  definition: definition({ Orders: "one" }),
  publishOnUpdate: true,
  ...more,
});

const upOf = (resource: Resource, args: Args): Stage => ({
  resource,
  act: () => resource.up(args),
  isDone: async () => (await resource.up(args)) === "same",
});

async function created(world: World, more: Args = {}): Promise<{ sales: Resource; args: Args }> {
  const args = base(world, more);
  const sales = new Resource(world, "dataflow");
  await sales.up(args);
  age(world);
  return { sales, args };
}

async function foreign(world: World): Promise<Resource> {
  const { sales } = await created(world, { definition: definition({ Orders: "theirs" }), description: "theirs" });
  const mine = new Resource(world, "dataflow");
  world.emulator.portalEdit(sales.id, { description: "theirs" });
  return mine;
}

async function full(world: World): Promise<{ sales: Resource; wanted: Args }> {
  const [a, b, c] = ["a", "b", "c"].map((name) => world.emulator.addTag(name).id);
  const [one, two] = [await world.addFolder("one"), await world.addFolder("two")];
  const { sales, args } = await created(world, { folderId: one, tags: [a, b] });
  const changed = { displayName: "Sales 2", description: "two", folderId: two, tags: [b, c] };
  return { sales, wanted: { ...args, ...changed, definition: definition({ Orders: "two" }) } };
}

async function loaded(world: World, more: Args = {}): Promise<{ load: Resource; args: Args }> {
  const { sales } = await created(world);
  const { workspaceId } = world.emulator;
  return {
    load: new Resource(world, "dataflowRefresh"),
    args: { workspaceId, dataflowId: sales.id, triggers: [1], ...more },
  };
}

async function scheduled(world: World): Promise<{ nightly: Resource; args: Args }> {
  const { sales } = await created(world);
  const { workspaceId } = world.emulator;
  return {
    nightly: new Resource(world, "dataflowSchedule"),
    args: { workspaceId, dataflowId: sales.id, schedule: daily },
  };
}

const destroyed = (resource: Resource): Stage => ({
  resource,
  act: () => resource.destroy(),
  isDone: async () => resource.kept === undefined,
});

const CLUSTER = "11111111-1111-4111-8111-111111111111";
const longRunning = { switches: { longRunning: { create: true, getDefinition: true, updateDefinition: true } } };
const long = { timings: { executeMs: 60_000 } };

export const operations: readonly Operation[] = [
  { name: "create", prepare: async (world) => upOf(new Resource(world, "dataflow"), base(world)) },
  {
    name: "create, long-running",
    emulate: longRunning,
    prepare: async (world) => upOf(new Resource(world, "dataflow"), base(world)),
  },
  {
    name: "update everything",
    prepare: async (world) => {
      const { sales, wanted } = await full(world);
      return upOf(sales, wanted);
    },
  },
  {
    name: "update the definition, long-running",
    emulate: longRunning,
    prepare: async (world) => {
      const { sales, args } = await created(world);
      return upOf(sales, { ...args, definition: definition({ Orders: "two" }) });
    },
  },
  {
    name: "compare, then update",
    prepare: async (world) => {
      const tests = { Orders: { minRows: 1, unique: ["A"], compare: { key: ["A"], maxRemoved: 1 } } };
      const { sales, args } = await created(world, { tests });
      return upOf(sales, { ...args, definition: definition({ Orders: "two" }) });
    },
  },
  {
    name: "update after a run that is going is cancelled",
    emulate: long,
    prepare: async (world) => {
      const { sales, args } = await created(world, { waitForRun: true, cancelRuns: true });
      await world.context.client.jobs.start(world.emulator.workspaceId, sales.id, "Execute");
      return upOf(sales, { ...args, definition: definition({ Orders: "two" }) });
    },
  },
  {
    name: "update after a run that is going is awaited",
    emulate: long,
    prepare: async (world) => {
      const { sales, args } = await created(world, { waitForRun: true });
      // It ends when it is awaited, on a fast and on a slow machine.
      const { jobs } = world.context.client;
      const wait = jobs.wait.bind(jobs);
      jobs.wait = (...given) => {
        setTimeout(() => world.emulator.advance(long.timings.executeMs), 100).unref();
        return wait(...given);
      };
      await world.context.client.jobs.start(world.emulator.workspaceId, sales.id, "Execute");
      return upOf(sales, { ...args, definition: definition({ Orders: "two" }) });
    },
  },
  {
    name: "update of connections, tested once they are written",
    prepare: async (world) => {
      const tests = { Orders: { minRows: 1 } };
      const { sales, args } = await created(world, { tests, rollback: true });
      const [kind, path] = ["Web", "https://example.org/"];
      const connectionId = JSON.stringify({ ClusterId: CLUSTER, DatasourceId: CLUSTER });
      const connections = [{ kind, path, connectionId }];
      return upOf(sales, { ...args, definition: definition({ Orders: "two" }, { connections }) });
    },
  },
  {
    name: "publish what was written before",
    prepare: async (world) => {
      const { sales, args } = await created(world, { publishOnUpdate: false });
      return upOf(sales, { ...args, publishOnUpdate: true });
    },
  },
  {
    name: "adopt",
    prepare: async (world) => upOf(await foreign(world), base(world, { adoptExisting: true })),
  },
  {
    name: "take over",
    prepare: async (world) => {
      const { sales } = await created(world);
      return upOf(new Resource(world, "dataflow"), base(world, { __declaration: { import: sales.id } }));
    },
  },
  {
    name: "refresh",
    prepare: async (world) => {
      const { sales, args } = await created(world);
      world.emulator.portalEdit(sales.id, {
        parts: { "mashup.pq": mashupOf({ Orders: "theirs" }) },
        description: "theirs",
      });
      const act = async () => {
        await sales.refresh();
        if (sales.outs.description !== "theirs" || !isSeen(sales.outs.definitionFingerprint))
          throw new Error("drift was not seen");
        return sales;
      };
      return { resource: sales, act, isDone: async () => (await sales.preview(args)).does === "updated" };
    },
  },
  { name: "delete", prepare: async (world) => destroyed((await created(world)).sales) },
  {
    name: "run",
    prepare: async (world) => {
      const { load, args } = await loaded(world);
      return upOf(load, args);
    },
  },
  {
    name: "run that is awaited at the next up",
    prepare: async (world) => {
      const { load, args } = await loaded(world, { waitForCompletion: false });
      await load.up(args);
      return upOf(load, { ...args, waitForCompletion: true });
    },
  },
  {
    name: "run, deleted and cancelled",
    emulate: long,
    prepare: async (world) => {
      const { load, args } = await loaded(world, { waitForCompletion: false, cancelOnDelete: true });
      await load.up(args);
      return destroyed(load);
    },
  },
  {
    name: "schedule",
    prepare: async (world) => {
      const { nightly, args } = await scheduled(world);
      return upOf(nightly, args);
    },
  },
  {
    name: "schedule, updated",
    prepare: async (world) => {
      const { nightly, args } = await scheduled(world);
      await nightly.up(args);
      return upOf(nightly, { ...args, schedule: { ...daily, times: ["09:00"] } });
    },
  },
  {
    name: "schedule, deleted",
    prepare: async (world) => {
      const { nightly, args } = await scheduled(world);
      await nightly.up(args);
      return destroyed(nightly);
    },
  },
];
