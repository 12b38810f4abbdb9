import { spelled } from "../../common/door";
import { harmless } from "../../common/harmless";
import type { Inputs } from "../../model/dataflow";
import type { Context } from "../context";
import { isOfThisOperation } from "../ownership";
import { isGone } from "../serviceErrors";
import { listByName } from "./item";

/**
 * Throws if an item of this name existed before the create. A killed create may have left it, and the service would
 * make a second one if names are not unique. The list may be old, so the item is read once more. An item that this
 * operation holds or has deleted does not count, because a replacement or a swap of names is under way. Then the
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

/** Explains the service's refusal of the name. The error names the item, if a list shows it. */
export async function explainTakenName(context: Context, inputs: Inputs, refusal: Error): Promise<Error> {
  const { workspaceId, displayName } = inputs;
  const found = await listByName(context, workspaceId, displayName).catch(() => []);
  return takenName(
    context,
    inputs,
    found.map(({ id }) => id),
    refusal,
  );
}

/** The error with the remedies for this resource. */
function takenName(
  context: Context,
  { workspaceId, displayName }: Pick<Inputs, "workspaceId" | "displayName">,
  ids: readonly string[],
  refusal?: Error,
): Error {
  const name = `"${harmless(context.mask.value(displayName))}"`;
  const taken =
    ids.length === 0
      ? `displayName: ${name} is taken in the workspace`
      : `displayName: the dataflow ${ids.map(harmless).join(", ")} of the workspace already has the name ${name}`;
  return new Error(
    `${taken}. To take it over, set ${spelled().takeOver(workspaceId, ids.length === 1 ? harmless(ids[0]!) : "<its id>")}, ` +
      "or for one run FABRIC_ADOPT_EXISTING=true. Otherwise choose another displayName. " +
      "If an earlier `pulumi up` was killed while it created this dataflow, the item is the one it created. If only the resource's name " +
      `in the program changed, tell Pulumi with the resource option aliases: [{ name: "<old name>" }].${refusal ? `\n${refusal.message}` : ""}`,
    { cause: refusal },
  );
}
