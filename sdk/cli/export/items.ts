import type { FoundReference } from "../../definition/itemsFound";
import type { Bindings } from "../../definition/bindings";
import type { DefinitionPart } from "../../definition/parts";
import { understand } from "../../definition/understand";
import type { Item } from "../../fabric/types";
import type { Service } from "../service";
import type { Names } from "./names";
import { resourceName } from "./names";

/** How a program binds an item of a kind, and what the service calls its type. */
const KINDS = {
  lakehouse: { map: "lakehouses", idKey: "lakehouseId", type: "Lakehouse" },
  warehouse: { map: "warehouses", idKey: "warehouseId", type: "Warehouse" },
  dataflow: { map: "dataflows", idKey: "dataflowId", type: "Dataflow" },
  sqlDatabase: { map: "sqlDatabases", idKey: "sqlDatabaseId", type: "SQLDatabase" },
} as const;
type Kind = keyof typeof KINDS;
const isKind = (kind: string): kind is Kind => Object.hasOwn(KINDS, kind);

/** An item by its names, as the stack's configuration holds it. */
export interface NamedItem {
  /** Name in the configuration. */
  name: string;
  workspace: string;
  type: string;
  displayName: string;
}

/** A binding that an exported program declares: an id of the file, to the item of a name. */
export interface ItemBinding {
  map: (typeof KINDS)[Kind]["map"];
  idKey: (typeof KINDS)[Kind]["idKey"];
  /** The id in the file. */
  id: string;
  item: NamedItem;
  /** Whether the file names the workspace by its id too. */
  withWorkspace: boolean;
}

export interface BoundByName {
  bindings: ItemBinding[];
  /** Items that stay as the file has them: `lakehouse <id>`. */
  itemsLeft: string[];
}

/** Finds the items that dataflows name by id, each once, and what it takes to name them otherwise. */
export class ItemFinder {
  private readonly found = new Map<string, NamedItem>();

  constructor(
    private readonly service: Service,
    private readonly names: Names,
  ) {}

  /** Those that a binding to themselves leaves exactly as they are: the first `up` must find nothing to write. */
  async bind(parts: readonly DefinitionPart[]): Promise<BoundByName> {
    const plain = await understand(parts, { validate: "off" });
    const { references = [] } = await understand(parts, { bind: {}, validate: "off" });
    const answer: BoundByName = { bindings: [], itemsLeft: [] };
    const isSame = async (bind: Bindings) => {
      const { definitionFingerprint, problems } = await understand(parts, { bind, validate: "off" });
      return (
        definitionFingerprint === plain.definitionFingerprint && problems.every(({ severity }) => severity !== "error")
      );
    };
    for (const { kind, id } of ofItems(references)) {
      const seen = isKind(kind) ? await this.find(kind, id, workspacesOf(references)) : undefined;
      const binding = seen && isKind(kind) && (await bindingOf(kind, id, seen, isSame));
      if (binding) answer.bindings.push(binding);
      else answer.itemsLeft.push(`${kind === "other" ? "item" : kind} ${id}`);
    }
    return answer;
  }

  private async find(kind: Kind, id: string, workspaces: readonly string[]): Promise<Seen | undefined> {
    const { lookups, workspace: own } = this.service;
    for (const workspaceId of new Set([own.id.toLowerCase(), ...workspaces])) {
      const items = await lookups.items(workspaceId).catch((): Item[] => []);
      const item = items.find((one) => one.id.toLowerCase() === id.toLowerCase());
      if (!item || item.type !== KINDS[kind].type) continue;
      // A name that two have finds neither.
      if (items.filter((one) => one.type === item.type && one.displayName === item.displayName).length > 1) return;
      const { displayName: workspace } = await lookups.workspace({ id: workspaceId });
      return { workspaceId, item: this.named(workspace, item) };
    }
    return undefined;
  }

  private named(workspace: string, { id, type, displayName }: Item): NamedItem {
    const known = this.found.get(id.toLowerCase());
    if (known) return known;
    const name = this.names.give(`${displayName} ${type}`, resourceName);
    const item = { name, workspace, type, displayName };
    this.found.set(id.toLowerCase(), item);
    return item;
  }
}

interface Seen {
  workspaceId: string;
  item: NamedItem;
}

/** Each item that the M names by id, once. */
const ofItems = (references: readonly FoundReference[]): { kind: string; id: string }[] => {
  const byId = references.flatMap(({ kind, id, state }) =>
    id !== undefined && state === "unbound" && kind !== "workspace" ? [{ kind, id }] : [],
  );
  return [...new Map(byId.map((one) => [`${one.kind} ${one.id.toLowerCase()}`, one])).values()];
};

const workspacesOf = (references: readonly FoundReference[]): string[] =>
  references.flatMap(({ kind, id }) => (kind === "workspace" && id !== undefined ? [id.toLowerCase()] : []));

async function bindingOf(
  kind: Kind,
  id: string,
  { workspaceId, item }: Seen,
  isSame: (bind: Bindings) => Promise<boolean>,
): Promise<ItemBinding | undefined> {
  const { map, idKey } = KINDS[kind];
  for (const withWorkspace of [true, false]) {
    const target = { ...(withWorkspace && { workspaceId }), [idKey]: id };
    if (await isSame({ [map]: { [id]: target } })) return { map, idKey, id, item, withWorkspace };
  }
  return undefined;
}
