import type { QueryFingerprints } from "./changes";
import type { SectionText } from "./m/section";
import { writtenName } from "./m/text";
import { matchQueries, viewMetadata } from "./metadata";
import type { Opened } from "./open";

/** Renamed queries by their new name. `from`: the former name. `staleEntry`: the key of the metadata's entry that still has it. */
export type Renamed = ReadonlyMap<string, { from: string; staleEntry: string | undefined }>;

/** The most names to compare: each pair needs a fingerprint of the whole, and a message does not name more. */
const MAX_NAMES = 4;

/** Returns the queries that were only renamed: with the former name, they have the former fingerprint. */
export function renamedQueries(
  opened: Opened,
  { text, members }: SectionText,
  former: QueryFingerprints,
  now: QueryFingerprints,
  fingerprintsOf: (edited: Opened) => QueryFingerprints,
): Renamed {
  const added = Object.keys(now).filter((name) => !Object.hasOwn(former, name));
  const removed = Object.keys(former).filter((name) => !Object.hasOwn(now, name));
  if (added.length === 0 || removed.length === 0 || added.length > MAX_NAMES || removed.length > MAX_NAMES)
    return new Map();
  const names = [...new Set(members.flatMap(({ name }) => name ?? []))];
  const { entryOf, unmatched } = matchQueries(names, viewMetadata(opened).queries ?? []);
  const renamed = new Map<string, { from: string; staleEntry: string | undefined }>();
  for (const to of added) {
    const same = members.filter(({ name }) => name === to);
    const [member] = same;
    if (!member || same.length > 1) continue;
    const entry = entryOf.get(to);
    for (const from of removed) {
      const mashup = text.slice(0, member.nameSpan.start) + writtenName(from) + text.slice(member.nameSpan.end);
      const metadata = entry ? opened.metadata.with([...entry.path, "queryName"], from) : opened.metadata;
      if (fingerprintsOf({ ...opened, mashup, metadata })[from] !== former[from]) continue;
      const stale = entry ? undefined : unmatched.find(({ queryName }) => queryName === from)?.key;
      renamed.set(to, { from, staleEntry: stale });
      break;
    }
  }
  return renamed;
}
