import { parseConnectionId } from "./connectionId";
import { tokenMask, type Mask } from "../common/mask";
import { isObject } from "../common/objects";
import { matchQueries, viewMetadata, type MetadataView, type QueryMetadata } from "./metadata";
import { listed } from "../common/nearest";
import type { Opened } from "./open";
import type { Problem } from "../common/problem";
import { ProblemList } from "./problemList";

/** The facts of the M with which the metadata has to agree. */
export interface QueryRoles {
  names: readonly string[];
  functions: ReadonlySet<string>;
  /** Queries that name the destination of other queries. */
  destinations: ReadonlySet<string>;
  /** The query that names the default destination, by the section's header. */
  defaultDestination: string | undefined;
}

/** The service's limit of queries that are staged or written to a destination. */
const MAX_LOADED_QUERIES = 50;

const NOT_LOADED =
  "the service refuses to publish that; set `loadEnabled` to false in its entry (left out, it is true)";

/** Returns the problems of the metadata, by itself and compared with the M. */
export function checkMetadata(opened: Opened, roles: QueryRoles, mask: Mask = tokenMask): Problem[] {
  const view = viewMetadata(opened);
  const problems = new ProblemList(opened.metadata.place);
  checkFormat(opened, problems);
  checkShapes(opened, problems);
  checkEntries(opened, view, problems);
  if (view.queries) checkQueries(opened, view.queries, roles, problems);
  else checkNoEntries(opened, roles, problems);
  checkConnections(opened, view, problems, mask);
  return problems.all;
}

/** Warns about a form that this version does not know. The service may accept it. */
function checkFormat({ metadata, root, legacy }: Opened, problems: ProblemList): void {
  if (legacy) return;
  const version = metadata.get(["formatVersion"]);
  const known = root.length > 0 ? "202409" : "202502";
  if (version === known) return;
  const found =
    version === undefined
      ? "has no `formatVersion`"
      : typeof version === "string"
        ? `has the \`formatVersion\` ${version}`
        : "has a `formatVersion` that is not a text";
  const unread =
    metadata.get(["dataflowOptions"]) === undefined
      ? ""
      : "; its `dataflowOptions` are not understood, and are sent as they are";
  problems.warning(
    () => metadata.at(["formatVersion"]),
    () => `${found}, so it is read as "${known}"${unread}. Current exports have "202502"`,
  );
}

function checkShapes({ metadata, root }: Opened, problems: ProblemList): void {
  const shapes: [string, boolean][] = [
    ["queriesMetadata", false],
    ["queryGroups", true],
    [root.length > 0 ? "connectionOverrides" : "connections", true],
  ];
  for (const [key, isList] of shapes) {
    const value = metadata.get([...root, key]);
    if (value === undefined || value === null || (isList ? Array.isArray(value) : isObject(value))) continue;
    problems.error(
      () => metadata.at([...root, key]),
      () => `\`${key}\` must be ${isList ? "a list" : "an object"}`,
    );
  }
}

function checkEntries({ metadata, root }: Opened, { queries = [], groups }: MetadataView, problems: ProblemList): void {
  const written = metadata.get([...root, "queriesMetadata"]);
  for (const [key, value] of isObject(written) ? Object.entries(written) : [])
    if (!isObject(value))
      problems.error(
        () => metadata.at([...root, "queriesMetadata", key]),
        () => `the entry \`${key}\` must be an object`,
      );
  const seen = new Map<string, string>();
  for (const { key, queryName, queryGroupId, path } of queries) {
    const place = () => metadata.at(path);
    const name = queryName?.toLowerCase();
    const first = name === undefined ? undefined : seen.get(name);
    if (name === undefined)
      problems.error(place, () => `the entry \`${key}\` has no \`queryName\`; add the name of its query`);
    else if (first !== undefined)
      problems.error(place, () => `\`${key}\` and \`${first}\` name one query, ${queryName}; remove one entry`);
    else seen.set(name, key);
    if (queryGroupId !== undefined && !groups.has(queryGroupId.toLowerCase()))
      problems.warning(
        () => metadata.at([...path, "queryGroupId"]),
        () => `${queryName ?? key} belongs to no group of \`queryGroups\``,
      );
  }
}

function checkNoEntries({ metadata, root }: Opened, { names }: QueryRoles, problems: ProblemList): void {
  if (root.length > 0 || names.length === 0) return;
  problems.warning(
    () => metadata.at([...root]),
    () => `has no \`queriesMetadata\`; the mashup declares ${listed(names)}`,
  );
}

function checkQueries(
  { metadata }: Opened,
  entries: readonly QueryMetadata[],
  roles: QueryRoles,
  problems: ProblemList,
): void {
  const { entryOf, unmatched } = matchQueries(roles.names, entries);
  const whole = () => metadata.place;
  const missing = roles.names.filter((name) => !entryOf.has(name));
  if (missing.length > 0)
    problems.warning(
      whole,
      () => `has no entry for ${missing.length === 1 ? "the query" : "the queries"} ${listed(missing)}`,
    );
  for (const { queryName, key, path, value } of entries)
    if (value["jsonOutputDestinations"])
      problems.warning(
        () => metadata.at([...path, "jsonOutputDestinations"]),
        () =>
          `the destinations of ${queryName ?? key} are in \`jsonOutputDestinations\`, which is not read; set ids in it by \`replacements\`: lineage and \`bind\` do not see them`,
      );
  for (const { queryName, key, path } of unmatched)
    problems.warning(
      () => metadata.at(path),
      () =>
        `the mashup does not declare the query ${queryName ?? key}; remove the entry, or add the query` +
        (missing.length > 0
          ? `; if the query was renamed, set \`queryName\` to its new name (${listed(missing)})`
          : ""),
    );
  for (const [name, { path, loadEnabled }] of entryOf) {
    if (!loadEnabled) continue;
    const place = () => metadata.at(path);
    if (roles.destinations.has(name))
      problems.error(place, () => `${name} names a destination, but would be loaded itself; ${NOT_LOADED}`);
    else if (roles.defaultDestination === name)
      problems.warning(
        place,
        () =>
          `${name} is the default destination, but would be loaded itself; set \`loadEnabled\` to false in its entry`,
      );
    else if (roles.functions.has(name))
      problems.error(place, () => `${name} is a function, but would be loaded; ${NOT_LOADED}`);
  }
  const loaded = [...entryOf.values()].filter(({ loadEnabled }) => loadEnabled).length;
  if (loaded > MAX_LOADED_QUERIES)
    problems.warning(
      whole,
      () =>
        `${loaded} queries are loaded, but the service takes ${MAX_LOADED_QUERIES}; set \`loadEnabled\` to false in the entries of those that only other queries use`,
    );
}

function checkConnections(
  opened: Opened,
  { connections, connectionsKey }: MetadataView,
  problems: ProblemList,
  mask: Mask,
): void {
  const { metadata, root } = opened;
  // Sessions keep entries without a connection.
  if (root.length > 0) return;
  const list = metadata.get([...root, connectionsKey]);
  const complete = new Set(connections.map(({ at }) => at.at(-1)));
  for (const index of Array.isArray(list) ? list.keys() : [])
    if (!complete.has(index))
      problems.error(
        () => metadata.at([...root, connectionsKey, index]),
        () => "a connection needs the texts `path`, `kind` and `connectionId`",
      );
  for (const { path, kind, connectionId, at } of connections) {
    const place = () => metadata.at([...at, "connectionId"]);
    const parsed = parseConnectionId(connectionId);
    if (parsed === undefined)
      problems.warning(
        place,
        () =>
          `the connection ${kind} ${mask.path(path)} has an id of unknown form; write {"ClusterId": ..., "DatasourceId": ...}`,
      );
    else if (parsed.clusterId === undefined)
      problems.error(
        place,
        () =>
          `the id of the connection ${kind} ${mask.path(path)} is only a GUID, which the service accepts but cannot run; give its cluster, too, here or by \`connections\``,
      );
  }
}
