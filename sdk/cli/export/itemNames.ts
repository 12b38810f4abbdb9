import { folderPaths } from "../../lookup/folderPaths";
import { LookupError } from "../../lookup/pickOne";
import type { Service } from "../service";
import { isRefusal } from "../refusal";

/** The service's names of the ids in dataflows, as far as this identity may see them. */
export class ItemNames {
  private readonly names = new Map<string, string>();
  /** Names that find exactly this id again. */
  private readonly sure = new Map<string, string>();
  private readonly listed = new Set<string>();

  constructor(private readonly service: Service) {}

  /** Lists a workspace once. */
  async listItems(workspaceId: string): Promise<void> {
    const key = workspaceId.toLowerCase();
    if (this.listed.has(key)) return;
    this.listed.add(key);
    const { lookups } = this.service;
    try {
      const { displayName } = await lookups.workspace({ id: workspaceId });
      this.names.set(key, displayName);
      await this.finds(key, displayName, () => lookups.workspace({ displayName }));
      const items = await lookups.items(workspaceId);
      const named = new Map<string, number>();
      const nameOf = (item: (typeof items)[number]) => `${item.type} ${item.displayName}`;
      for (const item of items) named.set(nameOf(item), (named.get(nameOf(item)) ?? 0) + 1);
      for (const item of items) {
        this.names.set(item.id.toLowerCase(), item.displayName);
        if (named.get(nameOf(item)) === 1) this.sure.set(item.id.toLowerCase(), item.displayName);
      }
    } catch (error) {
      if (!isRefusal(error)) throw error;
    }
  }

  /** Finds the connections that this identity sees, with one list. */
  async listConnections(ids: readonly string[]): Promise<void> {
    const { lookups } = this.service;
    for (const id of ids)
      try {
        const { displayName } = await lookups.connection({ id });
        if (displayName) await this.finds(id.toLowerCase(), displayName, () => lookups.connection({ displayName }));
      } catch (error) {
        if (!isRefusal(error)) throw error;
      }
  }

  /** Reads the paths of the workspace's folders. */
  async listFolders(): Promise<void> {
    const { client, workspace } = this.service;
    const folders = [];
    for await (const folder of client.folders.list(workspace.id)) folders.push(folder);
    for (const [id, path] of folderPaths(folders)) this.sure.set(id.toLowerCase(), path);
  }

  of = (id: string): string | undefined => this.names.get(id.toLowerCase());

  /** Returns the name that finds exactly this id. */
  finding = (id: string): string | undefined => this.sure.get(id.toLowerCase());

  private async finds(key: string, name: string, find: () => Promise<{ id: string }>): Promise<void> {
    try {
      if ((await find()).id.toLowerCase() === key) this.sure.set(key, name);
    } catch (error) {
      if (!(error instanceof LookupError) && !isRefusal(error)) throw error;
    }
  }
}
