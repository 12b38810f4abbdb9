import { listShape, object } from "./shapes";
import { isStagingItem } from "./stagingItems";

/** An item that is related to another one. */
export interface RelatedItem {
  /** Id of the item (GUID). */
  id: string;
  /** Type of the item, for example `SemanticModel` or `DataPipeline`. */
  type: string;
  /** Name of the item. */
  displayName: string;
  /** Id of the item's workspace (GUID), which can be another one. */
  workspaceId?: string;
  [field: string]: unknown;
}

/** One item depends on another one. */
export interface Relation {
  /** Id of the item that depends (GUID). */
  itemId: string;
  /** Id of the item that it depends on (GUID). */
  dependentOnItemId: string;
  /** Kind of dependency, for example `Datasource` or `Orchestration`. The service adds more over time. */
  relationType?: string;
  [field: string]: unknown;
}

/** A workspace that holds related items. */
export interface RelatedWorkspace {
  /** Id of the workspace (GUID). */
  id: string;
  /** Name of the workspace. Absent if the caller may not see it. */
  displayName?: string;
}

/** The items that are related to an item, at any distance. */
export interface Relations {
  /** The related items. */
  items: RelatedItem[];
  /** The dependencies between them. */
  relations: Relation[];
  /** Their workspaces. */
  workspaces?: RelatedWorkspace[];
  [field: string]: unknown;
}

const relatedItem = object<RelatedItem>("a related item", {
  ...{ id: "string", type: "string", displayName: "string", workspaceId: "string?" },
});
const relation = object<Relation>("a relation", {
  ...{ itemId: "string", dependentOnItemId: "string", relationType: "string?" },
});

export const relationsShape = object<Relations>("relations of an item", {
  ...{ items: listShape(relatedItem), relations: listShape(relation) },
});

const same = (one: string, two: string): boolean => one.toLowerCase() === two.toLowerCase();

/** Returns the items that use this one directly, without the staging items that the service keeps for itself. */
export const usersOf = (id: string, { items, relations }: Relations): RelatedItem[] =>
  items.filter(
    (item) =>
      !same(item.id, id) &&
      !isStagingItem(item) &&
      relations.some((one) => same(one.itemId, item.id) && same(one.dependentOnItemId, id)),
  );

/** Returns a text like `SemanticModel "Sales" (workspace Finance)`. */
export function userText({ type, displayName, workspaceId }: RelatedItem, { workspaces = [] }: Relations): string {
  const workspace = workspaces.find((one) => workspaceId !== undefined && same(one.id, workspaceId));
  return `${type} "${displayName}"${workspace?.displayName ? ` (workspace ${workspace.displayName})` : ""}`;
}
