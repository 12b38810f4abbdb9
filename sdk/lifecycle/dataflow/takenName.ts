import { spelled } from "../../common/spelling";
import { harmless } from "../../common/harmless";
import { FabricError } from "../../fabric/errors";
import type { Item } from "../../fabric/types";
import type { Inputs } from "../../model/dataflow";
import type { Context } from "../context";
import { isOfThisOperation } from "../ownership";
import { isGone } from "../serviceErrors";
import { sameId } from "./item";
import { listedBefore } from "./lostCreate";

/**
 * Throws if an item of this name existed before the create. A killed create may have left it, and the service would
 * make a second one if names are not unique. The list may be old, so the item is read once more. An item that this
 * operation holds or has deleted is no conflict, because a replacement or a swap of names is under way. Then the
 * service decides.
 */
export async function refuseTakenName(
  context: Context,
  { workspaceId, displayName }: Inputs,
  listed: ReadonlyMap<string, string>,
): Promise<void> {
  const { client, signal } = context;
  const there: Named[] = [];
  for (const [id, name] of listed) {
    if (name !== displayName || isOfThisOperation(id)) continue;
    const item = await client.dataflows.get(workspaceId, id, { signal }).catch((error: unknown) => {
      if (isGone(error)) return undefined;
      throw error;
    });
    if (item?.displayName === displayName && !isOfThisOperation(id)) there.push(item);
  }
  if (there.length > 0) throw takenName(context, { workspaceId, displayName }, there);
}

export const isNameTaken = (e: unknown): e is FabricError =>
  e instanceof FabricError && e.errorCode === "ItemDisplayNameAlreadyInUse";

/**
 * Explains the service's refusal of a create's name. The error names the item, if a list shows it: a fresh one, or else
 * the one made before the create.
 */
export async function explainTakenName(context: Context, inputs: Inputs, refusal: Error): Promise<Error> {
  const now = await namedAlike(context, inputs).catch(() => []);
  return takenName(context, inputs, now.length > 0 ? now : await namedAlikeBefore(context, inputs), refusal);
}

/** Explains the same refusal of an update, which cannot adopt the item. */
export async function explainTakenNewName(
  context: Context,
  id: string,
  inputs: Inputs,
  refusal: Error,
): Promise<Error> {
  // Without a list the refusal says enough.
  const others = (await namedAlike(context, inputs).catch(() => [])).filter((other) => !sameId(other.id, id));
  const taken = isTaken(context, inputs, others);
  return new Error(
    `${taken}, so this one cannot be renamed. Choose another displayName. To swap two names, ` +
      `give one dataflow a third name in a \`pulumi up\` before\n${refusal.message}`,
    { cause: refusal },
  );
}

type Named = Pick<Item, "id" | "displayName">;

/** Returns the dataflows of that name. The service may compare names without regard to case. */
export async function namedAlike(context: Context, { workspaceId, displayName }: Inputs): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of context.client.dataflows.list(workspaceId, { signal: context.signal }))
    if (isAlike(item.displayName, displayName)) found.push(item);
  return found;
}

async function namedAlikeBefore(context: Context, { workspaceId, displayName }: Inputs): Promise<Named[]> {
  const listed = [...(await listedBefore(context, workspaceId).catch(() => new Map<string, string>()))];
  return listed
    .map(([id, name]) => ({ id, displayName: name }))
    .filter((item) => isAlike(item.displayName, displayName) && !isOfThisOperation(item.id));
}

const isAlike = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** Returns the error with the remedies for this resource. */
function takenName(
  context: Context,
  { workspaceId, displayName }: Pick<Inputs, "workspaceId" | "displayName">,
  items: readonly Named[],
  refusal?: Error,
): Error {
  const id = items.length === 1 ? harmless(items[0]!.id) : items.length === 0 ? "<its id>" : "<one of these ids>";
  return new Error(
    `${isTaken(context, { displayName }, items)}. To take it over, set ${spelled().takeOver(workspaceId, id)}, ` +
      "or for one run FABRIC_ADOPT_EXISTING=true. Otherwise choose another displayName. " +
      "If an earlier `pulumi up` was killed while it created this dataflow, the item is the one it created. If only the resource's name " +
      `in the program changed, tell Pulumi with the resource option aliases: [{ name: "<old name>" }].${refusal ? `\n${refusal.message}` : ""}`,
    { cause: refusal },
  );
}

/** Returns the first sentence of such an error. */
function isTaken(context: Context, { displayName }: Pick<Inputs, "displayName">, items: readonly Named[]): string {
  const shown = (name: string): string => `"${harmless(context.mask.value(name))}"`;
  const taken = shown(displayName);
  if (items.length === 0) return `displayName: ${taken} is taken in the workspace`;
  const spellings = [...new Set(items.map((item) => item.displayName))].filter((name) => name !== displayName);
  const inOtherCase =
    spellings.length > 0 ? ` (as ${spellings.map(shown).join(", ")}: names are compared without regard to case)` : "";
  const ids = items.map(({ id }) => harmless(id)).join(", ");
  return `displayName: the dataflow ${ids} of the workspace already has the name ${taken}${inOtherCase}`;
}
