import { ApiError } from "./errors";
import { ApiResponse, bodyObject, Call, ok } from "./http";
import { findItem, workspaceFor } from "./items";
import { page } from "./paging";

const show = (tag: { id: string; displayName: string }) => ({ ...tag, scope: { type: "Tenant" } });

export const listTags = (call: Call): ApiResponse =>
  ok(page(call, [...call.world.tags.values()], (tag) => tag.id, show));

function tagsOf(call: Call): string[] {
  const { tags } = bodyObject(call);
  if (!Array.isArray(tags) || tags.length === 0) throw new ApiError("InvalidInputs", "'tags' must hold tag ids.");
  for (const id of tags) if (!call.world.tags.has(String(id))) throw new ApiError("EntityNotFound", `No tag ${id}.`);
  return tags.map(String);
}

export function applyTags(call: Call): ApiResponse {
  workspaceFor(call, "Contributor");
  const item = findItem(call);
  item.tags = [...new Set([...item.tags, ...tagsOf(call)])];
  return ok();
}

export function unapplyTags(call: Call): ApiResponse {
  workspaceFor(call, "Contributor");
  const item = findItem(call);
  const gone = tagsOf(call);
  item.tags = item.tags.filter((id) => !gone.includes(id));
  return ok();
}
