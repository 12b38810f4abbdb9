import { spelled } from "../../common/door";
import { harmless } from "../../common/harmless";
import type { Item } from "../../fabric/types";
import type { Inputs } from "../../model/dataflow";
import type { Context } from "../context";
import { isHeld } from "../ownership";
import { lookAgain } from "../lookAgain";
import { fingerprintOf } from "./definition";
import { listByName } from "./item";
import { timeoutMs } from "./timeouts";
import { readDefinition } from "./storedDefinition";
import { errorText } from "../../common/text";

/** Names of items by their ids. */
type Listed = ReadonlyMap<string, string>;

const listed = new Map<string, Promise<Listed>>();

/**
 * The dataflows that a workspace had when this process first created one there: what is among them is surely not what
 * a lost answer left behind. One list per workspace and process.
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
 * The answer to a create was lost. The item is taken only when it is surely the one that was sent: it has the name, it was not
 * there before, nobody else holds it, and its definition is the declared one. An item is listed while its create still goes on, before it
 * has its definition, so one look says nothing yet. Else the error names it and the way out; nothing is posted twice.
 */
export async function findLost(context: Context, inputs: Inputs, before: Listed, lost: Error): Promise<Item> {
  const { workspaceId } = inputs;
  const name = context.mask.value(inputs.displayName);
  let unseen = "";
  let unsure: Item | undefined;
  for await (const _ of lookAgain(context, timeoutMs(inputs, "create"))) {
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
      // What lost the answer can take this look too: the next one may go well.
      unseen = `\nLooking for it failed too: ${errorText(error)}`;
    }
  }
  if (unsure) throw new UnsureError(workspaceId, name, [unsure], lost, unseen);
  throw new Error(
    `${lost.message}${unseen}\nNo new dataflow named "${harmless(name)}" has appeared since: it was most likely not created; run \`pulumi up\` again.` +
      (unseen &&
        ` If it was, that says so, and \`adoptExisting\` or ${spelled().importOption(workspaceId, "<its id>")} takes it over.`),
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
    super(
      `${lost.message}${unseen}\nThe workspace now has ${items.map(({ id }) => harmless(id)).join(", ")} named "${harmless(name)}", which cannot be told to be what was sent. ` +
        `If it is, take it over with ${spelled().takeOver(workspaceId, "<id>")}, or for one run alone FABRIC_ADOPT_EXISTING=true; else delete or rename it.`,
      { cause: lost },
    );
  }
}
