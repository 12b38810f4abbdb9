import type { Environment } from "../../definition/environment";
import { parseConnectionId } from "../../definition/connectionId";
import { entryName } from "../../definition/connections";
import { viewMetadata, type ConnectionEntry } from "../../definition/metadata";
import { openDefinition } from "../../definition/open";
import type { DefinitionPart } from "../../definition/parts";
import { isObject } from "../../common/objects";
import type { Declared } from "../declaredInStack";

/** One of two environments: its workspace, its definition in the service, and what its program declared. */
export interface SideOf {
  workspaceId: string;
  parts: readonly DefinitionPart[];
  declared: Declared | undefined;
}

const SECRET = "(secret)";
type Values = Readonly<Record<string, unknown>>;

/**
 * Returns the environments that make two definitions comparable: they replace the second environment's own values by
 * those of the first. Every difference that remains is one that no program declares.
 */
export function translations(first: SideOf, second: SideOf): [Environment, Environment] {
  const [a, b] = [first.declared?.environment ?? {}, second.declared?.environment ?? {}];
  const secret = [...(first.declared?.secretParameters ?? []), ...(second.declared?.secretParameters ?? [])];
  const parameters = {
    ...b.parameters,
    ...a.parameters,
    ...Object.fromEntries(secret.map((name) => [name, SECRET])),
  };
  const gateway = a.gatewayObjectId ?? b.gatewayObjectId;
  const both = { parameters, ...(gateway !== undefined && { gatewayObjectId: gateway }) };
  return [
    both,
    {
      ...both,
      connections: connections(first, second),
      bind: bindings(first, second),
      replacements: Object.fromEntries(
        pairs(a.replacements, b.replacements).flatMap(([was, is]) => {
          const [to, from] = [textOf(was), textOf(is)];
          return to !== undefined && from !== undefined && from !== "" && from !== to ? [[from, to]] : [];
        }),
      ),
    },
  ];
}

/** Returns the values of the keys that both maps have. */
const pairs = (a: Values = {}, b: Values = {}): [unknown, unknown][] =>
  Object.keys(a).flatMap((key) => (Object.hasOwn(b, key) ? [[a[key], b[key]]] : []));

const textOf = (given: unknown): string | undefined => {
  const text = isObject(given) ? given["value"] : given;
  return typeof text === "string" ? text : undefined;
};

/** Bindings by the ids in the second definition's M, which are those of its own targets. */
function bindings(first: SideOf, second: SideOf): NonNullable<Environment["bind"]> {
  const [a, b] = [first, second].map((side) => (side.declared?.environment.bind ?? {}) as Record<string, Values>);
  const maps: Record<string, Record<string, unknown>> = {};
  for (const [map, entries] of Object.entries(a ?? {}))
    for (const [target, other] of pairs(entries, b?.[map])) {
      const id = idIn(other);
      if (id !== undefined && id !== idIn(target)) maps[map] = { ...maps[map], [id]: target };
    }
  const own = first.workspaceId === second.workspaceId ? {} : { [second.workspaceId]: first.workspaceId };
  return { ...maps, workspaces: { ...own, ...(maps["workspaces"] as Record<string, string>) } };
}

/** Returns the server of an endpoint's target, or the id of any other target that is not the workspace's. */
function idIn(target: unknown): string | undefined {
  if (typeof target === "string") return target;
  if (!isObject(target)) return undefined;
  const { workspaceId: _workspace, database: _database, ...rest } = target;
  const [id] = Object.values(rest);
  return typeof id === "string" ? id : undefined;
}

/** Returns the entries that both programs bind, found in each definition by their connections. */
function connections(first: SideOf, second: SideOf): NonNullable<Environment["connections"]> {
  const found: Record<string, { clusterId?: string; datasourceId: string; path: string }> = {};
  const [a, b] = [first, second].map(({ declared }) => declared?.environment.connections);
  for (const [was, is] of pairs(a, b)) {
    const [to, from] = [entryOf(first.parts, was), entryOf(second.parts, is)];
    const id = to && parseConnectionId(to.connectionId);
    if (!to || !from || !id || (from.connectionId === to.connectionId && from.path === to.path)) continue;
    const { clusterId, datasourceId } = id;
    found[entryName(from)] = { ...(clusterId !== undefined && { clusterId }), datasourceId, path: to.path };
  }
  return found;
}

function entryOf(parts: readonly DefinitionPart[], binding: unknown): ConnectionEntry | undefined {
  const opened = openDefinition(parts);
  const given = isObject(binding) ? binding : undefined;
  const id = given
    ? given["datasourceId"]
    : typeof binding === "string"
      ? parseConnectionId(binding)?.datasourceId
      : undefined;
  const fits = (entry: ConnectionEntry) =>
    (id === undefined || same(parseConnectionId(entry.connectionId)?.datasourceId, id)) &&
    (given?.["path"] === undefined || entry.path === given["path"]);
  const all = opened && (id !== undefined || given) ? viewMetadata(opened).connections.filter(fits) : [];
  return all.length === 1 ? all[0] : undefined;
}

const same = (a: unknown, b: unknown): boolean => String(a).toLowerCase() === String(b).toLowerCase();
