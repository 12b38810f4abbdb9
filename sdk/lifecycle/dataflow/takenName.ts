import { spelled } from "../../common/door";
import { harmless } from "../../common/harmless";
import { FabricError } from "../../fabric/errors";
import type { Inputs } from "../../model/dataflow";
import type { Context } from "../context";
import { isOfThisOperation } from "../ownership";
import { isGone } from "../serviceErrors";
import { sameId } from "./item";

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
  const there: string[] = [];
  for (const [id, name] of listed) {
    if (name !== displayName || isOfThisOperation(id)) continue;
    const item = await client.dataflows.get(workspaceId, id, { signal }).catch((error: unknown) => {
      if (isGone(error)) return undefined;
      throw error;
    });
    if (item?.displayName === displayName && !isOfThisOperation(id)) there.push(id);
  }
  if (there.length > 0) throw takenName(context, { workspaceId, displayName }, there);
}

export const isNameTaken = (e: unknown): e is FabricError =>
  e instanceof FabricError && e.errorCode === "ItemDisplayNameAlreadyInUse";

/** Explains the service's refusal of a create's name. The error names the item, if a list shows it. */
export async function explainTakenName(context: Context, inputs: Inputs, refusal: Error): Promise<Error> {
  return takenName(context, inputs, await idsOfName(context, inputs), refusal);
}

/** Explains the same refusal of an update, which cannot adopt the item. */
export async function explainTakenNewName(
  context: Context,
  id: string,
  inputs: Inputs,
  refusal: Error,
): Promise<Error> {
  const others = (await idsOfName(context, inputs)).filter((other) => !sameId(other, id));
  const taken = isTaken(context, inputs, others);
  return new Error(
    `${taken}, so this one cannot be renamed. Choose another displayName. To swap two names, ` +
      `give one dataflow a third name in a \`pulumi up\` before\n${refusal.message}`,
    { cause: refusal },
  );
}

/** The service may compare names without regard to case. */
async function idsOfName(context: Context, { workspaceId, displayName }: Inputs): Promise<string[]> {
  const { client, signal } = context;
  const found: string[] = [];
  try {
    for await (const item of client.dataflows.list(workspaceId, { signal }))
      if (item.displayName.toLowerCase() === displayName.toLowerCase()) found.push(item.id);
  } catch {
    // The error then has the service's refusal alone.
  }
  return found;
}

/** Returns the error with the remedies for this resource. */
function takenName(
  context: Context,
  { workspaceId, displayName }: Pick<Inputs, "workspaceId" | "displayName">,
  ids: readonly string[],
  refusal?: Error,
): Error {
  return new Error(
    `${isTaken(context, { displayName }, ids)}. To take it over, set ${spelled().takeOver(workspaceId, ids.length === 1 ? harmless(ids[0]!) : "<its id>")}, ` +
      "or for one run FABRIC_ADOPT_EXISTING=true. Otherwise choose another displayName. " +
      "If an earlier `pulumi up` was killed while it created this dataflow, the item is the one it created. If only the resource's name " +
      `in the program changed, tell Pulumi with the resource option aliases: [{ name: "<old name>" }].${refusal ? `\n${refusal.message}` : ""}`,
    { cause: refusal },
  );
}

/** Returns the first sentence of such an error. */
function isTaken(context: Context, { displayName }: Pick<Inputs, "displayName">, ids: readonly string[]): string {
  const name = `"${harmless(context.mask.value(displayName))}"`;
  return ids.length === 0
    ? `displayName: ${name} is taken in the workspace`
    : `displayName: the dataflow ${ids.map(harmless).join(", ")} of the workspace already has the name ${name}`;
}
