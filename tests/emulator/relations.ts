import { ApiError } from "./errors";
import { ApiResponse, booleanParameter, Call, ok } from "./http";
import { findItem } from "./items";

/** An edge between two items: `user` depends on `used`. */
export interface Relation {
  user: RelatedItem;
  used: RelatedItem;
  relationType: string;
}

export interface RelatedItem {
  id: string;
  type: string;
  displayName: string;
  workspaceId: string;
}

/** Items that use this one or that it uses, directly or through others. The API is in beta: a request needs `?beta=true`. */
export function getRelations(call: Call, direction: "downstream" | "upstream"): ApiResponse {
  const { id } = findItem(call);
  if (!booleanParameter(call.query, "beta", false))
    throw new ApiError("InvalidParameter", "The API is in beta: 'beta' must be true.");
  if (!call.world.switches.relations) throw new ApiError("FeatureNotAvailable");
  const [from, to] = direction === "downstream" ? (["used", "user"] as const) : (["user", "used"] as const);
  const reached = new Map<string, RelatedItem>();
  const edges: Relation[] = [];
  for (let next = [id]; next.length > 0;) {
    const found = call.world.relations.filter((one) => next.includes(one[from].id) && !edges.includes(one));
    edges.push(...found);
    next = found.map((one) => one[to].id).filter((one) => one !== id && !reached.has(one));
    for (const one of found) reached.set(one[to].id, one[to]);
  }
  const workspaces = [...new Set([...reached.values()].map(({ workspaceId }) => workspaceId))];
  return ok({
    items: [...reached.values()].map(({ id, type, displayName, workspaceId }) => ({
      ...{ id, type, displayName, workspaceId },
    })),
    relations: edges.map(({ user, used, relationType }) => ({
      ...{ itemId: user.id, dependentOnItemId: used.id, relationType },
    })),
    workspaces: workspaces.map((one) => ({
      ...{ id: one, displayName: call.world.workspaces.get(one)?.displayName ?? "" },
    })),
  });
}
