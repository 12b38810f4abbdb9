import { keys, type Inputs, type Outputs } from "../../model/dataflow";
import { keysWith } from "../../model/keys";
import type { Context, Read } from "../context";
import { isGone, isUnreadable } from "../serviceErrors";
import { notThere, STATE_VERSION } from "../state";
import { without } from "../values";
import { fingerprintOf } from "./definition";
import { getItem } from "./item";
import { readDefinition } from "./storedDefinition";

const OUTPUTS = keysWith(keys, { kind: "output" });

/**
 * Returns every output of the class that the service knows, as `Dataflow.get` promises for an item that no state has.
 * It counts no revisions, because this stack writes none.
 */
export async function readTyped(id: string, typed: Outputs, context: Context): Promise<Read<Inputs, Outputs>> {
  const [item, definition] = await Promise.all([
    getItem(context, id, typed).catch((error: unknown) => {
      throw isGone(error) ? notThere("dataflow", id, error) : error;
    }),
    readDefinition(context, id, typed).catch((error: unknown) => {
      if (isGone(error)) return undefined;
      if (!isUnreadable(error)) throw error;
      context.warn(`the definition could not be read, so its fingerprint and queries are not known (${error.message})`);
      return undefined;
    }),
  ]);
  const outs: Outputs = {
    ...typed,
    displayName: item.displayName,
    description: item.description ?? "",
    ...(item.folderId && { folderId: item.folderId }),
    tags: (item.tags ?? []).map((tag) => tag.id),
    ...(definition && { ...fingerprintOf(definition, typed), definitionRevision: 0, publishedRevision: 0 }),
    stateVersion: STATE_VERSION,
  };
  return { outs, inputs: without(outs, ...OUTPUTS) };
}
