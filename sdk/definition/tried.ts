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

/** The exact changes, as far as the older fingerprints show them. */
export interface Tried {
  /** Changed settings by query, if nothing else of its entry or M changed: `loadEnabled true -> false`. */
  queries: ReadonlyMap<string, string>;
  /** Changed steps by query: `steps Kept rows, Typed`. */
  steps: ReadonlyMap<string, string>;
  /** Queries that were only renamed. */
  renamed: Renamed;
  /** Changed settings of the document: `fastCombine false -> true`. Undefined if they are not known. */
  settings: string | undefined;
  /** Changed connections: `Sql:server;db has another connection`. Undefined if they are not known. */
  connections: string | undefined;
}

export interface Former {
  queries: QueryFingerprints;
  definitionFingerprint: string | undefined;
  /** Paths of connections that the former program declared, without secret ones. */
  paths?: readonly string[];
}

/** The longest M, and the longest metadata, in characters, for which settings are tried: each try takes a fingerprint of the whole. */
const LARGEST = 200_000;
/** The most queries to try: each setting edits the metadata's text once more, and a message does not name more queries. */
const MAX_QUERIES = 10;

/**
 * Finds what changed by trying. A state keeps only fingerprints, no settings. But most settings are true or false. If the definition with one of
 * them inverted has the older fingerprint, then that setting changed. The state needs no data for this.
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
  if (!opened || opened.mashup.length > LARGEST || opened.metadata.text.length > LARGEST) return nothing;
  const split = splitSection(opened.mashup);
  const fingerprintsOf = (edited: Opened) => queryFingerprints(closeDefinition(parts, opened, edited), secrets, split);
  const now = fingerprintsOf(opened);
  const queries = new Map<string, string>();
  const changed = Object.keys(now.queries).filter(
    (name) => Object.hasOwn(former.queries, name) && former.queries[name] !== now.queries[name],
  );
  const names = [...new Set(split.members.flatMap(({ name }) => name ?? []))];
  const { entryOf } = matchQueries(names, viewMetadata(opened).queries ?? []);
  if (changed.length > 0 && changed.length <= MAX_QUERIES)
    for (const keys of combinations(Object.keys(QUERY_DEFAULTS))) {
      const older = fingerprintsOf(turnedEntries(opened, entryOf, changed, keys)).queries;
      for (const name of changed)
        if (older[name] === former.queries[name])
          queries.set(name, changeText(entryOf.get(name)?.value, keys, QUERY_DEFAULTS));
    }
  // A renamed query changes the M, so the split M cannot be used.
  const renamed = renamedQueries(
    opened,
    split,
    former.queries,
    now.queries,
    (edited) => queryFingerprints(closeDefinition(parts, opened, edited), secrets).queries,
  );
  const steps = describeSteps(mashupWithoutSecrets(opened.mashup, secrets), changed.slice(0, MAX_QUERIES), former);
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
  return { queries, steps, renamed, settings: found && changeText(root, found, DOCUMENT_DEFAULTS), connections };
}

/** The most steps in a line, so that a preview stays readable. */
const MAX_STEPS = 4;

function describeSteps(mashup: string, changed: readonly string[], former: Former): Map<string, string> {
  if (changed.length === 0) return new Map();
  const section = splitSection(mashup);
  const described = changed.flatMap((query): [string, string][] => {
    const member = section.members.find(({ name }) => name === query);
    const found = member && changedSteps(former.queries[query] as string, section, member);
    if (!found) return [];
    const { names, fewer } = found;
    const shown = names.slice(0, MAX_STEPS).map(harmless).join(", ");
    const more = names.length > MAX_STEPS ? ` and ${names.length - MAX_STEPS} more` : "";
    const lines = [
      ...(names.length > 0 ? [`${names.length === 1 ? "step" : "steps"} ${shown}${more}`] : []),
      ...(fewer > 0 ? [`${fewer} ${fewer === 1 ? "step" : "steps"} fewer`] : []),
    ];
    return lines.length > 0 ? [[query, lines.join("; ")]] : [];
  });
  return new Map(described);
}

type Values = Readonly<Record<string, unknown>>;

/** Returns all choices of one or two keys. */
const combinations = (keys: readonly string[]): string[][] => [
  ...keys.map((key) => [key]),
  ...keys.flatMap((key, index) => keys.slice(index + 1).map((other) => [key, other])),
];

const valueOf = (values: Values | undefined, key: string, defaults: Values): unknown => values?.[key] ?? defaults[key];

/** Returns a text like `fastCombine false -> true`: the former value, which was tried, and the current one. */
const changeText = (values: Values | undefined, keys: readonly string[], defaults: Values): string =>
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
