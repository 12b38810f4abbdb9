import { path } from "./path";
import type { Requests } from "./requests";
import { object } from "./shapes";
import type { CallOptions } from "./callOptions";
import type { Folder } from "./types";

const folder = object<Folder>("a folder", { id: "string", displayName: "string?" });

/** Folders of a workspace. https://learn.microsoft.com/rest/api/fabric/core/folders */
export class Folders {
  constructor(private readonly requests: Requests) {}

  /** https://learn.microsoft.com/rest/api/fabric/core/folders/list-folders */
  list(
    workspaceId: string,
    options: CallOptions & { recursive?: boolean; rootFolderId?: string } = {},
  ): AsyncIterable<Folder> {
    const { recursive, rootFolderId } = options;
    const request = { path: path`/workspaces/${workspaceId}/folders`, query: { recursive, rootFolderId } };
    return this.requests.list("list folders", request, folder, options);
  }

  /** https://learn.microsoft.com/rest/api/fabric/core/folders/get-folder */
  get(workspaceId: string, folderId: string, options?: CallOptions): Promise<Folder> {
    const at = path`/workspaces/${workspaceId}/folders/${folderId}`;
    return this.requests.get("get folder", folderId, at, folder, options);
  }
}
