import { path } from "./path";
import type { Requests } from "./requests";
import { object } from "./shapes";
import type { CallOptions } from "./callOptions";
import type { Principal, RoleAssignment, Workspace } from "./types";

const workspace = object<Workspace>("a workspace", { id: "string", displayName: "string?" });
const principal = object<Principal>("a principal", { id: "string" });
const roleAssignment = object<RoleAssignment>("a role assignment", { role: "string", principal });

/** Workspaces, and the roles in them. https://learn.microsoft.com/rest/api/fabric/core/workspaces */
export class Workspaces {
  constructor(private readonly requests: Requests) {}

  /** Lists the workspaces that the caller has a role in. https://learn.microsoft.com/rest/api/fabric/core/workspaces/list-workspaces */
  list(options?: CallOptions): AsyncIterable<Workspace> {
    return this.requests.list("list workspaces", "/workspaces", workspace, options);
  }

  /** https://learn.microsoft.com/rest/api/fabric/core/workspaces/get-workspace */
  get(workspaceId: string, options?: CallOptions): Promise<Workspace> {
    return this.requests.get("get workspace", workspaceId, path`/workspaces/${workspaceId}`, workspace, options);
  }

  /**
   * Lists who has which role. The caller must be a Member or Admin of the workspace.
   * https://learn.microsoft.com/rest/api/fabric/core/workspaces/list-workspace-role-assignments
   */
  roleAssignments(workspaceId: string, options?: CallOptions): AsyncIterable<RoleAssignment> {
    const assignments = path`/workspaces/${workspaceId}/roleAssignments`;
    return this.requests.list("list role assignments", assignments, roleAssignment, options);
  }
}
