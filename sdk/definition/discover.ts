import { belongsToDefinition, LEGACY, MASHUP, TESTS } from "./parts";

/** Folders in which no definitions are searched. */
const SKIPPED = new Set(["node_modules", ".git"]);

/**
 * Returns the definitions among the files of a tree: each folder that holds a mashup in one of the forms that this package reads, with the
 * paths of its parts. Paths have forward slashes and are relative to one root; the root itself is `""`. Hidden files (except `.platform`) and
 * unit tests are not parts. A definition within the folder of another one is separate.
 */
export function findDefinitions(paths: Iterable<string>): Map<string, string[]> {
  const all = [...paths].filter((path) => !path.split("/").some((segment) => SKIPPED.has(segment)));
  const found = new Map<string, string[]>();
  for (const path of all) if (isMashup(path)) found.set(folderOf(path), []);
  for (const path of all) {
    const folder = nearest(folderOf(path), found);
    if (folder === undefined) continue;
    const inside = folder === "" ? path : path.slice(folder.length + 1);
    const isHidden = inside.startsWith(`${TESTS}/`) || !inside.split("/").every(belongsToDefinition);
    // Folders beside a definition at the root of a tree do not belong to it.
    if (isHidden || (folder === "" && inside.includes("/"))) continue;
    found.get(folder)?.push(path);
  }
  return found;
}

function isMashup(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return name === MASHUP || name === LEGACY;
}

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));

function nearest(folder: string, found: ReadonlyMap<string, unknown>): string | undefined {
  for (let at = folder; ; at = folderOf(at)) {
    if (found.has(at)) return at;
    if (at === "") return undefined;
  }
}

const SUFFIX = /\.(?:Dataflow|DataflowGen2)$/i;

/** Returns the name and the logical id of an item from `.platform`. If that has no name or cannot be read, the name comes from the folder. */
export function itemOf(folder: string, platform: string | undefined): { name: string; logicalId: string | undefined } {
  const named = folder.slice(folder.lastIndexOf("/") + 1).replace(SUFFIX, "");
  let value: { metadata?: { displayName?: unknown }; config?: { logicalId?: unknown } } | undefined;
  try {
    value = JSON.parse((platform ?? "null").replace(/^\uFEFF/, "")) as typeof value;
  } catch {
    value = undefined;
  }
  const [displayName, logicalId] = [value?.metadata?.displayName, value?.config?.logicalId];
  return {
    name: typeof displayName === "string" && displayName !== "" ? displayName : named || "dataflow",
    logicalId: typeof logicalId === "string" && !/^[0-]*$/.test(logicalId) ? logicalId.toLowerCase() : undefined,
  };
}
