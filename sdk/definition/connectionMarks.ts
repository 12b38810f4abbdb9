import { createHash } from "node:crypto";
import type { Json } from "./canonical";
import { isObject } from "../common/objects";

/*
 * Which connections differ, told by fingerprints alone. Each has a mark of four characters: two for the source, two for all that is said of it.
 * A mark decides nothing, it only lets a message name what a hash of all has found.
 */
const HALF = 2;
const WHOLE = 2 * HALF;
/** A state does not grow with more connections than anybody reads of. */
const MOST_MARKED = 25;

/** No mark holds what separates the parts of a fingerprint. */
const short = (value: Json): string =>
  createHash("sha256").update(JSON.stringify(value)).digest("base64").replace(/[+/=]/g, "").slice(0, HALF);

const sourceOf = (connection: Json): Json =>
  isObject(connection) ? [connection["kind"] ?? null, connection["path"] ?? null] : connection;

/** The marks of connections in their canonical form. */
export const connectionMarks = (connections: readonly Json[]): string =>
  connections
    .slice(0, MOST_MARKED)
    .map((connection) => short(sourceOf(connection)) + short(connection))
    .join("");

/**
 * What changed since the marks of `before`: `sql:server;db has another connection, sql:dev;db -> prod;db, web:https://x is new, 1 is gone`.
 * `paths` are some that a source may have had: one whose mark was there is the former path.
 */
export function changedConnections(
  before: string,
  connections: readonly Json[],
  paths: readonly string[] = [],
): string | undefined {
  if (connections.length > MOST_MARKED || before.length >= MOST_MARKED * WHOLE) return undefined;
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
  const told = changed.map(({ connection }, at) => {
    if (same[at]) return `${nameOf(connection)} has another connection`;
    const path = formerPath(connection);
    if (path === undefined) return `${nameOf(connection)} is new`;
    return `${nameOf({ ...(connection as object), path })} -> ${String((connection as { path?: unknown }).path)}`;
  });
  const gone = left.length > 0 ? [`${left.length} ${left.length === 1 ? "is" : "are"} gone`] : [];
  const all = [...told, ...gone];
  return all.length > 0 ? all.join(", ") : undefined;
}

function nameOf(connection: Json): string {
  const { kind, path } = isObject(connection) ? connection : {};
  return [kind, path].filter((text) => typeof text === "string").join(":");
}
