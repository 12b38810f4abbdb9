import { randomUUID } from "node:crypto";
import { ApiError } from "./errors";
import { ApiResponse, bodyObject, Call, isObject, JsonObject, ok } from "./http";
import { workspaceFor } from "./items";
import { page } from "./paging";
import { addPrincipal, hasRole, Principal, Role, roleIn, ROLES, showPrincipal } from "./principals";

const describe = (holder: Principal, workspaceId: string): JsonObject => ({
  ...{ id: holder.id, principal: showPrincipal(holder), role: roleIn(holder, workspaceId) },
});

/** Only members and admins see the role assignments of a workspace. */
export function listRoleAssignments(call: Call): ApiResponse {
  const { id: workspaceId } = workspaceFor(call, "Member");
  const holders = [...call.world.principals.values()].filter((one) => roleIn(one, workspaceId) !== "None");
  return ok(
    page(
      call,
      holders,
      ({ id }) => id,
      (holder) => describe(holder, workspaceId),
    ),
  );
}

function find(call: Call, workspaceId: string): Principal {
  const id = call.params.workspaceRoleAssignmentId;
  const holder = [...call.world.principals.values()].find((one) => one.id === id);
  if (!holder || roleIn(holder, workspaceId) === "None") throw new ApiError("EntityNotFound");
  return holder;
}

export function getRoleAssignment(call: Call): ApiResponse {
  const { id: workspaceId } = workspaceFor(call, "Member");
  return ok(describe(find(call, workspaceId), workspaceId));
}

function roleOf(call: Call, workspaceId: string, role: unknown): Role {
  if (!ROLES.includes(role as Role)) throw new ApiError("InvalidInput", "This role does not exist.");
  if (!hasRole(call.principal, workspaceId, role as Role)) throw new ApiError("InsufficientPrivileges");
  return role as Role;
}

/** Members add members and lower roles. A principal without a token gets a random one. */
export function addRoleAssignment(call: Call): ApiResponse {
  const { id: workspaceId } = workspaceFor(call, "Member");
  const { principal, role } = bodyObject(call);
  if (!isObject(principal) || typeof principal.id !== "string")
    throw new ApiError("InvalidInput", "'principal' has no id.");
  const { id } = principal;
  const type = principal.type === "ServicePrincipal" ? "ServicePrincipal" : "User";
  const wanted = roleOf(call, workspaceId, role);
  const holder =
    [...call.world.principals.values()].find((one) => one.id === id) ??
    addPrincipal(call.world, { id, type, token: randomUUID(), role: "None" });
  holder.roles[workspaceId] = wanted;
  const headers = { Location: `${call.world.endpoint}/workspaces/${workspaceId}/roleAssignments/${id}` };
  return { status: 201, headers, body: describe(holder, workspaceId) };
}

export function updateRoleAssignment(call: Call): ApiResponse {
  const { id: workspaceId } = workspaceFor(call, "Member");
  const holder = find(call, workspaceId);
  holder.roles[workspaceId] = roleOf(call, workspaceId, bodyObject(call).role);
  return ok(describe(holder, workspaceId));
}

/** Refuses to remove the last admin. */
export function deleteRoleAssignment(call: Call): ApiResponse {
  const { id: workspaceId } = workspaceFor(call, "Admin");
  const holder = find(call, workspaceId);
  const admins = [...call.world.principals.values()].filter((one) => roleIn(one, workspaceId) === "Admin");
  if (admins.length === 1 && admins[0] === holder) throw new ApiError("InvalidRequest", "The last admin stays.");
  holder.roles[workspaceId] = "None";
  return ok();
}
