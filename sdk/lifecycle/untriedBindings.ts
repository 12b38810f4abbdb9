import type { Context } from "./context";
import { engineAddress } from "./engine";
import { OperationLog } from "./operationLog";

/*
 * Dataflows that were taken over as they are, and that nothing has run since: if only a create has written their definition, Fabric does not
 * see its connections. Their resource knows of it. A run is another resource, and its provider can have another host process.
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

/** Notes what the state of a dataflow says. Nothing is written for the many that were not taken over. */
export function noteBindings(id: string, { bindingsUntried = false }: { bindingsUntried?: boolean }): void {
  const itemId = id.toLowerCase();
  if ((own.get(itemId) ?? false) === bindingsUntried) return;
  own.set(itemId, bindingsUntried);
  shared()?.append({ itemId, isUntried: bindingsUntried });
}

/** Whether a dataflow of this operation may lack its connections because of how it was made. */
export function areBindingsUntried(dataflowId: string): boolean {
  const itemId = dataflowId.toLowerCase();
  const known = own.get(itemId);
  if (known !== undefined) return known;
  const told = (shared()?.others() ?? []).flatMap(
    (entries) => entries.findLast((entry) => entry.itemId === itemId) ?? [],
  );
  return told.some(({ isUntried }) => isUntried);
}

/** How tests and jobs say that a source has no usable connection. */
export const lacksCredentials = (text: string): boolean =>
  /credentials are (required|missing)|EntityUserFailure/i.test(text);

export const BINDS_NEXT =
  "\nThe dataflow was taken over as it is. If only a create has written its definition, Fabric does not see its connections yet: " +
  "the next `pulumi up` writes the same definition once, which binds them.";

/** Writes in this process, by dataflow: several runs of one wait for the same. */
const writing = new Map<string, Promise<void>>();

/** Writes the stored definition once, as it is. `why` ends the sentence that says so. */
export function bindStored(context: Context, workspaceId: string, dataflowId: string, why: string): Promise<void> {
  const key = dataflowId.toLowerCase();
  const begun = writing.get(key) ?? writeStored(context, workspaceId, dataflowId, why);
  writing.set(key, begun);
  return begun;
}

async function writeStored(context: Context, workspaceId: string, dataflowId: string, why: string): Promise<void> {
  const { fromAnswer, toRequest } = require("./dataflow/definition") as typeof import("./dataflow/definition");
  const { dataflows } = context.client;
  const { signal } = context;
  context.info(`the definition of the dataflow ${dataflowId} is written once more as it is, because ${why}`);
  const stored = await dataflows.getDefinition(workspaceId, dataflowId, { signal });
  await dataflows.updateDefinition(workspaceId, dataflowId, toRequest(fromAnswer(stored)), { signal });
}
