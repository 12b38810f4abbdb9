import { monotonicMs } from "../../common/clock";
import type { Definition } from "../../fabric/types";
import type { Outputs } from "../../model/dataflow";
import type { Context } from "../context";
import { exportSlices } from "./exportSlices";
import { FEW, listedIds } from "./item";

/** The engine asks for several reads at once, in calls that follow each other closely. */
const COLLECT_MS = 20;
/** The longest wait for one export. Single reads take seconds, so an export that hangs must not hold up a refresh. */
const EXPORT_MS = 3 * 60_000;
/** The greatest age of an export when it is used. */
const HOLDS_MS = 60_000;

interface Exports {
  requested: Set<string>;
  waiting: Map<string, (definition: Definition | undefined) => void>;
  kept: Map<string, { definition: Definition; until: number }>;
  definitionBytes: number;
  isActive: boolean;
}

const workspaces = new Map<string, Exports>();
/**
 * Once the service has refused an export or not ended it in time, this process tries no other: the API is in beta, and
 * permissions do not change soon.
 */
let isRefused = false;

/**
 * Returns the definition from an export of several, if many of a workspace are read, as in a refresh. Returns undefined
 * if it must be read by itself: few were read, it is read again, or the service did not export it.
 */
export async function exportedDefinition(
  context: Context,
  id: string,
  { workspaceId }: Outputs,
): Promise<Definition | undefined> {
  const exports = exportsOf(workspaceId);
  const isAgain = exports.requested.has(id);
  exports.requested.add(id);
  if (isAgain || isRefused || !context.settings.bulkExport || exports.requested.size <= FEW) return undefined;
  const kept = exports.kept.get(id);
  exports.kept.delete(id);
  if (kept) return kept.until < monotonicMs() ? undefined : kept.definition;
  return new Promise((resolve) => {
    exports.waiting.set(id, resolve);
    if (!exports.isActive) void exportAll(context, workspaceId, exports);
  });
}

function exportsOf(workspaceId: string): Exports {
  const key = workspaceId.toLowerCase();
  const exports = workspaces.get(key) ?? {
    ...{ requested: new Set(), waiting: new Map(), kept: new Map() },
    ...{ definitionBytes: 0, isActive: false },
  };
  workspaces.set(key, exports);
  return exports;
}

/**
 * Exports slice after slice until no read waits. Never rejects: a read that gets nothing reads by itself, and its own
 * error says what is wrong.
 */
async function exportAll(context: Context, workspaceId: string, exports: Exports): Promise<void> {
  exports.isActive = true;
  await new Promise((resolve) => setTimeout(resolve, COLLECT_MS));
  while (exports.waiting.size > 0) {
    const { requested, kept, definitionBytes } = exports;
    const listed = await listedIds(workspaceId);
    // An item that the list lacks is gone or too new. A single id that the service does not know would make it refuse
    // the whole export.
    if (listed.length > 0)
      handOut(
        exports,
        [...exports.waiting.keys()].filter((id) => !listed.includes(id)),
        new Map(),
      );
    const waiting = [...exports.waiting.keys()];
    const slices = exportSlices({ waiting, listed, requested, kept: new Set(kept.keys()), definitionBytes });
    await Promise.all(
      slices.map(async (slice) => handOut(exports, slice, await exportOnce(context, workspaceId, slice))),
    );
  }
  exports.isActive = false;
}

function handOut(exports: Exports, slice: readonly string[], definitions: ReadonlyMap<string, Definition>): void {
  const { waiting, kept, definitionBytes } = exports;
  for (const id of slice) {
    const definition = definitions.get(id.toLowerCase());
    const resolve = waiting.get(id);
    waiting.delete(id);
    if (resolve) resolve(definition);
    else if (definition) kept.set(id, { definition, until: monotonicMs() + HOLDS_MS });
  }
  if (definitions.size > 0) exports.definitionBytes = Math.max(definitionBytes, averageBytes(definitions));
}

/** Returns an empty map for a single item, because the error of a single read is better. */
async function exportOnce(
  { client, signal }: Context,
  workspaceId: string,
  slice: readonly string[],
): Promise<ReadonlyMap<string, Definition>> {
  if (slice.length < 2 || isRefused || signal.aborted) return new Map();
  try {
    return await client.items.bulkExportDefinitions(workspaceId, slice, { signal, timeoutMs: EXPORT_MS });
  } catch {
    isRefused ||= !signal.aborted;
    return new Map();
  }
}

function averageBytes(definitions: ReadonlyMap<string, Definition>): number {
  let bytes = 0;
  for (const { parts } of definitions.values()) for (const { payload } of parts) bytes += payload.length;
  return bytes / definitions.size;
}
