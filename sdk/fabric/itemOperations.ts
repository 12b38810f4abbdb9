import { OperationFailedError } from "./errors";
import { path } from "./path";
import { defaultTimeouts, type Requests } from "./requests";
import { backoffMs } from "./retry";
import { listShape, nothing, object } from "./shapes";
import type { CallOptions, LookOptions, WaitOptions } from "./callOptions";
import type { Definition, DefinitionPart, Item, ItemProperties, ListItemsOptions, NewItem } from "./types";

export const item = object<Item>("an item", { id: "string", displayName: "string?", type: "string?" });

/** Lists are searched and sorted by name. */
const listedItem = object<Item>("an item", { id: "string", displayName: "string", type: "string" });

const part = object<DefinitionPart>("a definition part", { path: "string", payload: "string" });
const definitionResponse = object<{ definition: Definition }>("a definition", {
  definition: object<Definition>("a definition", { parts: listShape(part) }),
});

/** An answer that says so is repeated by the caller; an operation that was accepted can end so as well. */
const isReservedName = (error: unknown): boolean =>
  error instanceof OperationFailedError && error.errorCode === "ItemDisplayNameNotAvailableYet";

/** What the generic and the typed path have in common. Ids are GUIDs. */
export abstract class ItemOperations {
  /** The path's word for the items it serves. */
  protected abstract readonly collection: "items" | "dataflows";

  constructor(protected readonly requests: Requests) {}

  /**
   * The items of a workspace, page by page. A new item can be missing for some seconds.
   * https://learn.microsoft.com/rest/api/fabric/core/items/list-items
   */
  list(workspaceId: string, options: ListItemsOptions = {}): AsyncIterable<Item> {
    const { type, recursive, rootFolderId } = options;
    const query = { type: this.collection === "items" ? type : undefined, recursive, rootFolderId };
    return this.requests.list(`list ${this.collection}`, { path: this.path(workspaceId), query }, listedItem, options);
  }

  /**
   * Creates an item, and awaits it where the service takes its time. The call is never repeated once it may have taken
   * effect: the error's `mayHaveTakenEffect` then says so.
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
        context.awaiting = "the answer";
        try {
          return await this.requests.send(context, request, item, options);
        } catch (error) {
          if (maxRetries === 0 || !isReservedName(error)) throw error;
          context.mayHaveTakenEffect = false;
          context.awaiting = "the release of the name, reserved after a delete";
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
   * Deletes an item; `hardDelete` for good, past the recycle bin, which has no dataflows: they are gone either way. Throws `ItemNotFound` if there is none, but not
   * if an earlier try of this call, whose answer was lost, deleted it.
   * https://learn.microsoft.com/rest/api/fabric/core/items/delete-item
   */
  async delete(workspaceId: string, itemId: string, options?: CallOptions & { hardDelete?: boolean }): Promise<void> {
    const query = { hardDelete: options?.hardDelete };
    const at = this.path(workspaceId, itemId);
    const request = { method: "DELETE", path: at, query, doneCode: "ItemNotFound" } as const;
    await this.requests.call("delete item", itemId, request, nothing, options);
  }

  /**
   * The stored definition, as the service serialises it. Needs read and write permission.
   * https://learn.microsoft.com/rest/api/fabric/core/items/get-item-definition
   */
  async getDefinition(workspaceId: string, itemId: string, options?: WaitOptions & LookOptions): Promise<Definition> {
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
   * Replaces the whole definition: parts that are left out are lost. `updateMetadata` takes name and description from
   * the `.platform` part as well.
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
