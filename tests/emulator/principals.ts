import { randomUUID } from "node:crypto";
import { ApiError } from "./errors";
import { Workspace, World } from "./world";

export const ROLES = ["Viewer", "Contributor", "Member", "Admin"] as const;
export type Role = (typeof ROLES)[number];

export interface Principal {
  token: string;
  id: string;
  type: "User" | "ServicePrincipal";
  displayName: string;
  userPrincipalName: string;
  /** The role in workspaces that `roles` does not have. */
  role: Role | "None";
  roles: Record<string, Role | "None">;
  /** Ids of items that it may only read, with any role. */
  readOnlyItems?: string[];
  /** Ids of the connections that it may use. Absent: all. */
  connections?: string[];
  /** Milliseconds since the epoch, by the emulator's clock. */
  expiresAt?: number;
}

export type NewPrincipal = Partial<Principal> & { token: string };

export function addPrincipal(world: World, given: NewPrincipal): Principal {
  const principal: Principal = {
    id: randomUUID(),
    type: "User",
    displayName: given.type === "ServicePrincipal" ? "Emulated service principal" : "Emulated user",
    userPrincipalName: "user@emulator.example",
    role: "Admin",
    roles: {},
    ...given,
  };
  world.principals.set(principal.token, principal);
  return principal;
}

/** A principal in the form of responses. */
export function showPrincipal({ id, displayName, type, userPrincipalName }: Principal): Record<string, unknown> {
  return { id, displayName, type, ...(type === "User" && { userDetails: { userPrincipalName } }) };
}

/** The principal that sends the request. @throws ApiError if the token is missing, unknown or expired. */
export function authenticate(world: World, authorization: string | undefined): Principal {
  const token = /^Bearer (\S+)$/i.exec(authorization ?? "")?.[1];
  if (!token) throw new ApiError("InvalidToken", "The request has no bearer token.");
  const principal = world.principals.get(token);
  if (!principal) throw new ApiError("InvalidToken");
  if (principal.expiresAt !== undefined && principal.expiresAt <= world.clock.now()) throw new ApiError("TokenExpired");
  return principal;
}

export function roleIn(principal: Principal, workspaceId: string): Role | "None" {
  return principal.roles[workspaceId] ?? principal.role;
}

export function hasRole(principal: Principal, workspaceId: string, needed: Role): boolean {
  const role = roleIn(principal, workspaceId);
  return role !== "None" && ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

/** The workspace. @throws ApiError if the caller does not have the role. */
export function requireWorkspace(world: World, principal: Principal, workspaceId: string, needed: Role): Workspace {
  const workspace = world.workspaces.get(workspaceId);
  if (!workspace || world.clock.now() < workspace.foundAt) throw new ApiError("WorkspaceNotFound");
  if (roleIn(principal, workspaceId) === "None") throw new ApiError(world.switches.strangers);
  if (!hasRole(principal, workspaceId, needed)) throw new ApiError("InsufficientPrivileges");
  return workspace;
}
