import { findDefinitions, itemOf } from "../../definition/discover";
import { LIMITS } from "../../definition/limits";
import { openDefinition } from "../../definition/open";
import { PLATFORM, type DefinitionPart } from "../../definition/parts";
import type { Tree } from "./tree";

/** A definition in a tree. Its parts are read, but not parsed. */
export interface RepositoryDefinition {
  /** The folder. `.` is the root. */
  path: string;
  name: string;
  /** Ids by which other definitions may name it, in lower case. */
  ids: ReadonlySet<string>;
  parts: readonly DefinitionPart[];
  /** The M, for a search by text. Undefined if the definition has none that can be read. */
  mashup: string | undefined;
  /** A key of the content: equal keys mean equal content. */
  content: string;
}

/**
 * Reads the definitions of a tree in the given folders. Without folders, all. A definition that `same` has with equal content is taken from there
 * and not read.
 */
export async function readDefinitions(
  tree: Tree,
  folders: readonly string[],
  idsOf: (path: string) => readonly string[],
  same: ReadonlyMap<string, RepositoryDefinition> = new Map(),
): Promise<Map<string, RepositoryDefinition>> {
  const found = [...findDefinitions(tree.files.keys())]
    .filter(([folder]) => isWithin(folder, folders))
    .map(([folder, paths]) => {
      const content = JSON.stringify(paths.map((each) => [each.slice(folder.length), tree.files.get(each)]).sort());
      const path = folder === "" ? "." : folder;
      const known = same.get(path);
      return { folder, paths, path, content, known: known?.content === content ? known : undefined };
    });
  const files = await tree.read(found.filter(({ known }) => !known).flatMap(({ paths }) => paths));
  return new Map(
    found.map(({ folder, paths, path, content, known }) => [
      path,
      known ?? { path, content, ...read({ folder, name: folder || (tree.name ?? "") }, paths, files, idsOf(path)) },
    ]),
  );
}

function read(
  { folder, name: folderName }: { folder: string; name: string },
  paths: readonly string[],
  files: ReadonlyMap<string, Uint8Array>,
  moreIds: readonly string[],
): Omit<RepositoryDefinition, "path" | "content"> {
  const parts = paths
    .slice(0, LIMITS.parts)
    .flatMap((path): DefinitionPart[] => {
      const content = files.get(path);
      return content ? [{ path: folder === "" ? path : path.slice(folder.length + 1), content }] : [];
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const platform = parts.find(({ path }) => path === PLATFORM);
  const { name, logicalId } = itemOf(folderName, platform && Buffer.from(platform.content).toString("utf8"));
  const ids = [...(logicalId === undefined ? [] : [logicalId]), ...moreIds.map((id) => id.toLowerCase())];
  return { name, ids: new Set(ids), parts, mashup: openDefinition(parts, folder)?.mashup };
}

const isWithin = (folder: string, folders: readonly string[]): boolean =>
  folders.length === 0 ||
  folders.some((wanted) => wanted === "." || folder === wanted || folder.startsWith(`${wanted}/`));
