import { ApiError } from "./errors";
import { ApiResponse, bodyObject, Call, JsonObject, ok, optionalString } from "./http";
import { describe, findItem, workspaceFor } from "./items";
import { Item, Workspace } from "./world";

const BULK_LIMIT = 50;

function targetOf(workspace: Workspace, body: JsonObject): string | undefined {
  const target = optionalString(body, "targetFolderId");
  if (target && !workspace.folders.has(target)) throw new ApiError("FolderNotFound");
  return target;
}

function move(call: Call, items: Item[], target: string | undefined): ApiResponse {
  // A lakehouse's SQL endpoint moves with its lakehouse.
  if (items.some((item) => item.type === "SQLEndpoint")) throw new ApiError("CannotMoveChildOnly");
  for (const item of items) item.folderId = target;
  return ok({ value: items.map((item) => describe(call, item)) });
}

export function moveItem(call: Call): ApiResponse {
  const workspace = workspaceFor(call, "Contributor");
  const item = findItem(call);
  return move(call, [item], targetOf(workspace, (call.body ?? {}) as JsonObject));
}

export function bulkMoveItems(call: Call): ApiResponse {
  const workspace = workspaceFor(call, "Contributor");
  const body = bodyObject(call);
  const ids = Array.isArray(body.items) ? body.items : [];
  if (ids.length === 0 || ids.length > BULK_LIMIT) throw new ApiError("InvalidInput", "'items' must hold 1 to 50 ids.");
  const items = ids.map((id) => {
    const item = workspace.items.get(String(id));
    if (!item) throw new ApiError("ItemNotFound");
    return item;
  });
  return move(call, items, targetOf(workspace, body));
}
