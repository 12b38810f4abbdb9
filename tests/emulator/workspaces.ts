import { Answer, Call, JsonObject, ok } from "./http";
import { workspaceFor } from "./items";
import { page } from "./paging";
import { roleIn } from "./principals";
import { Workspace } from "./world";

const describe = (workspace: Workspace): JsonObject => ({
  id: workspace.id,
  displayName: workspace.displayName,
  description: workspace.description,
  type: "Workspace",
  ...(workspace.capacityId && { capacityId: workspace.capacityId }),
});

export function listWorkspaces(call: Call): Answer {
  const roles = call.query.get("roles")?.split(",");
  const visible = [...call.world.workspaces.values()].filter((workspace) => {
    const role = roleIn(call.principal, workspace.id);
    return role !== "None" && (!roles || roles.includes(role));
  });
  return ok(page(call, visible, (workspace) => workspace.id, describe));
}

export function getWorkspace(call: Call): Answer {
  const workspace = workspaceFor(call, "Viewer");
  const capacity = workspace.capacityId ? { capacityAssignmentProgress: "Completed", capacityRegion: "East US" } : {};
  return ok({ ...describe(workspace), ...capacity });
}
