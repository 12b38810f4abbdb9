import { ApiError } from "./errors";
import { ApiResponse, bodyObject, booleanParameter, Call, JsonObject, ok, optionalString } from "./http";
import { workspaceFor } from "./items";
import { page } from "./paging";
import { Role, ROLES, roleIn } from "./principals";
import { Workspace, World } from "./world";

/** Hosts of a workspace's own endpoints, for private links. */
const ownHost = ({ id }: Workspace, service: string): string =>
  `https://${id.replace(/-/g, "")}.z${id.slice(0, 2)}.${service}.fabric.microsoft.com`;

function describe(call: Call, workspace: Workspace): JsonObject {
  const { id, displayName, description, capacityId, domainId } = workspace;
  const prefersOwn = booleanParameter(call.query, "preferWorkspaceSpecificEndpoints", false);
  return {
    ...{ id, displayName, description, type: "Workspace" },
    ...(capacityId && { capacityId, capacityRegion: "East US" }),
    ...(domainId && { domainId }),
    ...(prefersOwn && { apiEndpoint: ownHost(workspace, "w.api") }),
  };
}

export function listWorkspaces(call: Call): ApiResponse {
  const roles = call.query.get("roles")?.split(",");
  const wrong = roles?.find((role) => !ROLES.includes(role as Role));
  if (wrong) throw new ApiError("InvalidParameter", `'${wrong}' is not a workspace role.`);
  const visible = [...call.world.workspaces.values()].filter((workspace) => {
    const role = roleIn(call.principal, workspace.id);
    return role !== "None" && (!roles || roles.includes(role));
  });
  return ok(
    page(
      call,
      visible,
      (workspace) => workspace.id,
      (workspace) => describe(call, workspace),
    ),
  );
}

/** The creator becomes its admin. Without `capacityId` it has no capacity. */
export function createWorkspace(call: Call): ApiResponse {
  const { world, principal } = call;
  const body = bodyObject(call);
  const displayName = (optionalString(body, "displayName") ?? "").trim();
  checked(world, { displayName, description: optionalString(body, "description") });
  const capacityId = optionalString(body, "capacityId");
  const { workspaceLagMs, capacityLagMs } = world.timings;
  const workspace = world.addWorkspace({
    ...{ displayName, description: optionalString(body, "description"), hasCapacity: false },
    ...{ foundAfterMs: workspaceLagMs, capacityAfterMs: capacityLagMs },
  });
  if (capacityId !== undefined) workspace.capacityId = capacityId;
  principal.roles[workspace.id] = "Admin";
  return {
    status: 201,
    headers: { location: `${world.endpoint}/workspaces/${workspace.id}` },
    // In the specification's example, a workspace without a capacity has a region, too.
    body: { ...describe(call, workspace), capacityRegion: "East US" },
  };
}

/** Deletes the workspace and everything in it. */
export function deleteWorkspace(call: Call): ApiResponse {
  const { id } = workspaceFor(call, "Admin");
  call.world.workspaces.delete(id);
  return ok();
}

export function getWorkspace(call: Call): ApiResponse {
  const workspace = workspaceFor(call, "Viewer");
  const { capacityId, identity, tags } = workspace;
  const shownTags = tags.map((id) => ({ id, displayName: call.world.tags.get(id)?.displayName ?? "" }));
  return ok({
    ...describe(call, workspace),
    ...(capacityId && { capacityAssignmentProgress: "Completed" }),
    oneLakeEndpoints: { blobEndpoint: ownHost(workspace, "blob"), dfsEndpoint: ownHost(workspace, "dfs") },
    ...(identity && { workspaceIdentity: identity }),
    ...(shownTags.length > 0 && { tags: shownTags }),
  });
}

function checked(
  world: World,
  { displayName, description }: { displayName?: string; description?: string },
  own?: string,
) {
  if (displayName === "" || (displayName?.length ?? 0) > 256 || displayName === "Admin monitoring")
    throw new ApiError("InvalidInput", "The display name is not allowed.");
  if ((description?.length ?? 0) > 4000) throw new ApiError("InvalidInput", "The description is too long.");
  const isTaken = ({ id, displayName: name }: Workspace) => id !== own && name === displayName;
  if ([...world.workspaces.values()].some(isTaken)) throw new ApiError("InvalidInput", "The workspace name is in use.");
}

export function updateWorkspace(call: Call): ApiResponse {
  const workspace = workspaceFor(call, "Admin");
  const body = bodyObject(call);
  const change = { displayName: optionalString(body, "displayName"), description: optionalString(body, "description") };
  checked(call.world, change, workspace.id);
  workspace.displayName = change.displayName ?? workspace.displayName;
  workspace.description = change.description ?? workspace.description;
  return ok(describe(call, workspace));
}
