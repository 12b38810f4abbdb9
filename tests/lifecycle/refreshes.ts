import { definition } from "./assets";
import { Resource } from "./resource";
import type { World } from "./world";

type Args = Record<string, unknown>;

/** A dataflow that was never published, and the arguments of its refresh. */
export async function prepared(world: World, more: Args = {}) {
  const { workspaceId } = world.emulator;
  const sales = new Resource(world, "dataflow");
  const displayName = `Sales ${world.dataflows().length + 1}`;
  await sales.up({ workspaceId, displayName, definition: definition({ Orders: "one" }) });
  world.newRequests();
  const args: Args = { workspaceId, dataflowId: sales.id, triggers: [1], ...more };
  return { args, load: new Resource(world, "dataflowRefresh"), runs: () => world.emulator.item(sales.id).runs };
}

export const job = (
  outcome: "fail" | "cancel" | "dedupe" | "neverEnds" | "disappear" | "unknownStatus",
  message?: string,
) => ({ operation: "runExecute", fault: { kind: "job", job: { outcome, message } } }) as const;
/** A duration of a run that is longer than any test. */
export const long = { timings: { executeMs: 60_000 } };
export const short = { timeout: "200ms" };
