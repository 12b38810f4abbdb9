import type { Definition } from "../../fabric/types";
import { keys, type Computed, type Inputs, type Outputs } from "../../model/dataflow";
import { keysWith } from "../../model/keys";
import type { Context, Read } from "../context";
import { isGone, isUnreadable } from "../serviceErrors";
import { assertState } from "../state";
import { without } from "../values";
import { asSeen, fingerprintOf, fromAnswer, withoutMark } from "./definition";
import { changedNames } from "../../definition/changes";
import { getItem, readItem, seenProperties } from "./item";
import { comparesDefinition, isDeclared, readDefinition } from "./storedDefinition";
import { inParentheses } from "../../common/text";
import { exportedDefinition } from "./exportedDefinition";
import { byName, queryKey } from "./queryKeys";

const OUTPUTS = keysWith(keys, { kind: "output" });

/**
 * What is there now. An edit made elsewhere is returned as changed inputs, and so is unfinished work, because only a difference
 * of inputs is shown and repaired by the next `up`.
 */
export async function read(
  id: string,
  outs: Partial<Outputs>,
  context: Context,
): Promise<Read<Inputs, Outputs> | undefined> {
  assertState<Outputs>(outs, "workspaceId");
  const [item, definition] = await Promise.allSettled([
    readItem(context, id, outs),
    checksDefinition(outs, context) ? lookAtDefinition(context, id, outs) : undefined,
  ]);
  if (item.status === "rejected") {
    if (isGone(item.reason)) return undefined;
    throw item.reason;
  }
  const now: Outputs = { ...without(outs, "unwritten"), ...seenProperties(item.value, outs) };
  if (definition.status === "rejected" && isGone(definition.reason) && (await isGoneItself(context, id, outs)))
    return undefined;
  if (definition.status === "rejected") warnUnreadable(definition.reason, context);
  else if (definition.value) Object.assign(now, await seenDefinition(definition.value, outs, context));
  return { outs: now, inputs: without(now, ...OUTPUTS) };
}

/** A list may still show what is gone. */
const isGoneItself = (context: Context, id: string, outs: Outputs): Promise<boolean> =>
  getItem(context, id, outs).then(() => false, isGone);

/**
 * The stored definition; nothing if an export of many shows it as declared. What differs there is asked for itself: an export can be some
 * seconds old, and nobody says that it is serialised alike.
 */
async function lookAtDefinition(context: Context, id: string, outs: Outputs): Promise<Definition | undefined> {
  const exported = await exportedDefinition(context, id, outs);
  if (exported && isDeclared(fingerprintOf(exported, outs), outs)) return undefined;
  return readDefinition(context, id, outs);
}

const checksDefinition = (outs: Outputs, context: Context): boolean =>
  typeof outs.definitionFingerprint === "string" && comparesDefinition(outs, context);

/** The last known definition stays. */
function warnUnreadable(e: unknown, context: Context): void {
  if (!isUnreadable(e)) throw e;
  context.warn(`the definition could not be read, so it was not compared (${e.message})`);
}

async function seenDefinition(definition: Definition, outs: Outputs, context: Context): Promise<Partial<Computed>> {
  const seen = fingerprintOf(definition, outs);
  if (isDeclared(seen, outs)) return {};
  if (withoutMark(outs.definitionFingerprint) !== seen.definitionFingerprint) {
    const names = changedNames(outs.queries, seen.queries);
    const { describeBeside } = require("../../definition/describe") as typeof import("../../definition/describe");
    const beside = describeBeside(withoutMark(outs.definitionFingerprint), seen.definitionFingerprint);
    const lines = [...(await describeDrift(definition, outs, names)), ...(beside === undefined ? [] : [beside])];
    context.warn(
      `the definition was changed in Fabric${inParentheses(names)}${lines.length > 0 ? `: ${lines.join("\n")}` : ""}`,
    );
  }
  return { definitionFingerprint: asSeen(seen.definitionFingerprint), queries: seen.queries };
}

/** What hangs on the queries that were changed; nothing where the stored M cannot be understood. */
async function describeDrift(definition: Definition, outs: Outputs, names: readonly string[]): Promise<string[]> {
  const { queries = {} } = outs;
  if (Object.keys(queries).length === 0) return [];
  const { understand } = require("../../definition/understand") as typeof import("../../definition/understand");
  const { describeChanges } = require("../../definition/describe") as typeof import("../../definition/describe");
  const previous = byName(queries);
  const { changes, lineage } = await understand(fromAnswer(definition), { validate: "warn", previous });
  if (!changes) return [];
  // The names come from fingerprints that know of secrets, which this look does not.
  const { added, removed, changed } = changes;
  const those = (some: readonly string[]) => some.filter((name) => names.includes(queryKey(name)));
  return describeChanges({ added: those(added), removed: those(removed), changed: those(changed) }, lineage);
}
