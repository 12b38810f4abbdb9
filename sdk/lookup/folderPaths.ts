/** A folder of a workspace, as far as its path needs it. */
export interface FolderEntry {
  id: string;
  displayName: string;
  parentFolderId?: string;
}

/** Fabric nests 10. */
const MOST_LEVELS = 100;

/** Folder id to its path in the workspace. Throws if folders stand within each other in a circle, or deeper than anything that is one. */
export function folderPaths(folders: readonly FolderEntry[]): Map<string, string> {
  const byId = new Map(folders.map((folder) => [folder.id, folder]));
  return new Map(folders.map((folder) => [folder.id, pathOf(folder, byId)]));
}

function pathOf(folder: FolderEntry, byId: ReadonlyMap<string, FolderEntry>): string {
  const names: string[] = [];
  for (let at: FolderEntry | undefined = folder; at; at = byId.get(at.parentFolderId ?? "")) {
    if (names.push(at.displayName) > MOST_LEVELS)
      throw new Error(
        `list folders: the folder ${folder.id} is more than ${MOST_LEVELS} levels deep, or within itself; the response is of no use`,
      );
  }
  return names.reverse().join("/");
}
