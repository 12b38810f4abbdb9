import { isObject } from "../common/objects";
import { bulkExport, definitionsByItem } from "./bulkExport";
import { item, ItemOperations } from "./itemOperations";
import { type Relations, relationsShape } from "./relations";
import { defaultTimeouts } from "./requests";
import { nothing, object } from "./shapes";
import type { CallOptions, WaitOptions } from "./callOptions";
import type { ConnectionDetails, ItemConnection } from "./connectionTypes";
import type { Definition, Item } from "./types";

const details = object<ConnectionDetails>("details of a connection", { type: "string", path: "string?" });
const itemConnection = object<ItemConnection>("a connection", {
  id: "string?",
  displayName: "string?",
  connectionDetails: details,
});

/** Items of any type, by the generic path (`/items`). https://learn.microsoft.com/rest/api/fabric/core/items */
export class Items extends ItemOperations {
  protected override readonly collection = "items";

  /**
   * Moves an item to a folder of its workspace, or to the workspace's root if `targetFolderId` is undefined.
   * https://learn.microsoft.com/rest/api/fabric/core/items/move-item
   */
  async move(
    workspaceId: string,
    itemId: string,
    targetFolderId: string | undefined,
    options?: CallOptions,
  ): Promise<Item> {
    const body = targetFolderId === undefined ? {} : { targetFolderId };
    const moved = await this.post("move item", workspaceId, itemId, "/move", body, options);
    const items: unknown[] = isObject(moved) && Array.isArray(moved.value) ? moved.value : [];
    return (items.find((one) => item.fault(one) === undefined) as Item) ?? this.get(workspaceId, itemId, options);
  }

  /** https://learn.microsoft.com/rest/api/fabric/core/tags/apply-tags */
  async applyTags(workspaceId: string, itemId: string, tagIds: string[], options?: CallOptions): Promise<void> {
    await this.post("apply tags to", workspaceId, itemId, "/applyTags", { tags: tagIds }, options);
  }

  /** https://learn.microsoft.com/rest/api/fabric/core/tags/unapply-tags */
  async unapplyTags(workspaceId: string, itemId: string, tagIds: string[], options?: CallOptions): Promise<void> {
    await this.post("unapply tags from", workspaceId, itemId, "/unapplyTags", { tags: tagIds }, options);
  }

  /**
   * Lists the connections that the item's last run used. Empty before the first run.
   * https://learn.microsoft.com/rest/api/fabric/core/items/list-item-connections
   */
  listConnections(workspaceId: string, itemId: string, options?: CallOptions): AsyncIterable<ItemConnection> {
    const connections = this.path(workspaceId, itemId) + "/connections";
    return this.requests.list("list connections of item", connections, itemConnection, options);
  }

  /**
   * Returns the stored definitions of several items of a workspace, by id in lower case. Items that the service left out are missing. Needs
   * read and write permission for each item: otherwise, and for a protected label, the service refuses all. In beta: it may change, or be
   * refused.
   * https://learn.microsoft.com/rest/api/fabric/core/items/bulk-export-item-definitions(beta)
   */
  async bulkExportDefinitions(
    workspaceId: string,
    itemIds: readonly string[],
    options?: WaitOptions,
  ): Promise<ReadonlyMap<string, Definition>> {
    const request = {
      method: "POST",
      path: this.path(workspaceId) + "/bulkExportDefinitions",
      query: { beta: true },
      body: { mode: "Selective", items: itemIds.map((id) => ({ id })) },
      idempotency: "safe",
      timeoutMs: defaultTimeouts.operation,
    } as const;
    return definitionsByItem(
      await this.requests.call("export definitions of workspace", workspaceId, request, bulkExport, options),
    );
  }

  /**
   * Returns the items that use this one, at any distance. Read permission is enough. In beta: it may change, or be refused. With `onlyOnce`,
   * the call is never retried. Default false.
   * https://learn.microsoft.com/rest/api/fabric/core/items/get-downstream-relations(beta)
   */
  downstreamRelations(
    workspaceId: string,
    itemId: string,
    options?: CallOptions & { onlyOnce?: boolean },
  ): Promise<Relations> {
    const path = this.path(workspaceId, itemId) + "/relations/downstream";
    const request = { method: "GET", path, query: { beta: true }, onlyOnce: options?.onlyOnce } as const;
    return this.requests.call("get downstream relations of", itemId, request, relationsShape, options);
  }

  private post(
    operation: string,
    workspaceId: string,
    itemId: string,
    action: string,
    body: unknown,
    options: CallOptions | undefined,
  ): Promise<unknown> {
    const at = this.path(workspaceId, itemId) + action;
    const request = { method: "POST", path: at, body, idempotency: "idempotent" } as const;
    return this.requests.call(operation, itemId, request, nothing, options);
  }
}
