import { OperationFailedError } from "./errors";
import { path } from "./path";
import { defaultTimeouts, type Requests } from "./requests";
import { backoffMs } from "./retry";
import { listShape, nothing, object } from "./shapes";
import type { CallOptions, ReadOptions, WaitOptions } from "./callOptions";
import type { Definition, DefinitionPart, Item, ItemProperties, ListItemsOptions, NewItem } from "./types";

export const item = object<Item>("an item", { id: "string", displayName: "string?", type: "string?" });

/** A list needs the names: it is searched and sorted by them. */
const listedItem = object<Item>("an item", { id: "string", displayName: "string", type: "string" });

const part = object<DefinitionPart>("a definition part", { path: "string", payload: "string" });
const definitionResponse = object<{ definition: Definition }>("a definition", {
  definition: object<Definition>("a definition", { parts: listShape(part) }),
});

/** True if an accepted operation ended because the name is still reserved. (The caller retries if the response itself says so.) */
const isReservedName = (error: unknown): boolean =>
  error instanceof OperationFailedError && error.errorCode === "ItemDisplayNameNotAvailableYet";

/** The operations that the generic and the typed path have in common. Ids are GUIDs. */
export abstract class ItemOperations {
  /** The segment of the path that names the kind of items. */
  protected abstract readonly collection: "items" | "dataflows";

  constructor(protected readonly requests: Requests) {}

  /**
   * Lists the items of a workspace, page by page. A new item can be missing for some seconds.
   * https://learn.microsoft.com/rest/api/fabric/core/items/list-items
   */
  list(workspaceId: string, options: ListItemsOptions = {}): AsyncIterable<Item> {
    const { type, recursive, rootFolderId } = options;
    const query = { type: this.collection === "items" ? type : undefined, recursive, rootFolderId };
    return this.requests.list(`list ${this.collection}`, { path: this.path(workspaceId), query }, listedItem, options);
  }

  /**
   * Creates an item, and awaits the long-running operation if there is one. The call is never retried once it may have taken
   * effect: the error's `mayHaveTakenEffect` is true then.
   * https://learn.microsoft.com/rest/api/fabric/core/items/create-item
   */
  create(workspaceId: string, newItem: NewItem, options?: WaitOptions): Promise<Item> {
    const { type = "Dataflow", ...properties } = newItem;
    const body = this.collection === "items" ? { type, ...properties } : properties;
    const request = { method: "POST", path: this.path(workspaceId), body, idempotency: "none" } as const;
    const { maxRetries, timing, mask } = this.requests.context;
    const name = JSON.stringify(mask.value(newItem.displayName));
    return this.requests.within("create item", name, options, defaultTimeouts.operation, async (context) => {
      for (let tries = 0; ; tries++) {
        context.awaiting = "the response";
        try {
          return await this.requests.send(context, request, item, options);
        } catch (error) {
          if (maxRetries === 0 || !isReservedName(error)) throw error;
          context.mayHaveTakenEffect = false;
          context.awaiting = "the name, which stays reserved after a delete";
          await context.sleep(backoffMs(tries, timing, Math.random()));
        }
      }
    });
  }

  /** https://learn.microsoft.com/rest/api/fabric/core/items/get-item */
  get(workspaceId: string, itemId: string, options?: CallOptions): Promise<Item> {
    return this.requests.get("get item", itemId, this.path(workspaceId, itemId), item, options);
  }

  /** https://learn.microsoft.com/rest/api/fabric/core/items/update-item */
  update(workspaceId: string, itemId: string, properties: ItemProperties, options?: CallOptions): Promise<Item> {
    const request = { method: "PATCH", path: this.path(workspaceId, itemId), body: properties } as const;
    return this.requests.call("update item", itemId, request, item, options);
  }

  /**
   * Deletes an item. `hardDelete` deletes it for good, past the recycle bin. The bin does not keep dataflows: they are gone either way.
   * Throws a `FabricError` with the code `ItemNotFound` if the item does not exist, but not if an earlier attempt of this call, whose
   * response was lost, may have deleted it.
   * https://learn.microsoft.com/rest/api/fabric/core/items/delete-item
   */
  async delete(workspaceId: string, itemId: string, options?: CallOptions & { hardDelete?: boolean }): Promise<void> {
    const query = { hardDelete: options?.hardDelete };
    const at = this.path(workspaceId, itemId);
    const request = { method: "DELETE", path: at, query, doneCode: "ItemNotFound" } as const;
    await this.requests.call("delete item", itemId, request, nothing, options);
  }

  /**
   * Returns the stored definition, as the service serialises it. Needs read and write permission.
   * https://learn.microsoft.com/rest/api/fabric/core/items/get-item-definition
   */
  async getDefinition(workspaceId: string, itemId: string, options?: WaitOptions & ReadOptions): Promise<Definition> {
    const request = {
      method: "POST",
      path: this.path(workspaceId, itemId) + "/getDefinition",
      idempotency: "safe",
      timeoutMs: defaultTimeouts.operation,
      afterWrites: options?.afterWrites,
    } as const;
    return (await this.requests.call("get definition of", itemId, request, definitionResponse, options)).definition;
  }

  /**
   * Replaces the whole definition: parts that are left out are lost. With `updateMetadata`, the service also takes name and
   * description from the `.platform` part. Default false.
   * https://learn.microsoft.com/rest/api/fabric/core/items/update-item-definition
   */
  async updateDefinition(
    workspaceId: string,
    itemId: string,
    definition: Definition,
    options?: WaitOptions & { updateMetadata?: boolean },
  ): Promise<void> {
    const request = {
      method: "POST",
      path: this.path(workspaceId, itemId) + "/updateDefinition",
      query: { updateMetadata: options?.updateMetadata },
      body: { definition },
      idempotency: "idempotent",
      timeoutMs: defaultTimeouts.operation,
    } as const;
    await this.requests.call("update definition of", itemId, request, nothing, options);
  }

  protected path(workspaceId: string, itemId?: string): string {
    const all = path`/workspaces/${workspaceId}/` + this.collection;
    return itemId === undefined ? all : all + path`/${itemId}`;
  }
}
