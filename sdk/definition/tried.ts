import { harmless } from "../common/harmless";
import { DOCUMENT_DEFAULTS, QUERY_DEFAULTS } from "./canonicalMetadata";
import type { QueryFingerprints } from "./changes";
import type { JSONPath } from "./json";
import { splitSection } from "./m/section";
import { matchQueries, viewMetadata, type QueryMetadata } from "./metadata";
import { closeDefinition, openDefinition, type Opened } from "./open";
import type { DefinitionPart } from "./parts";
import { changedBeside, connectionsChangedSince, queryFingerprints } from "./queryFingerprints";
import { renamedQueries, type Renamed } from "./renamed";
import { mashupWithoutSecrets, type Secret } from "./secrets";
import { changedSteps } from "./stepMarks";

/** What changed, where the older fingerprints tell it exactly. */
export interface Tried {
  /** By query, if nothing but these settings of its entry changed: `loadEnabled true -> false`. */
  queries: ReadonlyMap<string, string>;
  /** By query, which steps of its M differ: `steps Kept rows, Typed`. */
  steps: ReadonlyMap<string, string>;
  /** Queries that only have another name. */
  renamed: Renamed;
  /** Of the document: `fastCombine false -> true`; undefined if that is not known. */
  settings: string | undefined;
  /** Which differ: `Sql:server;db has another connection`; undefined if that is not known. */
  connections: string | undefined;
}

export interface Former {
  queries: QueryFingerprints;
  definitionFingerprint: string | undefined;
  /** Paths of connections that the former program declared, as far as they are no secret. */
  paths?: readonly string[];
}

/** Trying takes a fingerprint of the whole each time: a large definition is not worth it. */
const LARGEST = 200_000;
/** Each turned setting edits the metadata's text once more, and a message names no more queries than these. */
const MOST_QUERIES = 10;

/**
 * A state keeps no settings, only fingerprints. But most settings are true or false: if the definition with one of them the other way
 * round has the older fingerprint, then that is what changed. Nothing is kept in the state for this.
 */
export function tryOlder(parts: readonly DefinitionPart[], secrets: readonly Secret[], former: Former): Tried {
  const opened = openDefinition(parts);
  const before = former.definitionFingerprint;
  const connections = opened && connectionsChangedSince(before, opened, secrets, former.paths);
  const nothing: Tried = {
    queries: new Map(),
    steps: new Map(),
    renamed: new Map(),
    settings: undefined,
    connections,
  };
  if (!opened || opened.mashup.length > LARGEST) return nothing;
  const split = splitSection(opened.mashup);
  const fingerprintsOf = (edited: Opened) => queryFingerprints(closeDefinition(parts, opened, edited), secrets, split);
  const now = fingerprintsOf(opened);
  const queries = new Map<string, string>();
  const changed = Object.keys(now.queries).filter(
    (name) => Object.hasOwn(former.queries, name) && former.queries[name] !== now.queries[name],
  );
  const names = [...new Set(split.members.flatMap(({ name }) => name ?? []))];
  const { entryOf } = matchQueries(names, viewMetadata(opened).queries ?? []);
  if (changed.length > 0 && changed.length <= MOST_QUERIES)
    for (const keys of combinations(Object.keys(QUERY_DEFAULTS))) {
      const older = fingerprintsOf(turnedEntries(opened, entryOf, changed, keys)).queries;
      for (const name of changed)
        if (older[name] === former.queries[name])
          queries.set(name, said(entryOf.get(name)?.value, keys, QUERY_DEFAULTS));
    }
  // The M of a renamed query is another one, so what is split already cannot be lent.
  const renamed = renamedQueries(
    opened,
    split,
    former.queries,
    now.queries,
    (edited) => queryFingerprints(closeDefinition(parts, opened, edited), secrets).queries,
  );
  const steps = describeSteps(mashupWithoutSecrets(opened.mashup, secrets), changed.slice(0, MOST_QUERIES), former);
  if (!changedBeside(before, now.definitionFingerprint).includes("settings"))
    return { queries, steps, renamed, settings: undefined, connections };
  const root = (opened.root.length === 0 ? opened.metadata.value : opened.metadata.get(opened.root)) as Values;
  const flags = Object.keys(DOCUMENT_DEFAULTS).filter((key) => typeof DOCUMENT_DEFAULTS[key] === "boolean");
  const found = combinations(flags).find(
    (keys) =>
      !changedBeside(
        before,
        fingerprintsOf(turned(opened, opened.root, root, keys, DOCUMENT_DEFAULTS)).definitionFingerprint,
      ).includes("settings"),
  );
  return { queries, steps, renamed, settings: found && said(root, found, DOCUMENT_DEFAULTS), connections };
}

/** A line of a preview stays readable. */
const MOST_STEPS = 4;

function describeSteps(mashup: string, changed: readonly string[], former: Former): Map<string, string> {
  if (changed.length === 0) return new Map();
  const section = splitSection(mashup);
  const described = changed.flatMap((query): [string, string][] => {
    const member = section.members.find(({ name }) => name === query);
    const found = member && changedSteps(former.queries[query] as string, section, member);
    if (!found) return [];
    const { names, fewer } = found;
    const shown = names.slice(0, MOST_STEPS).map(harmless).join(", ");
    const more = names.length > MOST_STEPS ? ` and ${names.length - MOST_STEPS} more` : "";
    const lines = [
      ...(names.length > 0 ? [`${names.length === 1 ? "step" : "steps"} ${shown}${more}`] : []),
      ...(fewer > 0 ? [`${fewer} ${fewer === 1 ? "step" : "steps"} fewer`] : []),
    ];
    return lines.length > 0 ? [[query, lines.join("; ")]] : [];
  });
  return new Map(described);
}

type Values = Readonly<Record<string, unknown>>;

/** One of the keys, or two. */
const combinations = (keys: readonly string[]): string[][] => [
  ...keys.map((key) => [key]),
  ...keys.flatMap((key, index) => keys.slice(index + 1).map((other) => [key, other])),
];

const valueOf = (values: Values | undefined, key: string, defaults: Values): unknown => values?.[key] ?? defaults[key];

/** `fastCombine false -> true`: the value that was tried, and the one that is. */
const said = (values: Values | undefined, keys: readonly string[], defaults: Values): string =>
  keys
    .map(
      (key) =>
        `${key} ${String(valueOf(values, key, defaults) !== true)} -> ${String(valueOf(values, key, defaults) === true)}`,
    )
    .join(", ");

function turned(opened: Opened, path: JSONPath, values: Values, keys: readonly string[], defaults: Values): Opened {
  const metadata = keys.reduce(
    (text, key) => text.with([...path, key], valueOf(values, key, defaults) !== true),
    opened.metadata,
  );
  return { ...opened, metadata };
}

function turnedEntries(
  opened: Opened,
  entries: ReadonlyMap<string, QueryMetadata>,
  names: readonly string[],
  keys: readonly string[],
): Opened {
  return names.reduce((edited, name) => {
    const entry = entries.get(name);
    return entry ? turned(edited, entry.path, entry.value, keys, QUERY_DEFAULTS) : edited;
  }, opened);
}
