import { belongsToDefinition, LEGACY, MASHUP, TESTS } from "./parts";

/** Folders that hold no definitions of their own. */
const SKIPPED = new Set(["node_modules", ".git"]);

/**
 * The definitions among the files of a tree: each folder that holds a mashup in one of the forms that this package reads, with the
 * paths of its parts. Paths have forward slashes and are relative to one root; the root itself is `""`. Hidden files are no parts,
 * `.platform` excepted, nor are unit tests, and a definition within another one's folder is one by itself.
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
    // Beside a definition at the root of a tree stand files that have nothing to do with it.
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

/** What `.platform` says of an item, as far as it can be read, and the name that the folder gives it otherwise. */
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
