import { listShape, object } from "./shapes";
import { isStagingItem } from "./stagingItems";

/** An item that is related to another one. */
export interface RelatedItem {
  /** GUID. */
  id: string;
  /** For example `SemanticModel`, `DataPipeline`. */
  type: string;
  /** Its name. */
  displayName: string;
  /** GUID; the workspace can be another one. */
  workspaceId?: string;
  [field: string]: unknown;
}

/** One item depends on another one. */
export interface Relation {
  /** Id (GUID) of the item that depends. */
  itemId: string;
  /** Id (GUID) of the item that it depends on. */
  dependentOnItemId: string;
  /** For example `Datasource`, `Orchestration`. The service adds more over time. */
  relationType?: string;
  [field: string]: unknown;
}

/** A workspace of items that are related. */
export interface RelatedWorkspace {
  /** Id of the workspace (GUID). */
  id: string;
  /** Its name. Left out: the caller may not see it. */
  displayName?: string;
}

/** What is related to an item, at any distance. */
export interface Relations {
  /** The related items. */
  items: RelatedItem[];
  /** Which of them depends on which. */
  relations: Relation[];
  /** Names of their workspaces. */
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

/** The items that use this one itself, and not over another one, without those that the service keeps for itself. */
export const usersOf = (id: string, { items, relations }: Relations): RelatedItem[] =>
  items.filter(
    (item) =>
      !same(item.id, id) &&
      !isStagingItem(item) &&
      relations.some((one) => same(one.itemId, item.id) && same(one.dependentOnItemId, id)),
  );

/** `SemanticModel "Sales" (workspace Finance)` */
export function userText({ type, displayName, workspaceId }: RelatedItem, { workspaces = [] }: Relations): string {
  const workspace = workspaces.find((one) => workspaceId !== undefined && same(one.id, workspaceId));
  return `${type} "${displayName}"${workspace?.displayName ? ` (workspace ${workspace.displayName})` : ""}`;
}
