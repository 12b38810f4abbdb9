import { ApiError } from "./errors";
import { type ApiResponse, bodyObject, booleanParameter, type Call, isObject, ok } from "./http";
import { assertReadable, mayWrite, showDefinition } from "./itemDefinitions";
import { workspaceFor } from "./items";
import { accept } from "./operations";
import type { Item, Workspace } from "./world";

/** Exports the definitions of several items at once. The API is in beta: a request needs `?beta=true`. */
export function bulkExportDefinitions(call: Call): ApiResponse {
  const workspace = workspaceFor(call, "Contributor");
  if (!booleanParameter(call.query, "beta", false))
    throw new ApiError("InvalidParameter", "The API is in beta: 'beta' must be true.");
  const { switches } = call.world;
  if (!switches.bulkExport) throw new ApiError("FeatureNotAvailable");
  const items = wanted(call, workspace);
  const show = () => ok(shown(call, workspace, items));
  return (call.overrides.longRunning ?? switches.longRunning.bulkExport) ? accept(call, true, show) : show();
}

function wanted(call: Call, workspace: Workspace): Item[] {
  const { mode, items } = bodyObject(call);
  if (mode === "All")
    return [...workspace.items.values()].filter((item) => item.dataflow !== undefined && mayWrite(call, item));
  if (mode !== "Selective" || !Array.isArray(items)) throw new ApiError("InvalidInput", "'mode' or 'items' is wrong.");
  const ids = items.map((one: unknown) => (isObject(one) && typeof one.id === "string" ? one.id.toLowerCase() : ""));
  if (new Set(ids).size < ids.length) throw new ApiError("ItemReferencedMoreThanOnce");
  const found = ids.map((id) => workspace.items.get(id));
  if (!found.every((item) => item !== undefined)) throw new ApiError("ItemNotFound");
  if (found.some(({ dataflow }) => dataflow === undefined)) throw new ApiError("OperationNotSupportedForItem");
  if (!found.every((item) => mayWrite(call, item))) throw new ApiError("InsufficientPrivileges");
  return found;
}

function shown(call: Call, workspace: Workspace, items: readonly Item[]): Record<string, unknown> {
  if (items.some((item) => !isReadable(call, item))) throw new ApiError("ItemsHaveProtectedLabels");
  const roots = items.map((item) => `${folderPath(workspace, item.folderId)}/${item.displayName}.${item.type}`);
  return {
    itemDefinitionsIndex: items.map(({ id }, index) => ({ id, rootPath: roots[index] })),
    definitionParts: items.flatMap((item, index) =>
      showDefinition(item, item.dataflow!.edited, call.world.switches.reserialise).map((part) => ({
        ...part,
        path: `${roots[index]}/${part.path}`,
      })),
    ),
  };
}

function isReadable(call: Call, item: Item): boolean {
  try {
    assertReadable(call, item);
    return true;
  } catch {
    return false;
  }
}

function folderPath(workspace: Workspace, folderId: string | undefined): string {
  const folder = folderId === undefined ? undefined : workspace.folders.get(folderId);
  return folder === undefined ? "" : `${folderPath(workspace, folder.parentFolderId)}/${folder.displayName}`;
}
