import type { Call } from "./attempt";
import { isObject } from "../common/objects";
import { defaultTimeouts, within } from "./group";
import { isItem, ItemOperations } from "./itemOperations";
import { pages } from "./pages";
import type { CallOptions, Item, ItemConnection } from "./types";

/** Items of any type, by the generic path. https://learn.microsoft.com/rest/api/fabric/core/items */
export class Items extends ItemOperations {
  protected override readonly collection = "items";

  /**
   * Moves an item to a folder of its workspace, or to the workspace's root.
   * https://learn.microsoft.com/rest/api/fabric/core/items/move-item
   */
  move(workspaceId: string, itemId: string, targetFolderId: string | undefined, options?: CallOptions): Promise<Item> {
    const body = targetFolderId === undefined ? {} : { targetFolderId };
    return this.post("move item", workspaceId, itemId, "/move", body, options).then((answer) => {
      const moved = isObject(answer) && Array.isArray(answer.value) ? answer.value.find(isItem) : undefined;
      return moved ?? this.get(workspaceId, itemId, options);
    });
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
   * The connections that the item's last run used; empty before the first.
   * https://learn.microsoft.com/rest/api/fabric/core/items/list-item-connections
   */
  listConnections(workspaceId: string, itemId: string, options?: CallOptions): AsyncIterable<ItemConnection> {
    const path = this.path(workspaceId, itemId) + "/connections";
    return pages(this.context, "list connections of item", { path, bucket: "platform" }, options);
  }

  private post(
    operation: string,
    workspaceId: string,
    itemId: string,
    verb: string,
    body: unknown,
    options: CallOptions | undefined,
  ): Promise<unknown> {
    return within(this.context, operation, itemId, options, defaultTimeouts.call, async (scope) => {
      const path = this.path(workspaceId, itemId) + verb;
      const call: Call = { method: "POST", path, body, bucket: "platform", effect: "same" };
      return this.operations.run(call, scope);
    });
  }
}
