import { createHash } from "node:crypto";
import { canonicalText, type Json } from "./canonical";
import {
  canonicalConnection,
  canonicalDocument,
  canonicalGroup,
  canonicalQuery,
  canonicalSet,
  ordered,
} from "./canonicalMetadata";
import { CURRENT_VERSION, type Fingerprints } from "./fingerprint";
import { isObject } from "../common/objects";
import { type JsonObject } from "./json";
import { besideSettings, currentSettings } from "./canonicalSettings";
import { splitSection, type MemberText, type SectionText } from "./m/section";
import { matchQueries, viewMetadata } from "./metadata";
import { isTooDeep } from "./checkJson";
import { openDefinition, type Opened } from "./open";
import { LEGACY, MASHUP, METADATA, PLATFORM, partText, type DefinitionPart } from "./parts";
import { changedConnections, connectionMarks } from "./connectionMarks";
import { headerTokens, marksOf, memberTokens } from "./memberTokens";
import { mashupWithoutSecrets, withoutSecrets, type Secret } from "./secrets";

const hash = (value: Json, length: number): string =>
  createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, length);

/** Returns 66 bits in 11 characters. It is short because the state holds it twice for each query. */
const queryHash = (value: Json): string =>
  createHash("sha256").update(JSON.stringify(value)).digest("base64url").slice(0, 11);

/**
 * The contents of a definition beside its queries. Each has its own hash after the hash of the whole:
 * `2:<whole>-<attributes>-<connections>-<settings>`. The marks of the connections follow their hash.
 */
const BESIDE = ["attributes", "connections", "settings"] as const;
type Beside = Record<(typeof BESIDE)[number], Json[]>;

/** Returns which of these differ between two fingerprints of definitions. */
export function changedBeside(before: string | undefined, after: string | undefined): (typeof BESIDE)[number][] {
  const [old = [], next = []] = [before?.split("-").slice(1), after?.split("-").slice(1)];
  return BESIDE.filter((_key, at) => old[at] !== undefined && next[at] !== undefined && old[at] !== next[at]);
}

const HASH_OF_BESIDE = 6;

/** Returns which connections changed since an older fingerprint. Undefined if none did, or if that is not known. */
export function connectionsChangedSince(
  before: string | undefined,
  opened: Opened,
  secrets: readonly Secret[],
  formerPaths: readonly string[] = [],
): string | undefined {
  const old = before?.split("-")[1 + BESIDE.indexOf("connections")];
  if (old === undefined) return undefined;
  return changedConnections(old.slice(HASH_OF_BESIDE), connectionsIn(currentSettings(opened), secrets), formerPaths);
}

const connectionsIn = (settings: JsonObject | undefined, secrets: readonly Secret[]): Json[] =>
  settings ? setOf(listIn(settings, "connections").map(canonicalConnection), secrets) : [];

/** Returns the list in a fixed order. Secrets are masked before sorting, because the position would reveal something about the value. */
const setOf = (list: readonly Json[], secrets: readonly Secret[]): Json[] =>
  canonicalSet(list.map((item) => masked(item, secrets)));

/**
 * Returns a fingerprint for each query and one for the whole definition. A query's fingerprint covers its tokens and comments, its attributes,
 * its entry in the metadata and its group. The whole covers all queries, connections, destinations and the document's settings. It leaves out
 * white space and line ends of M; the order of JSON keys, queries and connections; settings at their default; the `name` in the metadata;
 * `.platform`. M is not parsed, so M that does not parse has fingerprints, too. `split`: the M, if it is split already.
 */
export function queryFingerprints(
  parts: readonly DefinitionPart[],
  secrets: readonly Secret[] = [],
  split?: SectionText,
): Fingerprints {
  const opened = openDefinition(parts);
  const others = parts
    .filter(({ path }) => path !== PLATFORM && (!opened || ![MASHUP, METADATA, LEGACY].includes(path)))
    .map((part): Json => [part.path, canonicalPart(part, secrets)])
    .sort();
  if (!opened) return { definitionFingerprint: `${CURRENT_VERSION}:${hash(others, 20)}`, queries: {} };
  const { queries, beside, orphans } = fingerprintOpened(opened, secrets, split);
  const { attributes, connections, settings } = beside;
  const [document, outside] = settings as [Json[], Json];
  const rest = [...attributes, [...document, connections], outside];
  const all = [Object.entries(queries).sort(), rest, others, ...(orphans.length > 0 ? [orphans.sort()] : [])];
  const whole = hash(all as Json, 20);
  settings.push(others);
  const marks = connectionMarks(connections);
  const besides = BESIDE.map((key) => hash(beside[key], HASH_OF_BESIDE) + (key === "connections" ? marks : ""));
  const definitionFingerprint = [`${CURRENT_VERSION}:${whole}`, ...besides].join("-");
  return { definitionFingerprint, queries };
}

function fingerprintOpened(
  opened: Opened,
  secrets: readonly Secret[],
  split: SectionText | undefined,
): { queries: Record<string, string>; beside: Beside; orphans: Json[] } {
  const text = mashupWithoutSecrets(opened.mashup, secrets);
  const section = split?.text === text ? split : splitSection(text);
  const view = viewMetadata(opened);
  const members = new Map<string | undefined, MemberText[]>();
  for (const member of section.members) {
    const same = members.get(member.name);
    if (same) same.push(member);
    else members.set(member.name, [member]);
  }
  const names = [...members.keys()].filter((name) => name !== undefined);
  const { entryOf, unmatched } = matchQueries(names, view.queries ?? []);
  const queries = new Map<string, Json[]>();
  const groupOf = groupReader(view.groups, secrets);
  for (const name of names) {
    const entry = entryOf.get(name);
    queries.set(name, [
      (members.get(name) ?? []).map((member) => memberTokens(section, member, secrets)),
      entry ? [masked(canonicalQuery(entry.value), secrets), groupOf(entry.queryGroupId)] : [],
    ]);
  }
  // An entry without a query is not a query: if a query was removed, it is gone, even if its entry stayed.
  const orphans: Json[] = [];
  for (const { queryName, key, value } of unmatched) {
    const contents = queries.get(queryName ?? key);
    if (contents) contents.push(masked(canonicalQuery(value), secrets));
    else orphans.push(masked([queryName ?? key, canonicalQuery(value)], secrets));
  }
  const settings = currentSettings(opened);
  return {
    queries: Object.fromEntries(
      [...queries].map(([name, contents]) => [
        name,
        queryHash([name, contents]) + marksOf(section, members.get(name), secrets),
      ]),
    ),
    orphans,
    beside: {
      attributes: [
        headerTokens(section),
        (members.get(undefined) ?? []).map((member) => memberTokens(section, member, [])).sort(),
      ],
      connections: connectionsIn(settings, secrets),
      settings: [
        settings ? masked(canonicalSettings(settings, secrets), secrets) : [],
        masked(ordered(besideSettings(opened), true), secrets),
      ],
    },
  };
}

/** In characters of JSON. A longer group is replaced by its hash, because each of 20,000 queries may have it. */
const LONGEST_GROUP = 1_000;

/** The groups that a query is in, read once for each group. */
function groupReader(
  groups: ReadonlyMap<string, JsonObject>,
  secrets: readonly Secret[],
): (id: string | undefined) => Json {
  const known = new Map<string | undefined, Json>();
  return (id) => {
    const found = known.get(id) ?? masked(canonicalGroup(id, groups), secrets);
    const group = JSON.stringify(found).length > LONGEST_GROUP ? hash(found, 20) : found;
    known.set(id, group);
    return group;
  };
}

function canonicalSettings(root: JsonObject, secrets: readonly Secret[]): Json {
  const left = [
    ...["name", "mashupName", "mashupDocument"],
    ...(isObject(root["queriesMetadata"]) ? ["queriesMetadata"] : []),
    ...["queryGroups", "connections"].filter((key) => Array.isArray(root[key])),
  ];
  const entries = isObject(root["queriesMetadata"]) ? Object.entries(root["queriesMetadata"]) : [];
  return [
    canonicalDocument(root, left),
    entries.filter(([, entry]) => !isObject(entry)).sort(([a], [b]) => (a < b ? -1 : 1)),
    setOf(listIn(root, "queryGroups"), secrets),
  ];
}

const listIn = (root: JsonObject, key: string): Json[] => (Array.isArray(root[key]) ? root[key] : []);

function masked(value: Json, secrets: readonly Secret[]): Json {
  if (secrets.length === 0) return value;
  if (typeof value === "string") return withoutSecrets(value, secrets);
  if (Array.isArray(value)) return value.map((item) => masked(item, secrets));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, entry]) => [withoutSecrets(key, secrets), masked(entry, secrets)]);
  return Object.fromEntries(entries.sort(([a], [b]) => ((a as string) < (b as string) ? -1 : 1))) as Json;
}

function canonicalPart({ path, content }: DefinitionPart, secrets: readonly Secret[]): Json {
  let text: string;
  try {
    text = partText(content);
  } catch {
    return createHash("sha256").update(content).digest("hex");
  }
  if (!/\.(?:json|mdf)$/i.test(path) || isTooDeep(text)) return withoutSecrets(canonicalText(text), secrets);
  try {
    return masked(ordered(JSON.parse(text) as Json, false), secrets);
  } catch {
    return withoutSecrets(canonicalText(text), secrets);
  }
}
