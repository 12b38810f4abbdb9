import type { Context } from "./context";
import { engineAddress } from "./engine";
import { OperationLog } from "./operationLog";

/*
 * Dataflows that were adopted as they are, and that have not run since. If only a create has written their definition,
 * Fabric does not see its connections. The dataflow's resource knows that. A run is another resource, and its provider
 * may have another host process.
 */

interface Entry {
  itemId: string;
  isUntried: boolean;
}

const own = new Map<string, boolean>();

let log: OperationLog<Entry> | null | undefined;

function shared(): OperationLog<Entry> | undefined {
  if (log === undefined) log = OperationLog.open<Entry>(engineAddress(), "bindings") ?? null;
  return log ?? undefined;
}

/** Records what the state of a dataflow says. Nothing is written for the many that were not adopted. */
export function noteBindings(id: string, { bindingsUntried = false }: { bindingsUntried?: boolean }): void {
  const itemId = id.toLowerCase();
  if ((own.get(itemId) ?? false) === bindingsUntried) return;
  own.set(itemId, bindingsUntried);
  shared()?.append({ itemId, isUntried: bindingsUntried });
}

/** True if a dataflow of this operation may lack its connections because of how it was created. */
export function areBindingsUntried(dataflowId: string): boolean {
  const itemId = dataflowId.toLowerCase();
  const known = own.get(itemId);
  if (known !== undefined) return known;
  const others = (shared()?.others() ?? []).flatMap(
    (entries) => entries.findLast((entry) => entry.itemId === itemId) ?? [],
  );
  return others.some(({ isUntried }) => isUntried);
}

/** True if a test or job reports that a source has no usable connection. */
export const lacksCredentials = (text: string): boolean =>
  /credentials are (required|missing)|EntityUserFailure/i.test(text);

export const BINDS_NEXT =
  "\nThe dataflow was adopted as it is. If only a create has written its definition, Fabric does not see its connections yet: " +
  "the next `pulumi up` writes the same definition once, which binds them.";

/** Writes in this process, by dataflow. Several runs of one dataflow wait for the same write. */
const writing = new Map<string, Promise<void>>();

/** Writes the stored definition once, unchanged. `why` ends the line that reports it. */
export function bindStored(context: Context, workspaceId: string, dataflowId: string, why: string): Promise<void> {
  const key = dataflowId.toLowerCase();
  const begun = writing.get(key) ?? writeStored(context, workspaceId, dataflowId, why);
  writing.set(key, begun);
  return begun;
}

async function writeStored(context: Context, workspaceId: string, dataflowId: string, why: string): Promise<void> {
  const { fromResponse, toRequest } = require("./dataflow/definition") as typeof import("./dataflow/definition");
  const { dataflows } = context.client;
  const { signal } = context;
  context.info(`writes the definition of the dataflow ${dataflowId} once more, unchanged, because ${why}`);
  const stored = await dataflows.getDefinition(workspaceId, dataflowId, { signal });
  await dataflows.updateDefinition(workspaceId, dataflowId, toRequest(fromResponse(stored)), { signal });
}
