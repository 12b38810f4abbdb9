import { randomUUID } from "node:crypto";
import { ApiError } from "./errors";
import { ApiResponse, bodyObject, booleanParameter, Call, JsonObject, ok, optionalString } from "./http";
import { isUnder, workspaceFor } from "./items";
import { page } from "./paging";
import { Folder, Workspace } from "./world";

const NAME_LIMIT = 255;

const describe = (folder: Folder): JsonObject => ({ ...folder });

function find(workspace: Workspace, id: string | undefined): Folder {
  const folder = workspace.folders.get(id ?? "");
  if (!folder) throw new ApiError("FolderNotFound");
  return folder;
}

/** The depth of a folder: 0 for the workspace itself, 1 for a folder in it. */
function depthOf(workspace: Workspace, folderId: string | undefined): number {
  return folderId === undefined ? 0 : 1 + depthOf(workspace, workspace.folders.get(folderId)?.parentFolderId);
}

function checkName(workspace: Workspace, name: string, parentFolderId: string | undefined, self?: Folder): void {
  if (name === "" || name.length > NAME_LIMIT || /[~"#.%&*:<>?/{|}\\]/.test(name)) {
    throw new ApiError("InvalidFolderDisplayName");
  }
  const taken = [...workspace.folders.values()].some(
    (folder) =>
      folder !== self &&
      folder.parentFolderId === parentFolderId &&
      folder.displayName.toLowerCase() === name.toLowerCase(),
  );
  if (taken) throw new ApiError("FolderDisplayNameAlreadyInUse");
}

export function listFolders(call: Call): ApiResponse {
  const workspace = workspaceFor(call, "Viewer");
  const root = call.query.get("rootFolderId") ?? undefined;
  if (root) find(workspace, root);
  const recursive = booleanParameter(call.query, "recursive", true);
  const folders = [...workspace.folders.values()].filter((folder) =>
    isUnder(workspace, folder.parentFolderId, root, recursive),
  );
  return ok(page(call, folders, (folder) => folder.id, describe));
}

export function createFolder(call: Call): ApiResponse {
  const workspace = workspaceFor(call, "Contributor");
  if (!workspace.hasFolders) throw new ApiError("WorkspaceNotSupported");
  const body = bodyObject(call);
  const parentFolderId = optionalString(body, "parentFolderId");
  const displayName = (optionalString(body, "displayName") ?? "").trim();
  if (parentFolderId) find(workspace, parentFolderId);
  const { limits } = call.world;
  if (depthOf(workspace, parentFolderId) >= limits.folderDepth) throw new ApiError("FolderDepthOutOfRange");
  if (workspace.folders.size >= limits.foldersPerWorkspace) throw new ApiError("TooManyFolders");
  checkName(workspace, displayName, parentFolderId);
  const folder: Folder = { id: randomUUID(), displayName, workspaceId: workspace.id, parentFolderId };
  workspace.folders.set(folder.id, folder);
  return { status: 201, body: describe(folder) };
}

export const getFolder = (call: Call): ApiResponse =>
  ok(describe(find(workspaceFor(call, "Viewer"), call.params.folderId)));

export function updateFolder(call: Call): ApiResponse {
  const workspace = workspaceFor(call, "Contributor");
  const folder = find(workspace, call.params.folderId);
  const displayName = (optionalString(bodyObject(call), "displayName") ?? "").trim();
  checkName(workspace, displayName, folder.parentFolderId, folder);
  folder.displayName = displayName;
  return ok(describe(folder));
}

export function deleteFolder(call: Call): ApiResponse {
  const workspace = workspaceFor(call, "Contributor");
  const folder = find(workspace, call.params.folderId);
  const holdsFolder = [...workspace.folders.values()].some((other) => other.parentFolderId === folder.id);
  const holdsItem = [...workspace.items.values()].some((item) => item.folderId === folder.id);
  if (holdsFolder || holdsItem) throw new ApiError("FolderNotEmpty");
  workspace.folders.delete(folder.id);
  return ok();
}

export function moveFolder(call: Call): ApiResponse {
  const workspace = workspaceFor(call, "Contributor");
  const folder = find(workspace, call.params.folderId);
  const target = optionalString(bodyObject(call), "targetFolderId");
  if (target) find(workspace, target);
  if (target && isUnder(workspace, target, folder.id, true)) throw new ApiError("InfiniteFolderHierarchyLoop");
  if (depthOf(workspace, target) >= call.world.limits.folderDepth) throw new ApiError("FolderDepthOutOfRange");
  checkName(workspace, folder.displayName, target, folder);
  folder.parentFolderId = target;
  return ok(describe(folder));
}
