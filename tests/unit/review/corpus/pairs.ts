import { outlineOf } from "../../../../sdk/definition/m/outline";
import { applyEdits } from "../../../../sdk/definition/m/positions";
import { writtenName } from "../../../../sdk/definition/m/text";
import { Mashup, type Query } from "../../../../sdk/definition/mashup";
import { METADATA, MASHUP, type DefinitionPart } from "../../../../sdk/definition/parts";
import { textOf, textPart, type Sample } from "../../definition/samples";
import { Random } from "./random";
import { STEP_EDITS, type Expected } from "./stepEdits";
import { queryTokens, mentionedBy } from "./mentions";

/** A definition before and after known edits. */
export interface EditPair {
  name: string;
  before: DefinitionPart[];
  after: DefinitionPart[];
  kinds: string[];
  /** `query: aspect step` */
  steps: Expected[];
  /** `old -> new` */
  renames: string[];
  /** `where name` */
  settings: string[];
  /** Queries that use a changed one. */
  dependents: string[];
}

type Metadata = Record<string, unknown> & {
  queriesMetadata?: Record<string, Record<string, unknown>>;
  connections?: { path: string; kind: string; connectionId: string }[];
};

/** The pair for a seed: edits of steps in up to three queries, and up to two edits of the metadata. */
export function editPair({ name, parts }: Sample, seed: number): EditPair {
  const random = new Random(seed);
  const pair: EditPair = {
    name: `${name} with seed ${seed}`,
    before: parts,
    after: parts,
    kinds: [],
    steps: [],
    renames: [],
    settings: [],
    dependents: [],
  };
  let text = textOf(parts, MASHUP).replace(/^\uFEFF/, "");
  const metadata = JSON.parse(textOf(parts, METADATA).replace(/^\uFEFF/, "")) as Metadata;
  const changed = new Set<string>();
  const names = random.shuffled(new Mashup(text, "").queries.map((query) => query.name));

  for (const query of names.slice(0, 1 + random.below(3))) {
    const edited = editSteps(text, query, random);
    if (!edited) continue;
    text = edited.text;
    pair.kinds.push(...edited.kinds);
    pair.steps.push(...edited.expected.map((each) => each.map((one) => `${query}: ${one}`)));
    // A comment changes no data.
    if (edited.changesData) changed.add(query);
  }
  if (random.next() < 0.4) {
    const before = random.pick(names.filter((query) => isRenamable(text, query, names)));
    if (before !== undefined) {
      const after = `${before} new`;
      text = renameQuery(text, before, after);
      renameEntry(metadata, before, after);
      pair.renames.push(`${before} -> ${after}`);
      pair.kinds.push("renameQuery");
      pair.steps = pair.steps.map((each) =>
        each.map((one) => (one.startsWith(`${before}: `) ? after + one.slice(before.length) : one)),
      );
      if (changed.delete(before)) changed.add(after);
    }
  }
  for (let count = random.below(3); count > 0; count--)
    pair.settings.push(...editMetadata(metadata, random, pair.settings));
  pair.after = parts.map((part) =>
    part.path === MASHUP
      ? textPart(MASHUP, text)
      : part.path === METADATA
        ? textPart(METADATA, JSON.stringify(metadata, undefined, 2))
        : part,
  );
  pair.dependents = mentionedBy(new Mashup(text, ""), changed);
  return pair;
}

function editSteps(text: string, query: string, random: Random) {
  const mashup = new Mashup(text, "");
  const found = mashup.byName.get(query) as Query;
  const member = mashup.textOf(found);
  const outline = outlineOf(member).steps;
  const count = outline?.steps.length ?? 0;
  if (!outline || count < 3 || member.includes("IsParameterQuery")) return undefined;
  const kinds: string[] = [];
  const expected: Expected[] = [];
  let edited = member;
  let changesData = false;
  // From the last step to the first, so that offsets stay valid. Three steps between two edits keep them apart.
  for (let at = count - 1 - random.below(2); at >= 1 && kinds.length < 2; at -= 4) {
    const kind = random.pick(Object.keys(STEP_EDITS)) as string;
    const edit = STEP_EDITS[kind]?.({ text: edited, outline: outlineOf(edited).steps as typeof outline }, at, random);
    if (!edit) continue;
    edited = applyEdits(edited, edit.edits);
    kinds.push(kind);
    expected.push(...edit.expected);
    changesData ||= kind !== "comment" && kind !== "reformat";
  }
  return { text: text.slice(0, found.start) + edited + text.slice(found.end), kinds, expected, changesData };
}

/** False for a query with a step of the query's own name, and for a query whose name is the beginning of another name. */
const isRenamable = (text: string, query: string, names: readonly string[]): boolean =>
  queryTokens(new Mashup(text, ""), query).filter(({ of }) => of === query).length === 1 &&
  !names.some((other) => other !== query && other.startsWith(query));

function renameQuery(text: string, before: string, after: string): string {
  const mashup = new Mashup(text, "");
  return applyEdits(
    text,
    queryTokens(mashup, before).map(({ start, end, isText }) => ({
      start,
      end,
      text: isText ? `"${after}"` : writtenName(after),
    })),
  );
}

function renameEntry(metadata: Metadata, before: string, after: string): void {
  const entries = Object.entries(metadata.queriesMetadata ?? {});
  metadata.queriesMetadata = Object.fromEntries(
    entries.map(([key, entry]) =>
      entry["queryName"] === before ? [after, { ...entry, queryName: after }] : [key, entry],
    ),
  );
}

/** Makes one edit of the metadata. Returns its expected report, or nothing if the edit was already made. */
function editMetadata(metadata: Metadata, random: Random, done: readonly string[]): string[] {
  const entries = Object.values(metadata.queriesMetadata ?? {});
  const entry = random.pick(entries);
  const connection = random.pick(metadata.connections ?? []);
  const edits: (() => string | undefined)[] = [
    () => {
      metadata["fastCombine"] = metadata["fastCombine"] !== true;
      return "document fastCombine";
    },
    () => {
      metadata["documentLocale"] = metadata["documentLocale"] === "de-DE" ? "fr-FR" : "de-DE";
      return "document documentLocale";
    },
    () => {
      if (!entry) return undefined;
      entry["loadEnabled"] = entry["loadEnabled"] === false;
      return `${String(entry["queryName"])} loadEnabled`;
    },
    () => {
      if (!connection) return undefined;
      connection.path = `${connection.path}-moved`;
      return `connection ${connection.kind}`;
    },
  ];
  const copy = JSON.parse(JSON.stringify(metadata)) as Metadata;
  const said = (random.pick(edits) as () => string | undefined)();
  if (said !== undefined && !done.includes(said)) return [said];
  Object.assign(metadata, copy);
  return [];
}
