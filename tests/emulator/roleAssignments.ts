import { Answer, Call, ok } from "./http";
import { workspaceFor } from "./items";
import { page } from "./paging";
import { roleIn, showPrincipal } from "./principals";

/** Only those who may share a workspace see who has which role there. */
export function listRoleAssignments(call: Call): Answer {
  const { id: workspaceId } = workspaceFor(call, "Member");
  const holders = [...call.world.principals.values()].filter((one) => roleIn(one, workspaceId) !== "None");
  return ok(
    page(
      call,
      holders,
      ({ id }) => id,
      (holder) => ({ id: holder.id, principal: showPrincipal(holder), role: roleIn(holder, workspaceId) }),
    ),
  );
}
