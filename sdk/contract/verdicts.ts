import { retyped } from "./retyped";
import { columnsOf } from "./columnChanges";
import { isOtherTable, placeKey, type TablePlace, type WrittenTable } from "./writtenTables";

/** What a change of a written table means for those who read the table. */
export interface Finding {
  verdict: "breaking" | "warning" | "note";
  rule: Rule;
  /** The query that is written, as it is called now; as it was called, where it is gone. */
  query: string;
  /** The table that is read: where it was before. */
  table: WrittenTable;
  column?: string;
  /** The column's other name. */
  renamedTo?: string;
  /** What there is to say about the column or the table: our own words, with no name from the M in them. */
  message: string;
}

export type Rule =
  | "destination-gone"
  | "destination-moved"
  | "append-to-replace"
  | "column-gone"
  | "column-renamed"
  | "column-retyped"
  | "column-not-filled"
  | "column-mapped"
  | "column-new"
  | "column-ignored"
  | "columns-not-kept"
  | "unknown-combination";

/** `unmapped` is known only where the M is at hand. */
export type ComparedTable = WrittenTable & { unmapped?: readonly string[] };

/**
 * The verdicts about what was written before and is written now: the table in docs/contract.md. What is not known on one side is never a
 * verdict. `renames`: queries by their new names, where it is known that they had others.
 */
export function compareTables(
  before: readonly ComparedTable[],
  after: readonly ComparedTable[],
  renames: ReadonlyMap<string, string> = new Map(),
): Finding[] {
  const left = new Set(before);
  const pairs: { old: ComparedTable; now: ComparedTable }[] = [];
  const formerName = ({ query }: WrittenTable): string => renames.get(query) ?? query;
  /** Pairs those that have a key in common, and returns the others. A definition can write thousands of tables. */
  const pairBy = (
    nows: readonly ComparedTable[],
    keyOf: (table: ComparedTable, query: string) => string | undefined,
  ): ComparedTable[] => {
    const olds = new Map<string, ComparedTable[]>();
    for (const old of [...left].reverse()) {
      const key = keyOf(old, old.query);
      if (key !== undefined) if (olds.get(key)?.push(old) === undefined) olds.set(key, [old]);
    }
    return nows.filter((now) => {
      const old = olds.get(keyOf(now, formerName(now)) ?? "")?.pop();
      if (!old) return true;
      left.delete(old);
      pairs.push({ old, now });
      return false;
    });
  };
  // Who reads a table does not ask which query fills it: the place comes first.
  const byBoth = pairBy(after, ({ place }, query) => {
    const key = placeKey(place);
    return key && JSON.stringify([query, key]);
  });
  const byPlace = pairBy(byBoth, ({ place }) => placeKey(place));
  const isNew = pairBy(byPlace, (_, query) => JSON.stringify(query));
  const places = distinct(after);
  return [
    ...pairs.flatMap(({ old, now }) => ofPair(old, now, places)),
    ...[...left].flatMap((old) => (isGone(old, places) ? [gone(old)] : [])),
    ...isNew.filter(({ schema }) => schema === undefined).map(unknownCombination),
  ];
}

/** Where tables are written now, each place once. */
interface Places {
  all: readonly TablePlace[];
  keys: ReadonlySet<string | undefined>;
}

function distinct(tables: readonly WrittenTable[]): Places {
  const all = new Map(tables.map(({ place }) => [JSON.stringify(place), place]));
  return { all: [...all.values()], keys: new Set([...all.values()].map(placeKey)) };
}

/** One table of which the M does not tell everything may be any. */
const isGone = ({ place }: WrittenTable, now: Places): boolean =>
  place.item !== undefined && place.table !== undefined && now.all.every((other) => isOtherTable(place, other));

const gone = (old: WrittenTable): Finding => ({
  verdict: "breaking",
  rule: "destination-gone",
  query: old.query,
  table: old,
  message: "is not written any more",
});

const unknownCombination = (now: WrittenTable): Finding => ({
  verdict: "warning",
  rule: "unknown-combination",
  query: now.query,
  table: now,
  message:
    "is written with settings of which nobody says what they do to the table's columns: no verdict on them (documented are automatic settings " +
    "of a new table, and manual settings with a column mapping and DynamicSchema = false, or true together with Replace)",
});

function ofPair(old: ComparedTable, now: ComparedTable, places: Places): Finding[] {
  const say = (verdict: Finding["verdict"], rule: Rule, message: string, column?: string): Finding => ({
    verdict,
    rule,
    query: now.query,
    table: old,
    ...(column !== undefined && { column }),
    message,
  });
  if (isOtherTable(old.place, now.place))
    return placeKey(old.place) !== undefined && places.keys.has(placeKey(old.place))
      ? []
      : [say("breaking", "destination-moved", "is not written any more: the query is written to another table")];
  const method =
    old.method === "Append" && now.method === "Replace"
      ? [say("breaking", "append-to-replace", "is replaced by each run, which appended to it before")]
      : [];
  if (now.schema === undefined)
    return old.schema === undefined && old.method === now.method ? method : [...method, unknownCombination(now)];
  const columns = now.schema === "fixed" ? ofFixed(old, now, say) : ofRemade(old, now, say);
  return [...method, ...columns, ...(old.columns.counted === undefined ? [] : [notKept(say)])];
}

const notKept = (say: Say): Finding =>
  say(
    "note",
    "columns-not-kept",
    "has more columns than the state keeps by name: no verdict on them; `review` has one",
  );

type Say = (verdict: Finding["verdict"], rule: Rule, message: string, column?: string) => Finding;

/** The table stays as it is, so no column of it goes, whatever the query does. */
function ofFixed(old: ComparedTable, now: ComparedTable, say: Say): Finding[] {
  const { kept, lost, added, renamed } = columnsOf(old, now);
  const wasMapped = old.columns.listed.some(({ source }) => source !== undefined);
  const notFilled = [...lost, ...renamed.map(({ from }) => from)];
  const unmapped = old.unmapped && (now.unmapped ?? []).filter((name) => !old.unmapped?.includes(name));
  const sources = new Set(old.columns.listed.map(({ source }) => source));
  return [
    ...notFilled.map(({ name }) =>
      say("warning", "column-not-filled", "is not filled any more: the schema is fixed, so the table keeps it", name),
    ),
    ...(wasMapped ? [...added, ...renamed.map(({ to }) => to)] : []).map(({ name }) =>
      say("warning", "column-mapped", "is filled from now on: a run fails if the table lacks it", name),
    ),
    ...kept
      .filter(({ was, is }) => retyped(was.type, is.type) === "family")
      .map(({ was, is }) =>
        say(
          "warning",
          "column-retyped",
          `gets ${is.type} from now on, and ${was.type} before: the table keeps its type`,
          is.name,
        ),
      ),
    ...(unmapped ?? [])
      .filter((name) => !sources.has(name))
      .map((name) =>
        say("note", "column-ignored", "is new in the query, and no mapping names it: it is not written", name),
      ),
  ];
}

/** The table is made anew as the query is, or as its mapping is. */
function ofRemade(old: ComparedTable, now: ComparedTable, say: Say): Finding[] {
  const { kept, lost, added, renamed } = columnsOf(old, now);
  const dropped = now.schema === "automatic" ? ", and the table may be dropped and created again" : "";
  return [
    ...(now.columns.open ? [] : lost).map(({ name }) => say("breaking", "column-gone", `is gone${dropped}`, name)),
    ...renamed.map(({ from, to }) => ({
      ...say("breaking", "column-renamed", `has another name from now on${dropped}`, from.name),
      renamedTo: to.name,
    })),
    // A table of a fixed schema has types of its own.
    ...(old.schema === "fixed" ? [] : kept).flatMap(({ was, is }) =>
      retyped(was.type, is.type) === undefined
        ? []
        : [say("breaking", "column-retyped", `is ${is.type} from now on, and was ${was.type}${dropped}`, is.name)],
    ),
    // What was not known to be there may have been there.
    ...(old.columns.open ? [] : added).map(({ name }) => say("note", "column-new", `is new${dropped}`, name)),
  ];
}
