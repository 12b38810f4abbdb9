import type { Call } from "./attempt";
import { isObject } from "../common/objects";
import { FabricError, OperationFailedError } from "./errors";
import { defaultTimeouts, within, type GroupContext } from "./group";
import type { Operations } from "./operations";
import { pages } from "./pages";
import { path } from "./path";
import { backoffMs } from "./retry";
import type { Scope } from "./scope";
import type {
  CallOptions,
  Definition,
  Item,
  ItemProperties,
  ListItemsOptions,
  LookOptions,
  NewItem,
  WaitOptions,
} from "./types";

export const isItem = (body: unknown): body is Item => isObject(body) && typeof body.id === "string";

const isDefinitionAnswer = (body: unknown): body is { definition: Definition } =>
  isObject(body) && isObject(body.definition) && Array.isArray(body.definition.parts);

/** An answer that says so is repeated by the caller; an operation that was accepted can end so as well. */
const isReservedName = (error: unknown): boolean =>
  error instanceof OperationFailedError && error.errorCode === "ItemDisplayNameNotAvailableYet";

/** What the generic and the typed path have in common. Ids are GUIDs. */
export abstract class ItemOperations {
  /** The path's word for the items it serves. */
  protected abstract readonly collection: "items" | "dataflows";

  constructor(
    protected readonly context: GroupContext,
    protected readonly operations: Operations,
  ) {}

  /**
   * The items of a workspace, page by page. A new item can be missing for some seconds.
   * https://learn.microsoft.com/rest/api/fabric/core/items/list-items
   */
  list(workspaceId: string, options: ListItemsOptions = {}): AsyncIterable<Item> {
    const { type, recursive, rootFolderId } = options;
    const query = { type: this.collection === "items" ? type : undefined, recursive, rootFolderId };
    return pages(
      this.context,
      `list ${this.collection}`,
      { path: this.path(workspaceId), query, bucket: "platform" },
      options,
    );
  }

  /**
   * Creates an item, and awaits it where the service takes its time. The call is never repeated once it may have taken
   * effect: the error's `mayHaveTakenEffect` then says so.
   * https://learn.microsoft.com/rest/api/fabric/core/items/create-item
   */
  create(workspaceId: string, item: NewItem, options?: WaitOptions): Promise<Item> {
    const { type = "Dataflow", ...properties } = item;
    const body = this.collection === "items" ? { type, ...properties } : properties;
    const call: Call = { method: "POST", path: this.path(workspaceId), body, bucket: "platform", effect: "more" };
    const name = JSON.stringify(this.context.mask.value(item.displayName));
    return within(this.context, "create item", name, options, defaultTimeouts.operation, async (scope) => {
      for (let tries = 0; ; tries++) {
        scope.awaiting = "the answer";
        try {
          return (await this.operations.run(call, scope, options, isItem)) as Item;
        } catch (error) {
          if (this.context.maxRetries === 0 || !isReservedName(error)) throw error;
          scope.mayHaveTakenEffect = false;
          scope.awaiting = "the release of the name, reserved after a delete";
          await scope.sleep(backoffMs(tries, this.context.timing, Math.random()));
        }
      }
    });
  }

  /** https://learn.microsoft.com/rest/api/fabric/core/items/get-item */
  get(workspaceId: string, itemId: string, options?: CallOptions): Promise<Item> {
    return this.item("get item", "GET", workspaceId, itemId, options);
  }

  /** https://learn.microsoft.com/rest/api/fabric/core/items/update-item */
  update(workspaceId: string, itemId: string, properties: ItemProperties, options?: CallOptions): Promise<Item> {
    return this.item("update item", "PATCH", workspaceId, itemId, options, properties);
  }

  /**
   * Deletes an item; `hardDelete` for good, past the recycle bin. Throws `ItemNotFound` where there is none, but not
   * where an earlier try of this call, whose answer was lost, deleted it.
   * https://learn.microsoft.com/rest/api/fabric/core/items/delete-item
   */
  delete(workspaceId: string, itemId: string, options?: CallOptions & { hardDelete?: boolean }): Promise<void> {
    return within(this.context, "delete item", itemId, options, defaultTimeouts.call, async (scope) => {
      try {
        const query = { hardDelete: options?.hardDelete };
        const path = this.path(workspaceId, itemId);
        await this.operations.run({ method: "DELETE", path, query, bucket: "platform", effect: "same" }, scope);
      } catch (error) {
        if (!(error instanceof FabricError && error.errorCode === "ItemNotFound" && error.mayHaveTakenEffect))
          throw error;
      }
    });
  }

  /**
   * The stored definition, as the service serialises it. Needs read and write permission.
   * https://learn.microsoft.com/rest/api/fabric/core/items/get-item-definition
   */
  getDefinition(workspaceId: string, itemId: string, options?: WaitOptions & LookOptions): Promise<Definition> {
    const call: Call = {
      method: "POST",
      path: this.path(workspaceId, itemId) + "/getDefinition",
      bucket: "platform",
      effect: "none",
      afterWrites: options?.afterWrites,
    };
    return within(this.context, "get definition of", itemId, options, defaultTimeouts.operation, async (scope) => {
      const answer = await this.operations.run(call, scope, options, isDefinitionAnswer);
      return (answer as { definition: Definition }).definition;
    });
  }

  /**
   * Replaces the whole definition: parts that are left out are lost. `updateMetadata` takes name and description from
   * the `.platform` part as well.
   * https://learn.microsoft.com/rest/api/fabric/core/items/update-item-definition
   */
  updateDefinition(
    workspaceId: string,
    itemId: string,
    definition: Definition,
    options?: WaitOptions & { updateMetadata?: boolean },
  ): Promise<void> {
    const call: Call = {
      method: "POST",
      path: this.path(workspaceId, itemId) + "/updateDefinition",
      query: { updateMetadata: options?.updateMetadata },
      body: { definition },
      bucket: "platform",
      effect: "same",
    };
    return within(this.context, "update definition of", itemId, options, defaultTimeouts.operation, async (scope) => {
      await this.operations.run(call, scope, options);
    });
  }

  protected path(workspaceId: string, itemId?: string): string {
    const all = path`/workspaces/${workspaceId}/` + this.collection;
    return itemId === undefined ? all : all + path`/${itemId}`;
  }

  protected item(
    operation: string,
    method: "GET" | "PATCH" | "POST",
    workspaceId: string,
    itemId: string,
    options: CallOptions | undefined,
    body?: unknown,
  ): Promise<Item> {
    return within(this.context, operation, itemId, options, defaultTimeouts.call, async (scope: Scope) => {
      const effect = method === "GET" ? "none" : "same";
      const call: Call = { method, path: this.path(workspaceId, itemId), body, bucket: "platform", effect };
      return (await this.operations.run(call, scope, options, isItem)) as Item;
    });
  }
}
