import { harmless } from "../../common/harmless";
import { type Relations, userText, usersOf } from "../../fabric/relations";
import type { Outputs } from "../../model/dataflow";
import type { Context } from "../context";

/** Limits the wait for a service in beta before a delete. */
const MAX_MS = 5_000;
const MAX_NAMED = 10;

/**
 * With `delete: "unlessUsed"`: throws an Error that names the items which use this one, so it is not deleted. It sends
 * one request. Without a response the item is treated as unused.
 */
export async function refuseIfUsed(id: string, olds: Partial<Outputs>, context: Context): Promise<void> {
  if ((olds.delete ?? context.settings.delete) !== "unlessUsed") return;
  const relations = await relationsOf(id, olds.workspaceId!, context);
  const users = relations === undefined ? [] : usersOf(id, relations);
  if (users.length === 0) return;
  const named = users.slice(0, MAX_NAMED).map((user) => harmless(userText(user, relations!)));
  const more = users.length - named.length;
  throw new Error(
    `the dataflow ${id} was not deleted (delete: "unlessUsed"), because it is used by ${named.join(", ")}` +
      `${more > 0 ? ` and ${more} more` : ""}. Delete or change these first, or ` +
      `${olds.delete === undefined ? "set FABRIC_DELETE=always for this run" : 'set delete: "always" and run `pulumi up` before'}.`,
  );
}

async function relationsOf(id: string, workspaceId: string, context: Context): Promise<Relations | undefined> {
  try {
    const bounds = { timeoutMs: MAX_MS, signal: context.signal, onlyOnce: true };
    return await context.client.items.downstreamRelations(workspaceId, id, bounds);
  } catch (error) {
    if (context.signal.aborted) throw error;
    context.info("Fabric did not list the items that use the dataflow, so it is deleted");
    return undefined;
  }
}
