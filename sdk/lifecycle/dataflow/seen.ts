import type { Item } from "../../fabric/types";
import type { Inputs } from "../../model/dataflow";

/**
 * The properties of an item, as far as the program declares them: what it does not declare is not managed. A value that equals the
 * declared one but for case or order is returned as declared.
 */
export function seenProperties(
  item: Item,
  declared: Inputs,
): Pick<Inputs, "displayName" | "description" | "folderId" | "tags"> {
  return {
    displayName: item.displayName,
    ...(declared.description !== undefined && { description: item.description ?? "" }),
    ...(declared.folderId !== undefined && {
      folderId: sameId(item.folderId, declared.folderId) ? declared.folderId : item.folderId,
    }),
    ...(declared.tags !== undefined && { tags: seenTags(item, declared.tags) }),
  };
}

const sameId = (a: string | undefined, b: string | undefined): boolean => a?.toLowerCase() === b?.toLowerCase();

function seenTags(item: Item, declared: readonly string[]): string[] {
  const seen = (item.tags ?? []).map(({ id }) => id);
  const same = seen.length === declared.length && seen.every((id) => declared.some((tag) => sameId(id, tag)));
  return same ? [...declared] : seen;
}
