import { ApiResponse, Call, ok } from "./http";
import { page } from "./paging";

/** The capacities of the workspaces, and those that a test added. Everybody may use each of them. */
export function listCapacities(call: Call): ApiResponse {
  const used = [...call.world.workspaces.values()].flatMap(({ capacityId }) => capacityId ?? []);
  const all = [...new Set([...call.world.capacities, ...used])];
  return ok(
    page(
      call,
      all,
      (id) => id,
      (id) => ({ id, displayName: `Capacity ${id.slice(-4)}`, sku: "F2", region: "East US", state: "Active" }),
    ),
  );
}
