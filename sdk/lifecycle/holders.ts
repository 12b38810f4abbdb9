import { randomUUID } from "node:crypto";

/**
 * Which resource of this process holds an item. A forced replacement and a new logical name create before they delete, and
 * ask no diff: where the create adopted the item, the delete that follows belongs to somebody who no longer holds it.
 */
const holders = new Map<string, string>();

export const newOwnerToken = (): string => randomUUID();

/** Records a holder; answers false where another resource of this process holds the item already. */
export function hold(itemId: string, ownerToken: string): boolean {
  const holder = holders.get(itemId);
  if (holder !== undefined && holder !== ownerToken) return false;
  holders.set(itemId, ownerToken);
  return true;
}

export const isHeldByOther = (itemId: string, ownerToken: unknown): boolean =>
  holders.has(itemId) && holders.get(itemId) !== ownerToken;

export const isHeld = (itemId: string): boolean => holders.has(itemId);

export const release = (itemId: string): void => void holders.delete(itemId);
