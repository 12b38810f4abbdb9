import type { Definition } from "../../fabric/types";
import { keys, type Computed, type Inputs, type Outputs } from "../../model/dataflow";
import { keysWith } from "../../model/keys";
import type { Context, Read } from "../context";
import { isGone, isUnreadable } from "../serviceErrors";
import { assertRead, isTyped } from "../state";
import { readTyped } from "./readTyped";
import { without } from "../values";
import { asSeen, fingerprintOf, fromResponse, secretsOf, withoutMark } from "./definition";
import { leading, shownName } from "./leading";
import { changedNames } from "../../definition/changes";
import { getItem, readItem, seenProperties } from "./item";
import { comparesDefinition, isDeclared, readDefinition } from "./storedDefinition";
import { harmless } from "../../common/harmless";
import { inParentheses } from "../../common/text";
import { exportedDefinition } from "./exportedDefinition";
import { byName, queryKey } from "./queryKeys";
import { seenDestinations } from "./destinations";

const OUTPUTS = keysWith(keys, { kind: "output" });

/**
 * Reads the item as it is now. Edits made elsewhere are returned as changed inputs, and so is unfinished work: Pulumi
 * only shows a difference of inputs, and the next `up` repairs it.
 */
export async function read(
  id: string,
  outs: Partial<Outputs>,
  context: Context,
): Promise<Read<Inputs, Outputs> | undefined> {
  assertRead<Outputs>("dataflow", id, outs, "workspaceId");
  if (isTyped(outs)) return readTyped(id, outs, context);
  const [item, definition] = await Promise.allSettled([
    readItem(context, id, outs),
    checksDefinition(outs, context) ? readIfDrifted(context, id, outs) : undefined,
  ]);
  if (item.status === "rejected") {
    if (isGone(item.reason)) return undefined;
    throw item.reason;
  }
  const now: Outputs = { ...without(outs, "unwritten"), ...seenProperties(item.value, outs) };
  if (definition.status === "rejected" && isGone(definition.reason) && (await isGoneItself(context, id, outs)))
    return undefined;
  if (definition.status === "rejected") warnUnreadable(definition.reason, context);
  else if (definition.value) {
    const seen = await seenDefinition(definition.value, outs, context);
    // The seen definition may have no destinations.
    if (seen.queries) delete now.destinations;
    Object.assign(now, seen);
  }
  return { outs: now, inputs: without(now, ...OUTPUTS) };
}

/** A list may still show an item that is gone. */
const isGoneItself = (context: Context, id: string, outs: Outputs): Promise<boolean> =>
  getItem(context, id, outs).then(() => false, isGone);

/**
 * Returns the stored definition; undefined if an export of many shows it as declared. If the export differs, the
 * definition is read: an export may be some seconds old, and may be serialised in another way.
 */
async function readIfDrifted(context: Context, id: string, outs: Outputs): Promise<Definition | undefined> {
  const exported = await exportedDefinition(context, id, outs);
  if (exported && isDeclared(fingerprintOf(exported, outs), outs)) return undefined;
  return readDefinition(context, id, outs);
}

const checksDefinition = (outs: Outputs, context: Context): boolean =>
  typeof outs.definitionFingerprint === "string" && comparesDefinition(outs, context);

/** Warns if the definition may not be read. The last known definition then stays. */
function warnUnreadable(e: unknown, context: Context): void {
  if (!isUnreadable(e)) throw e;
  context.warn(`the definition could not be read, so it was not compared (${e.message})`);
}

async function seenDefinition(definition: Definition, outs: Outputs, context: Context): Promise<Partial<Computed>> {
  const seen = fingerprintOf(definition, outs);
  if (isDeclared(seen, outs)) return {};
  if (withoutMark(outs.definitionFingerprint) !== seen.definitionFingerprint) {
    const names = changedNames(outs.queries, seen.queries);
    const lines = await describeDrift(definition, outs, seen.definitionFingerprint, names);
    context.warn(
      `${leading(outs)}the definition was changed in Fabric${inParentheses(names)}` +
        `${lines.length > 0 ? `: ${lines.join("\n")}` : ""}\n${overwrites(outs)}`,
    );
  }
  return {
    definitionFingerprint: asSeen(seen.definitionFingerprint),
    queries: seen.queries,
    ...(await seenDestinations(definition, outs)),
  };
}

/** Says what the next `up` does about it, and how to see the difference before. */
const overwrites = (outs: Outputs): string =>
  "the next `pulumi up` overwrites this with what the program declares. To compare both step by step: " +
  `npx pulumi-fabric-dataflow diff ${JSON.stringify(shownName(outs))} <folder> --workspace ${harmless(outs.workspaceId)} --stack <stack>`;

/**
 * Describes what changed and which queries depend on it. Says nothing about queries if the stored M cannot be parsed.
 */
async function describeDrift(
  definition: Definition,
  outs: Outputs,
  seen: string,
  names: readonly string[],
): Promise<string[]> {
  const previous = byName(outs.queries ?? {});
  const { understand } = require("../../definition/understand") as typeof import("../../definition/understand");
  const { describeBeside, describeChanges } =
    require("../../definition/describe") as typeof import("../../definition/describe");
  const { tryOlder } = require("../../definition/tried") as typeof import("../../definition/tried");
  const parts = fromResponse(definition);
  const before = withoutMark(outs.definitionFingerprint);
  const tried = tryOlder(parts, secretsOf(outs), { queries: previous, definitionFingerprint: before });
  const beside = describeBeside(before, seen, tried);
  const besideLines = beside === undefined ? [] : [beside];
  if (Object.keys(previous).length === 0) return besideLines;
  const { changes, lineage } = await understand(parts, { validate: "warn", previous });
  if (!changes) return besideLines;
  // The names come from fingerprints that know secrets. This comparison does not know them.
  const { added, removed, changed } = changes;
  const those = (some: readonly string[]) => some.filter((name) => names.includes(queryKey(name)));
  const own = { added: those(added), removed: those(removed), changed: those(changed) };
  return [...describeChanges(own, lineage, tried), ...besideLines];
}
