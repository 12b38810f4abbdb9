import type { GroupContext } from "./group";
import { pages } from "./pages";
import { path } from "./path";
import { getRecord } from "./record";
import type { CallOptions, Folder } from "./types";

/** Folders of a workspace. https://learn.microsoft.com/rest/api/fabric/core/folders */
export class Folders {
  constructor(private readonly context: GroupContext) {}

  /** https://learn.microsoft.com/rest/api/fabric/core/folders/list-folders */
  list(
    workspaceId: string,
    options: CallOptions & { recursive?: boolean; rootFolderId?: string } = {},
  ): AsyncIterable<Folder> {
    const { recursive, rootFolderId } = options;
    const query = { recursive, rootFolderId };
    const call = { path: path`/workspaces/${workspaceId}/folders`, query, bucket: "platform" } as const;
    return pages(this.context, "list folders", call, options);
  }

  /** https://learn.microsoft.com/rest/api/fabric/core/folders/get-folder */
  get(workspaceId: string, folderId: string, options?: CallOptions): Promise<Folder> {
    const folder = path`/workspaces/${workspaceId}/folders/${folderId}`;
    return getRecord(this.context, "get folder", folderId, folder, options);
  }
}
