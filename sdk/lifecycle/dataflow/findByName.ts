import type { Item } from "../../fabric/types";
import type { Inputs } from "../../model/dataflow";
import type { Context } from "../context";

/** The dataflow of the declared name. Names may not be unique: where several have it, the error lists their ids. */
export async function findByName(context: Context, inputs: Inputs): Promise<Item | undefined> {
  const found = await listByName(context, inputs.workspaceId, inputs.displayName);
  if (found.length > 1)
    throw new Error(
      `displayName: ${found.length} dataflows of this workspace are named "${context.mask.value(inputs.displayName)}" (${found.map(({ id }) => id).join(", ")}); ` +
        'say which one with the resource option import: "<id>"',
    );
  return found[0];
}

export async function listByName(context: Context, workspaceId: string, displayName: string): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of context.client.dataflows.list(workspaceId, { signal: context.signal }))
    if (item.displayName === displayName) found.push(item);
  return found;
}
