import { expect } from "chai";
import { definition, mashupOf } from "./assets";
import { prepared } from "./refreshes";
import { Operation } from "./operation";
import { failure, Resource, type Kept } from "./resource";
import { inWorld, type World } from "./world";

/*
 * The engine's operations on a resource, in each order that hooks, options and commands cause, and the allowed calls in each state of the
 * service. A row fails if it sends other calls or leaves the service in another state.
 */

type Args = Record<string, unknown>;
type Calls = Record<string, number>;

interface Stage {
  sales: Resource;
  args: Args;
  /** The state before the last successful `up`: an exported state is imported again. */
  older: Kept;
}

const named = { __declaration: { urn: "urn:pulumi:dev::test::t::sales" } };
const changed = { description: "two", definition: definition({ Orders: "two" }), publishOnUpdate: true };
const edit = { parts: { "mashup.pq": mashupOf({ Orders: "theirs" }) } };
const failedPublish = { operation: "runApplyChanges", fault: { kind: "job", job: { outcome: "fail" } } } as const;
const failedWrite = {
  operation: "updateDefinition",
  fault: { kind: "status", status: 403, errorCode: "InsufficientPrivileges" },
} as const;

/** A state of the service, and the allowed calls of each order. */
const worlds: Record<string, (world: World, stage: Stage) => void> = {
  "as the state says": () => {},
  "edited unseen": ({ emulator }, { sales }) => emulator.portalEdit(sales.id, edit),
  "gone unseen": ({ emulator }, { sales }) => emulator.portalDelete(sales.id),
};

const orders: Record<string, (stage: Stage, world: World) => Promise<unknown>> = {
  "an up without changes": ({ sales, args }) => sales.up(args),
  "a refresh": ({ sales }) => sales.refresh(),
  "an up with changes": ({ sales, args }) => sales.up({ ...args, ...changed }),
  "an up with changes whose publish fails, repeated by a hook": ({ sales, args }, { emulator }) => {
    emulator.faults.add(failedPublish);
    return sales.up({ ...args, ...changed }, { repeats: 1 });
  },
  "an up with changes whose write fails, repeated by a hook": ({ sales, args }, { emulator }) => {
    emulator.faults.add(failedWrite);
    return sales.up({ ...args, ...changed }, { repeats: 1 });
  },
  "a forced replacement": ({ sales, args }) => sales.up(args, { force: true }),
  "a replacement whose provider is another one now": ({ sales, args }) =>
    sales.up(args, { force: true, createdBy: new Operation().host("other") }),
  "an up with changes beside what fails (--continue-on-error)": async ({ sales, args }, world) => {
    world.emulator.faults.add({ operation: "createItem", fault: failedWrite.fault });
    const other = new Resource(world, "dataflow");
    expect(await failure(other.up({ ...args, displayName: "Other" }))).to.match(/InsufficientPrivileges/);
    await sales.up({ ...args, ...changed });
  },
  "an up of another resource alone (--target)": async ({ args }, world) => {
    const other = new Resource(world, "dataflow");
    await other.up({ ...args, displayName: "Other" });
    await other.destroy();
  },
  "a destroy": ({ sales }) => sales.destroy(),
  // The engine calls no provider. The next three start with a state without the resource.
  "a delete that retainOnDelete or deletedWith spares": async ({ sales }) => {
    sales.kept = undefined;
  },
  "retainOnDelete, and up with adoptExisting": async ({ sales, args }) => {
    sales.kept = undefined;
    await sales.up({ ...args, adoptExisting: true });
  },
  "state delete, and up": async ({ sales, args }) => {
    sales.kept = undefined;
    await sales.up(args);
  },
  "an older state imported, and up with the same program": async (stage) => {
    stage.sales.kept = stage.older;
    await stage.sales.up(stage.args);
  },
  "an older state imported, and an edit": async (stage) => {
    stage.sales.kept = stage.older;
    await stage.sales.up({ ...stage.args, definition: definition({ Orders: "three" }) });
  },
};

const read = { getDefinition: 1 };
const write = { updateItem: 1, getDefinition: 2, updateDefinition: 1 };
const publish = { runApplyChanges: 1, getJobInstance: 1 };
const create = { listItems: 1, createItem: 1, getDefinition: 1 };
const REFUSED = { fails: true } as const;

/** The exact calls by order and state of the service, and REFUSED if the order fails. Polls are counted once. */
const table: Record<string, Record<string, [calls: Calls, end?: typeof REFUSED]>> = {
  "an up without changes": { "as the state says": [{}], "edited unseen": [{}], "gone unseen": [{}] },
  "a refresh": {
    "as the state says": [{ getItem: 1, ...read }],
    "edited unseen": [{ getItem: 1, ...read }],
    "gone unseen": [{ getItem: 1, ...read }],
  },
  "an up with changes": {
    "as the state says": [{ ...write, ...publish }],
    "edited unseen": [{ updateItem: 1, ...read }, REFUSED],
    "gone unseen": [{ updateItem: 1 }, REFUSED],
  },
  "an up with changes whose publish fails, repeated by a hook": {
    // Only the publish is repeated, after a read.
    "as the state says": [{ ...write, getDefinition: 3, runApplyChanges: 2, getJobInstance: 1 }],
    "edited unseen": [{ updateItem: 1, getDefinition: 2 }, REFUSED],
    "gone unseen": [{ updateItem: 2 }, REFUSED],
  },
  "an up with changes whose write fails, repeated by a hook": {
    "as the state says": [{ ...write, getDefinition: 3, updateDefinition: 2, ...publish }],
    "edited unseen": [{ updateItem: 1, getDefinition: 2 }, REFUSED],
    "gone unseen": [{ updateItem: 2 }, REFUSED],
  },
  "a forced replacement": {
    "as the state says": [{ deleteItem: 1, ...create }],
    "edited unseen": [{ deleteItem: 1, ...create }],
    "gone unseen": [{ deleteItem: 1, ...create }],
  },
  "a replacement whose provider is another one now": {
    "as the state says": [{ deleteItem: 1, ...create }],
    "edited unseen": [{ deleteItem: 1, ...create }],
    "gone unseen": [{ deleteItem: 1, ...create }],
  },
  "an up with changes beside what fails (--continue-on-error)": {
    "as the state says": [{ listItems: 1, createItem: 1, ...write, ...publish }],
    "edited unseen": [{ listItems: 1, createItem: 1, updateItem: 1, ...read }, REFUSED],
    "gone unseen": [{ listItems: 1, createItem: 1, updateItem: 1 }, REFUSED],
  },
  "an up of another resource alone (--target)": {
    "as the state says": [{ ...create, deleteItem: 1 }],
    "edited unseen": [{ ...create, deleteItem: 1 }],
    "gone unseen": [{ ...create, deleteItem: 1 }],
  },
  "a destroy": {
    "as the state says": [{ deleteItem: 1 }],
    "edited unseen": [{ deleteItem: 1 }],
    "gone unseen": [{ deleteItem: 1 }],
  },
  "a delete that retainOnDelete or deletedWith spares": {
    "as the state says": [{}],
    "edited unseen": [{}],
    "gone unseen": [{}],
  },
  "retainOnDelete, and up with adoptExisting": {
    "as the state says": [{ listItems: 1, ...read }],
    // The adopted item is updated to the declared definition at once, with a message.
    "edited unseen": [{ listItems: 1, getDefinition: 3, updateDefinition: 1 }],
    "gone unseen": [{ ...create, listItems: 2 }],
  },
  "state delete, and up": {
    "as the state says": [{ listItems: 1, getItem: 1 }, REFUSED],
    "edited unseen": [{ listItems: 1, getItem: 1 }, REFUSED],
    "gone unseen": [create],
  },
  "an older state imported, and up with the same program": {
    // The item exists already, so nothing is written again.
    "as the state says": [{ updateItem: 1, ...read }],
    "edited unseen": [{ updateItem: 1, ...read }, REFUSED],
    "gone unseen": [{ updateItem: 1 }, REFUSED],
  },
  "an older state imported, and an edit": {
    // The older state does not have the newer one's write.
    "as the state says": [{ updateItem: 1, ...read }, REFUSED],
    "edited unseen": [{ updateItem: 1, ...read }, REFUSED],
    "gone unseen": [{ updateItem: 1 }, REFUSED],
  },
};

async function staged(world: World): Promise<Stage> {
  const args: Args = {
    ...named,
    workspaceId: world.emulator.workspaceId,
    displayName: "Sales",
    description: "zero",
    definition: definition({ Orders: "zero" }),
  };
  const sales = new Resource(world, "dataflow");
  await sales.up(args);
  const older = sales.kept!;
  const now = { ...args, description: "one", definition: definition({ Orders: "one" }) };
  await sales.up(now);
  world.newRequests();
  return { sales, args: now, older };
}

const once = ({ getJobInstance = 0, ...calls }: Calls): Calls => ({
  ...calls,
  ...(getJobInstance > 0 && { getJobInstance: 1 }),
});

describe("the allowed calls", () => {
  for (const [order, act] of Object.entries(orders))
    for (const [what, happen] of Object.entries(worlds)) {
      const [calls, end] = table[order]![what]!;
      it(`of ${order}, if the service's state is ${what}${end ? ": it is refused" : ""}`, () =>
        inWorld(async (world) => {
          const stage = await staged(world);
          happen(world, stage);
          const failed = await act(stage, world).then(
            () => undefined,
            (error: unknown) => String(error),
          );
          expect(failed !== undefined, failed).to.equal(end !== undefined);
          expect(once(world.newRequests())).to.deep.equal(calls);
          expect(world.dataflows().length).to.be.at.most(1);
          if (what === "edited unseen" && end)
            expect(world.dataflows()[0]?.edited?.["mashup.pq"]).to.equal(edit.parts["mashup.pq"]);
        }));
    }

  const runs: Record<string, [repeats: number, fails: number, starts: number]> = {
    "a run that fails": [0, 1, 1],
    "a run that fails, repeated by a hook": [1, 1, 2],
    "a run that fails twice, repeated by a hook": [2, 2, 3],
  };
  for (const [what, [repeats, fails, starts]] of Object.entries(runs))
    it(`of ${what}: ${starts} start${starts > 1 ? "s" : ""}`, () =>
      inWorld(async (world) => {
        const { args, load, runs: all } = await prepared(world);
        for (let n = 0; n < fails; n++)
          world.emulator.faults.add({ operation: "runExecute", fault: { kind: "job", job: { outcome: "fail" } } });
        await load.up({ ...args, ...named }, { repeats }).catch(() => undefined);
        expect(all()).to.have.length(starts);
        expect(load.outs.status).to.equal(repeats < fails ? "Failed" : "Completed");
      }));
});
