import { createHash } from "node:crypto";
import type { Json } from "./canonical";
import { isObject } from "../common/objects";

/*
 * Finds the connections that differ by fingerprints alone. Each connection has a mark of four characters: two for the source, two for the whole
 * entry. The hash of all connections decides if something changed. The marks only let a message name it.
 */
const HALF = 2;
const WHOLE = 2 * HALF;
/** The most connections with marks, so that a state stays small. Nobody reads messages about more. */
const MAX_MARKED = 25;

/** A mark must not hold the characters that separate the parts of a fingerprint. */
const short = (value: Json): string =>
  createHash("sha256").update(JSON.stringify(value)).digest("base64").replace(/[+/=]/g, "").slice(0, HALF);

const sourceOf = (connection: Json): Json =>
  isObject(connection) ? [connection["kind"] ?? null, connection["path"] ?? null] : connection;

/** Returns the marks of connections, which are in their canonical form. */
export const connectionMarks = (connections: readonly Json[]): string =>
  connections
    .slice(0, MAX_MARKED)
    .map((connection) => short(sourceOf(connection)) + short(connection))
    .join("");

/**
 * Returns what changed since the marks of `before`: `sql:server;db has another connection, sql:dev;db -> prod;db, web:https://x is new, 1 is
 * gone`. `paths`: paths that a source may have had. If the mark of one is among the old marks, it is the former path.
 */
export function changedConnections(
  before: string,
  connections: readonly Json[],
  paths: readonly string[] = [],
): string | undefined {
  if (connections.length > MAX_MARKED || before.length >= MAX_MARKED * WHOLE) return undefined;
  const left = before.match(new RegExp(`.{${WHOLE}}`, "g")) ?? [];
  const take = (mark: string, length: number): boolean => {
    const at = left.findIndex((old) => old.slice(0, length) === mark.slice(0, length));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  };
  const changed = connections
    .map((connection) => ({ connection, mark: connectionMarks([connection]) }))
    .filter(({ mark }) => !take(mark, WHOLE));
  const formerPath = (connection: Json): string | undefined =>
    isObject(connection) ? paths.find((path) => take(short(sourceOf({ ...connection, path })), HALF)) : undefined;
  const same = changed.map(({ mark }) => take(mark, HALF));
  const texts = changed.map(({ connection }, at) => {
    if (same[at]) return `${nameOf(connection)} has another connection`;
    const path = formerPath(connection);
    if (path === undefined) return `${nameOf(connection)} is new`;
    return `${nameOf({ ...(connection as object), path })} -> ${String((connection as { path?: unknown }).path)}`;
  });
  const gone = left.length > 0 ? [`${left.length} ${left.length === 1 ? "is" : "are"} gone`] : [];
  const all = [...texts, ...gone];
  return all.length > 0 ? all.join(", ") : undefined;
}

function nameOf(connection: Json): string {
  const { kind, path } = isObject(connection) ? connection : {};
  return [kind, path].filter((text) => typeof text === "string").join(":");
}
