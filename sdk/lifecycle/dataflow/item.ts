import { spelled } from "../../common/spelling";
import { harmless, harmlessLines } from "../../common/harmless";
import { monotonicMs } from "../../common/clock";
import type { Item } from "../../fabric/types";
import type { Inputs, Outputs } from "../../model/dataflow";
import type { Context } from "../context";
import { equal } from "../../common/objects";
import { exactly } from "../values";

/** The number of items of a workspace that are read one by one before a list is used: a list takes up to ten pages. */
export const FEW = 3;
const LISTING_HOLDS_MS = 60_000;

interface Listing {
  items: Promise<ReadonlyMap<string, Item>>;
  until: number;
  /**
   * Items for which the list was used. A second read of an item does not use the list, because its caller needs the
   * newest state.
   */
  used: Set<string>;
}

interface Workspace {
  requested: Set<string>;
  listing?: Listing;
}

const workspaces = new Map<string, Workspace>();

/**
 * Returns an item as it is now. If many of a workspace are read, as in a refresh, one list replaces the calls for items
 * that it shows exactly as the state has them. Lists lag, so an item that is missing there or differs is read by
 * itself. A list may hide an edit of the last seconds until the next refresh, but never invents one.
 * https://learn.microsoft.com/rest/api/fabric/dataflow/items/list-dataflows
 */
export async function readItem(context: Context, id: string, outs: Outputs): Promise<Item> {
  return (await fromList(context, outs.workspaceId, id, outs)) ?? getItem(context, id, outs);
}

export const getItem = ({ client, signal }: Context, id: string, outs: Outputs): Promise<Item> =>
  client.dataflows.get(outs.workspaceId, id, { signal });

async function fromList(context: Context, workspaceId: string, id: string, outs: Outputs): Promise<Item | undefined> {
  const key = workspaceId.toLowerCase();
  const workspace = workspaces.get(key) ?? { requested: new Set() };
  workspaces.set(key, workspace);
  workspace.requested.add(id);
  if (workspace.requested.size <= FEW) return undefined;
  const { items, used } = listingOf(context, workspaceId, workspace);
  if (used.has(id)) return undefined;
  used.add(id);
  const item = (await items).get(id);
  if (!item) return undefined;
  const seen = seenProperties(item, outs);
  return equal(seen, exactly(outs, Object.keys(seen) as (keyof typeof seen)[])) ? item : undefined;
}

function listingOf(context: Context, workspaceId: string, workspace: Workspace): Listing {
  if (!workspace.listing || workspace.listing.until < monotonicMs())
    workspace.listing = { items: list(context, workspaceId), until: monotonicMs() + LISTING_HOLDS_MS, used: new Set() };
  return workspace.listing;
}

/** Returns the ids of a workspace's dataflows, from the list that a refresh of many made; empty if there is none. */
export async function listedIds(workspaceId: string): Promise<string[]> {
  const items = await workspaces.get(workspaceId.toLowerCase())?.listing?.items;
  return [...(items?.keys() ?? [])];
}

/** Returns an empty map on an error. Each item is then read by itself, and its own response says what is wrong. */
async function list(context: Context, workspaceId: string): Promise<ReadonlyMap<string, Item>> {
  const items = new Map<string, Item>();
  try {
    for await (const item of context.client.dataflows.list(workspaceId, { signal: context.signal }))
      items.set(item.id, item);
  } catch {
    items.clear();
  }
  return items;
}

/** Returns the dataflow with the declared name. Names may not be unique: the error lists the ids if several have it. */
export async function findByName(context: Context, inputs: Inputs): Promise<Item | undefined> {
  const found = await listByName(context, inputs.workspaceId, inputs.displayName);
  if (found.length > 1)
    throw new Error(
      `displayName: ${found.length} dataflows of this workspace are named "${harmless(context.mask.value(inputs.displayName))}" (${found.map(({ id }) => harmless(id)).join(", ")}); ` +
        `select one with ${spelled().importOption(inputs.workspaceId, "<id>")}`,
    );
  return found[0];
}

export async function listByName(context: Context, workspaceId: string, displayName: string): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of context.client.dataflows.list(workspaceId, { signal: context.signal }))
    if (item.displayName === displayName) found.push(item);
  return found;
}

/**
 * Returns the properties of an item that the program declares; others are not managed. A value that differs only in
 * case or order is returned as declared. Texts of other authors are made harmless.
 */
export function seenProperties(
  item: Item,
  declared: Inputs,
): Pick<Inputs, "displayName" | "description" | "folderId" | "tags"> {
  return {
    displayName: seenText(item.displayName, declared.displayName),
    ...(declared.description !== undefined && { description: seenText(item.description ?? "", declared.description) }),
    ...(declared.folderId !== undefined && {
      folderId: sameId(item.folderId, declared.folderId) ? declared.folderId : item.folderId,
    }),
    ...(declared.tags !== undefined && { tags: seenTags(item, declared.tags) }),
  };
}

/** The engine prints differences unchanged, into logs that agents read. */
const seenText = (seen: string, declared: unknown): string => (seen === declared ? seen : harmlessLines(seen));

export const sameId = (a: string | undefined, b: string | undefined): boolean => a?.toLowerCase() === b?.toLowerCase();

function seenTags(item: Item, declared: readonly string[]): string[] {
  const seen = (item.tags ?? []).map(({ id }) => id);
  const same = seen.length === declared.length && seen.every((id) => declared.some((tag) => sameId(id, tag)));
  return same ? [...declared] : seen;
}
