import { spelled } from "../../common/spelling";
import { harmless } from "../../common/harmless";
import type { Item } from "../../fabric/types";
import type { Inputs } from "../../model/dataflow";
import type { Context } from "../context";
import { isHeld } from "../ownership";
import { listAgain } from "../listAgain";
import { fingerprintOf } from "./definition";
import { listByName } from "./item";
import { timeoutMs } from "./timeouts";
import { readDefinition } from "./storedDefinition";
import { errorText } from "../../common/text";

/** Names of items, by id. */
type Listed = ReadonlyMap<string, string>;

const listed = new Map<string, Promise<Listed>>();

/**
 * The dataflows that a workspace had when this process first created one there. None of them can be the item of a lost
 * create. One list for each workspace and process.
 */
export function listedBefore(context: Context, workspaceId: string): Promise<Listed> {
  const key = workspaceId.toLowerCase();
  const known = listed.get(key);
  if (known) return known;
  const listing = list(context, workspaceId);
  listed.set(key, listing);
  listing.catch(() => listed.delete(key));
  return listing;
}

async function list(context: Context, workspaceId: string): Promise<Listed> {
  const names = new Map<string, string>();
  for await (const { id, displayName } of context.client.dataflows.list(workspaceId, { signal: context.signal }))
    names.set(id, displayName);
  return names;
}

/**
 * Returns the item of a create whose response was lost. It takes an item only if that is certainly the one that was
 * sent: it has the name, did not exist before, no other resource holds it, and its definition is the declared one.
 * Fabric lists an item before its create has ended and before it has its definition, so it lists several times.
 * Otherwise the error names the item and the remedy. Nothing is sent twice.
 */
export async function findLost(context: Context, inputs: Inputs, before: Listed, lost: Error): Promise<Item> {
  const { workspaceId } = inputs;
  const name = context.mask.value(inputs.displayName);
  let unseen = "";
  let unsure: Item | undefined;
  for await (const _ of listAgain(context, timeoutMs(inputs, "create"))) {
    try {
      const candidates = await listByName(context, workspaceId, inputs.displayName);
      const fresh = candidates.filter(({ id }) => !before.has(id) && !isHeld(id));
      const [item, ...others] = fresh;
      if (others.length > 0) throw new UnsureError(workspaceId, name, fresh, lost);
      if (!item) continue;
      unsure = item;
      if (await isOurs(context, item, inputs)) return item;
    } catch (error) {
      if (error instanceof UnsureError || context.signal.aborted) throw error;
      // The problem that lost the response may affect this read too. The next one may succeed.
      unseen = `\nThe search for it failed too: ${errorText(error)}`;
    }
  }
  if (unsure) throw new UnsureError(workspaceId, name, [unsure], lost, unseen);
  throw new Error(
    `${lost.message}${unseen}\nNo new dataflow named "${harmless(name)}" has appeared, so it was most likely not created. Run \`pulumi up\` again.` +
      (unseen &&
        ` If it was created, \`pulumi up\` says so; then take it over with \`adoptExisting\` or ${spelled().importOption(workspaceId, "<its id>")}.`),
    { cause: lost },
  );
}

async function isOurs(context: Context, item: Item, inputs: Inputs): Promise<boolean> {
  if (inputs.definition === undefined) return true;
  const seen = fingerprintOf(await readDefinition(context, item.id, inputs), inputs);
  return seen.definitionFingerprint === inputs.definitionFingerprint;
}

class UnsureError extends Error {
  constructor(workspaceId: string, name: string, items: readonly Item[], lost: Error, unseen = "") {
    const [item, ...others] = items;
    const id = item && others.length === 0 ? harmless(item.id) : "<one of these ids>";
    super(
      `${lost.message}${unseen}\nThe workspace now has ${items.map(({ id }) => harmless(id)).join(", ")} named "${harmless(name)}", and it is not certain that this \`up\` created it. ` +
        `If it did, take it over with ${spelled().takeOver(workspaceId, id)}, or for one run with FABRIC_ADOPT_EXISTING=true. Otherwise delete or rename it.`,
      { cause: lost },
    );
  }
}
