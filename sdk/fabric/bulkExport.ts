import { listShape, object } from "./shapes";
import type { Definition, DefinitionPart } from "./types";

interface IndexEntry {
  id: string;
  rootPath: string;
}

/** The definitions of several items. The index gives each item a root path, and the item's parts lie below it. */
export interface BulkExport {
  itemDefinitionsIndex: IndexEntry[];
  definitionParts: DefinitionPart[];
}

const indexEntry = object<IndexEntry>("an entry of the index", { id: "string", rootPath: "string" });
const exportedPart = object<DefinitionPart>("a definition part", { path: "string", payload: "string" });

export const bulkExport = object<BulkExport>("an export of definitions", {
  itemDefinitionsIndex: listShape(indexEntry),
  definitionParts: listShape(exportedPart),
});

/**
 * Returns the definition of each item, by its id in lower case. Part paths are those of a single read. Items without a part are left out, and
 * so are items with the same root path: nothing shows whose parts they are.
 */
export function definitionsByItem({ itemDefinitionsIndex, definitionParts }: BulkExport): Map<string, Definition> {
  const byRoot = new Map<string, string | undefined>();
  for (const { id, rootPath } of itemDefinitionsIndex) {
    const root = rootPath.replace(/\/+$/, "");
    byRoot.set(root, byRoot.has(root) ? undefined : id.toLowerCase());
  }
  const definitions = new Map<string, Definition>();
  for (const part of definitionParts) {
    const root = rootOf(part.path, byRoot);
    const id = root === undefined ? undefined : byRoot.get(root);
    if (root === undefined || id === undefined) continue;
    const definition = definitions.get(id) ?? { parts: [] };
    definition.parts.push({ ...part, path: part.path.slice(root.length + 1) });
    definitions.set(id, definition);
  }
  return definitions;
}

/** Returns the longest root path above a part: parts can have folders of their own. */
function rootOf(path: string, roots: ReadonlyMap<string, unknown>): string | undefined {
  for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1))
    if (roots.has(path.slice(0, end))) return path.slice(0, end);
  return undefined;
}
