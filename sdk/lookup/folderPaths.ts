/** The parts of a folder of a workspace that its path needs. */
export interface FolderEntry {
  id: string;
  displayName: string;
  parentFolderId?: string;
}

/** Fabric allows 10 levels. */
const MAX_LEVELS = 100;

/**
 * Returns the path of each folder in the workspace, by id. Throws if folders contain each other in a cycle, or are
 * nested deeper than Fabric allows.
 */
export function folderPaths(folders: readonly FolderEntry[]): Map<string, string> {
  const byId = new Map(folders.map((folder) => [folder.id, folder]));
  return new Map(folders.map((folder) => [folder.id, pathOf(folder, byId)]));
}

function pathOf(folder: FolderEntry, byId: ReadonlyMap<string, FolderEntry>): string {
  const names: string[] = [];
  for (let at: FolderEntry | undefined = folder; at; at = byId.get(at.parentFolderId ?? "")) {
    if (names.push(at.displayName) > MAX_LEVELS)
      throw new Error(
        `list folders: the folder ${folder.id} is more than ${MAX_LEVELS} levels deep, or contains itself, so the response cannot be used`,
      );
  }
  return names.reverse().join("/");
}
