import type { GroupContext } from "./group";
import { pages } from "./pages";
import { path } from "./path";
import { getRecord } from "./record";
import type { CallOptions, RoleAssignment, Workspace } from "./types";

/** https://learn.microsoft.com/rest/api/fabric/core/workspaces */
export class Workspaces {
  constructor(private readonly context: GroupContext) {}

  /** The workspaces that the caller has a role in. https://learn.microsoft.com/rest/api/fabric/core/workspaces/list-workspaces */
  list(options?: CallOptions): AsyncIterable<Workspace> {
    return pages(this.context, "list workspaces", { path: "/workspaces", bucket: "platform" }, options);
  }

  /** https://learn.microsoft.com/rest/api/fabric/core/workspaces/get-workspace */
  get(workspaceId: string, options?: CallOptions): Promise<Workspace> {
    return getRecord(this.context, "get workspace", workspaceId, path`/workspaces/${workspaceId}`, options);
  }

  /**
   * Who has which role; the caller must be a Member or Admin of the workspace.
   * https://learn.microsoft.com/rest/api/fabric/core/workspaces/list-workspace-role-assignments
   */
  roleAssignments(workspaceId: string, options?: CallOptions): AsyncIterable<RoleAssignment> {
    const at = path`/workspaces/${workspaceId}/roleAssignments`;
    return pages(this.context, "list role assignments", { path: at, bucket: "platform" }, options);
  }
}
