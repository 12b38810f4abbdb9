import { ApiError } from "./errors";
import { Answer, booleanParameter, Call, JsonObject, ok } from "./http";
import { workspaceFor } from "./items";
import { page } from "./paging";
import { Role, ROLES, roleIn } from "./principals";
import { Workspace } from "./world";

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

export function listWorkspaces(call: Call): Answer {
  const roles = call.query.get("roles")?.split(",");
  const wrong = roles?.find((role) => !ROLES.includes(role as Role));
  if (wrong) throw new ApiError("InvalidParameter", `'${wrong}' is no workspace role.`);
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

export function getWorkspace(call: Call): Answer {
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
