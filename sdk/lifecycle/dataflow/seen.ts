import type { Item } from "../../fabric/types";
import { text, type Props } from "../values";

/**
 * The properties of an item, as far as the program declares them: what it does not declare is not managed. A value that equals the
 * declared one but for case or order is returned as declared.
 */
export function seenProperties(item: Item, declared: Props): Props {
  return {
    displayName: item.displayName,
    ...(declared.description !== undefined && { description: item.description ?? "" }),
    ...(declared.folderId !== undefined && {
      folderId: sameId(item.folderId, declared.folderId) ? declared.folderId : item.folderId,
    }),
    ...(declared.tags !== undefined && { tags: seenTags(item, declared.tags) }),
  };
}

const sameId = (a: unknown, b: unknown): boolean => text(a)?.toLowerCase() === text(b)?.toLowerCase();

function seenTags(item: Item, declared: unknown): unknown {
  const seen = (item.tags ?? []).map(({ id }) => id);
  const wanted = Array.isArray(declared) ? declared : [];
  const same = seen.length === wanted.length && seen.every((id) => wanted.some((tag) => sameId(id, tag)));
  return same ? declared : seen;
}
