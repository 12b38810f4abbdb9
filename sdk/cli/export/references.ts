import type { FoundReference } from "../../definition/itemsFound";
import type { Bindings } from "../../definition/bindings";
import { isGuid } from "../../common/guid";

/** How a program binds each kind of item, and the service's name of its type. */
export const ITEM_KINDS = {
  lakehouse: { map: "lakehouses", idKey: "lakehouseId", type: "Lakehouse" },
  warehouse: { map: "warehouses", idKey: "warehouseId", type: "Warehouse" },
  dataflow: { map: "dataflows", idKey: "dataflowId", type: "Dataflow" },
  sqlDatabase: { map: "sqlDatabases", idKey: "sqlDatabaseId", type: "SQLDatabase" },
} as const;
type ItemKind = keyof typeof ITEM_KINDS;

/** An item that the M names by id. */
export interface ItemBinding {
  kind: ItemKind;
  id: string;
  /** The workspace, if the M names it by id too. */
  workspaceId: string | undefined;
}

/** A workspace that the M names by id without an item in it. */
export interface WorkspaceBinding {
  kind: "workspace";
  id: string;
}

/** A SQL endpoint. */
export interface EndpointBinding {
  kind: "sqlEndpoint";
  /** The server, or the query if queries use different databases of the server. */
  key: string;
  server: string;
  database: string | undefined;
}

/** What `bind` replaces. */
export type Binding = ItemBinding | WorkspaceBinding | EndpointBinding;

const isItemKind = (kind: string): kind is ItemKind => Object.hasOwn(ITEM_KINDS, kind);

/** Returns what the M names by id and `bind` can replace: items and endpoints. */
export function bindingsOf(references: readonly FoundReference[]): (ItemBinding | EndpointBinding)[] {
  const items = new Map<string, ItemBinding>();
  for (const { kind, id, by, workspaceId } of references) {
    if (!isItemKind(kind) || by !== "id" || id === undefined) continue;
    const key = `${kind} ${id.toLowerCase()}`;
    const written = workspaceId !== undefined && isGuid(workspaceId) ? workspaceId : items.get(key)?.workspaceId;
    items.set(key, { kind, id, workspaceId: written });
  }
  return [...items.values(), ...endpointsOf(references)];
}

function endpointsOf(references: readonly FoundReference[]): EndpointBinding[] {
  const found = references.filter(({ kind, by }) => kind === "sqlEndpoint" && by === "id");
  const databasesOf = (server: string) =>
    new Set(found.filter(({ id }) => same(id, server)).map(({ database }) => database));
  const bindings = found.map(({ id: server = "", query, database }): EndpointBinding => ({
    kind: "sqlEndpoint",
    key: databasesOf(server).size > 1 ? query : server,
    server,
    database,
  }));
  return [...new Map(bindings.map((one) => [one.key.toLowerCase(), one])).values()];
}

/** Returns the workspaces that stay as in the file. */
export const workspacesOf = (references: readonly FoundReference[]): WorkspaceBinding[] => {
  const ids = references.flatMap(({ kind, id, state }) =>
    kind === "workspace" && state === "unbound" && id !== undefined ? [id] : [],
  );
  return [...new Map(ids.map((id) => [id.toLowerCase(), { kind: "workspace" as const, id }])).values()];
};

/**
 * Returns texts for which there is no binding: other items, and addresses in Fabric. A connection's path is changed by
 * the connection.
 */
export function textsOf(references: readonly FoundReference[], paths: readonly string[]): string[] {
  const texts = references.flatMap(({ kind, by, id }) =>
    kind === "other" && by === "id" && id !== undefined && !paths.some((path) => path.includes(id)) ? [id] : [],
  );
  return [...new Set(texts)];
}

/** Returns the argument `bind`, with each id changed by `map`. */
export function bindArgument(bindings: readonly Binding[], map: (text: string) => string): Bindings {
  const maps: Record<string, Record<string, unknown>> = {};
  for (const binding of bindings) {
    const name = mapOf(binding);
    maps[name] = { ...maps[name], [keyOf(binding)]: targetOf(binding, map) };
  }
  return maps;
}

export const mapOf = (binding: Binding): string =>
  binding.kind === "workspace"
    ? "workspaces"
    : binding.kind === "sqlEndpoint"
      ? "sqlEndpoints"
      : ITEM_KINDS[binding.kind].map;

export const keyOf = (binding: Binding): string => (binding.kind === "sqlEndpoint" ? binding.key : binding.id);

function targetOf(binding: Binding, map: (text: string) => string): unknown {
  if (binding.kind === "workspace") return map(binding.id);
  if (binding.kind === "sqlEndpoint")
    return {
      server: map(binding.server),
      ...(binding.database !== undefined && { database: map(binding.database) }),
    };
  const { idKey } = ITEM_KINDS[binding.kind];
  return {
    ...(binding.workspaceId !== undefined && { workspaceId: map(binding.workspaceId) }),
    [idKey]: map(binding.id),
  };
}

const same = (a: string | undefined, b: string): boolean => a?.toLowerCase() === b.toLowerCase();
