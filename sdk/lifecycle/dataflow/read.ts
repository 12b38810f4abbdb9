import { FabricError } from "../../fabric/errors";
import type { Context } from "../context";
import { assertState, OUTPUT_ONLY } from "../state";
import { text, without, type Props } from "../values";
import { asSeen, fingerprintOf, withoutMark } from "./definition";
import { changedNames } from "./queryNames";
import { seenProperties } from "./seen";
import { comparesDefinition, isDeclared, named, readDefinition } from "./steps";

/** Gone only where Fabric says so: every other refusal leaves the state as it is. */
export const isGone = (e: unknown): boolean => e instanceof FabricError && e.errorCode === "ItemNotFound";

/**
 * What is there now. An edit made elsewhere is returned as changed inputs, and so is unfinished work, because only a difference
 * of inputs is shown and repaired by the next `up`.
 */
export async function read(
  id: string,
  outs: Props,
  context: Context,
): Promise<{ outs: Props; inputs: Props } | undefined> {
  assertState(outs, "workspaceId");
  const [item, definition] = await Promise.allSettled([
    context.client.dataflows.get(text(outs.workspaceId) ?? "", id, { signal: context.signal }),
    checksDefinition(outs, context) ? readDefinition(context, id, outs) : undefined,
  ]);
  if (item.status === "rejected") {
    if (isGone(item.reason)) return undefined;
    throw item.reason;
  }
  const now: Props = { ...without(outs, "unwritten"), ...seenProperties(item.value, outs) };
  if (definition.status === "rejected") warnUnreadable(definition.reason, context);
  else if (definition.value) Object.assign(now, seenDefinition(fingerprintOf(definition.value, outs), outs, context));
  return { outs: now, inputs: without(now, ...OUTPUT_ONLY) };
}

const checksDefinition = (outs: Props, context: Context): boolean =>
  typeof outs.definitionFingerprint === "string" && comparesDefinition(outs, context);

/** getDefinition needs write permission, and a protected label blocks it: the last known definition stays. */
function warnUnreadable(e: unknown, context: Context): void {
  if (!(e instanceof FabricError) || e.status >= 500) throw e;
  context.warn(`the definition could not be read, so it was not compared (${e.message})`);
}

function seenDefinition(seen: ReturnType<typeof fingerprintOf>, outs: Props, context: Context): Props {
  if (isDeclared(seen, outs)) return {};
  const names = changedNames(outs.queries, seen.queries);
  if (withoutMark(outs.definitionFingerprint) !== seen.definitionFingerprint)
    context.warn(`the definition was changed in Fabric${named(names)}`);
  return { definitionFingerprint: asSeen(seen.definitionFingerprint), queries: seen.queries };
}
