import { retyped } from "./retyped";
import { columnsOf } from "./columnChanges";
import { isOtherTable, placeKey, type TablePlace, type WrittenTable } from "./writtenTables";

/** A change of a written table, with its verdict: what it means for those who read the table. */
export interface Finding {
  verdict: "breaking" | "warning" | "note";
  rule: Rule;
  /** The current name of the written query, or its former name if it is gone. */
  query: string;
  /** The table, at its place before the change. */
  table: WrittenTable;
  column?: string;
  /** The new name of the column, if it was renamed. */
  renamedTo?: string;
  /** The predicate of a sentence about the column or the table. It holds no names from the M. */
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

/** A table with its unmapped columns. They are undefined if the table comes from a state, which does not hold the M. */
export type ComparedTable = WrittenTable & { unmapped?: readonly string[] };

/**
 * Returns the verdicts about the tables that were written before and are written now. docs/contract.md lists the rules. A value that is
 * unknown on one side never leads to a verdict. `renames`: the former names of queries by their new names.
 */
export function compareTables(
  before: readonly ComparedTable[],
  after: readonly ComparedTable[],
  renames: ReadonlyMap<string, string> = new Map(),
): Finding[] {
  const left = new Set(before);
  const pairs: { old: ComparedTable; now: ComparedTable }[] = [];
  const formerName = ({ query }: WrittenTable): string => renames.get(query) ?? query;
  /** Pairs the tables that have a key in common, and returns the others. It uses maps: a definition can write thousands of tables. */
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
  // A reader of a table does not care which query fills it, so the place comes before the name of the query.
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

/** The places of the tables that are written now, each place once. */
interface Places {
  all: readonly TablePlace[];
  keys: ReadonlySet<string | undefined>;
}

function distinct(tables: readonly WrittenTable[]): Places {
  const all = new Map(tables.map(({ place }) => [JSON.stringify(place), place]));
  return { all: [...all.values()], keys: new Set([...all.values()].map(placeKey)) };
}

/** True if a table is certainly not written any more. If a place is not wholly known, it may be this table's. */
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
    "is written with settings whose effect on columns is not documented: its columns have no verdict (documented are automatic settings " +
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
    "has more columns than the state keeps by name: they have no verdict here, but `review` compares them",
  );

type Say = (verdict: Finding["verdict"], rule: Rule, message: string, column?: string) => Finding;

/** Verdicts for a table with a fixed schema. The table keeps its columns, even if the query changes them. */
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
        say("note", "column-ignored", "is new in the query, but the mapping does not name it: it is not written", name),
      ),
  ];
}

/** Verdicts for a table that runs create again, by the query's columns or by its mapping. */
function ofRemade(old: ComparedTable, now: ComparedTable, say: Say): Finding[] {
  const { kept, lost, added, renamed } = columnsOf(old, now);
  const dropped = now.schema === "automatic" ? ", and the table may be dropped and created again" : "";
  return [
    ...(now.columns.open ? [] : lost).map(({ name }) => say("breaking", "column-gone", `is gone${dropped}`, name)),
    ...renamed.map(({ from, to }) => ({
      ...say("breaking", "column-renamed", `has another name from now on${dropped}`, from.name),
      renamedTo: to.name,
    })),
    // A table with a fixed schema has its own types.
    ...(old.schema === "fixed" ? [] : kept).flatMap(({ was, is }) =>
      retyped(was.type, is.type) === undefined
        ? []
        : [say("breaking", "column-retyped", `is ${is.type} from now on, and was ${was.type}${dropped}`, is.name)],
    ),
    // A column that was not known may have been there before.
    ...(old.columns.open ? [] : added).map(({ name }) => say("note", "column-new", `is new${dropped}`, name)),
  ];
}
