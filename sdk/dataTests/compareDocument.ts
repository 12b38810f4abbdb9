import { LIMITS } from "../definition/limits";
import { textLiteral, writtenName } from "../definition/m/text";
import { Mashup } from "../definition/mashup";
import { allowingCombine } from "../definition/privacy";
import type { Comparison } from "../model/comparison";
import type { TestDocument } from "./document";
import { COUNT_COLUMNS } from "./countLines";
import { freeName, hiddenFunction, hiddenFunctionText } from "./freeName";
import { liveCopies } from "./liveCopies";

/** The document to send, or why nothing is compared. */
export type CompareDocument =
  | { kind: "document"; document: TestDocument }
  /** The live definition does not have the query. */
  | { kind: "new" }
  /** The M means the same: nothing that the query needs was changed, except comments and layout. */
  | { kind: "same" }
  | { kind: "refused"; reason: string };

/** The result of a comparison's document: one count in each line, or the first keys that differ, with the side that has them. */
export type CompareResult = "counts" | { keys: number };

/**
 * Returns a document with the new M, as it will be written, the live form of the members that differ, and a query that compares both. Each side
 * is read once, and only counts come back.
 */
export function compareDocument(
  live: string,
  candidate: string,
  query: string,
  comparison: Comparison,
  result: CompareResult = "counts",
): CompareDocument {
  const [before, after] = [new Mashup(live, "the live mashup.pq"), new Mashup(candidate, "mashup.pq")];
  const copies = liveCopies(before, after, query);
  if (copies.kind !== "copied") return copies;
  const queryName = freeName(`${query} (${result === "counts" ? "compared" : "keys"})`, [before, after]);
  const m = comparisonM(copies.query, query, comparison, result);
  const hidden = hiddenFunction(m, [before, after]);
  if (hidden !== undefined) return { kind: "refused", reason: hiddenFunctionText(hidden) };
  const text = [candidate.trimEnd(), ...copies.members, `shared ${writtenName(queryName)} = ${m};`, ""].join("\n");
  const customMashupDocument = allowingCombine(text, queryName);
  const bytes = Buffer.byteLength(customMashupDocument);
  if (bytes > LIMITS.mashupBytes)
    return {
      kind: "refused",
      reason: `the document with both forms of the M has ${bytes} bytes, but the service takes ${LIMITS.mashupBytes} (512 KB)`,
    };
  return { kind: "document", document: { queryName, customMashupDocument } };
}

const list = (names: readonly string[]): string => `{${names.map(textLiteral).join(", ")}}`;

/*
 * The M below relies on these facts:
 * - Table.Buffer: each side is read once, although several steps use it, and no later step folds. So texts are compared as in M (case and accents
 *   count), whatever the collation of the source.
 * - Each column has its side before its name, because Table.Join needs different names. The column that has only the side as its name is true,
 *   which distinguishes a missing row from a row of nulls.
 * - An error in a cell becomes a record that names its side. It equals nothing on the other side, and no later step fails.
 * - Table.Join, Table.Distinct and `=` take two nulls as equal. NaN equals NaN here, although it does not in M.
 * - M is lazy: it never makes a join with keys that are missing, hold errors or are not unique.
 */
function comparisonM(
  live: string,
  candidate: string,
  { key, ignore = [], where }: Comparison,
  result: CompareResult,
): string {
  const rows = (name: string): string =>
    where === undefined ? writtenName(name) : `Table.SelectRows(${writtenName(name)}, each (\n${where}\n))`;
  // The names within cannot hide a query, because both sides are arguments.
  return `((Before, After) => let
  Keys = ${list(key)},
  Ignored = ${list(ignore)},
  Line = (what, column, number) => {what, column, number},
  Lines = (what, columns) => List.Transform(columns, (column) => Line(what, column, 1)),
  BeforeNames = Table.ColumnNames(Before),
  AfterNames = Table.ColumnNames(After),
  BothNames = List.Intersect({BeforeNames, AfterNames}),
  NoKeys = List.Difference(Keys, BothNames),
  Compared = List.Difference(BothNames, Keys & Ignored),
  Of = (side, name) => side & ":" & name,
  AllOf = (side, names) => List.Transform(names, (name) => Of(side, name)),
  Error = (side) => [comparison = "an error", on = side],
  Side = (rows, side) =>
    let
      Selected = Table.SelectColumns(rows, Keys & Compared),
      Renamed = Table.RenameColumns(Selected, List.Transform(Keys & Compared, (name) => {name, Of(side, name)})),
      Safe = Table.ReplaceErrorValues(Renamed, List.Transform(AllOf(side, Keys & Compared), (name) => {name, Error(side)})),
      Marked = Table.AddColumn(Safe, side, (row) => true)
    in
      Table.Buffer(Marked),
  Left = Side(Before, "<"),
  Right = Side(After, ">"),
  KeyErrors = (rows, side) =>
    Table.RowCount(Table.SelectRows(rows, (row) => List.MatchesAny(AllOf(side, Keys), (name) => Record.Field(row, name) is record))),
  Repeated = (rows, side) =>
    Table.RowCount(rows) - Table.RowCount(Table.Distinct(Table.SelectColumns(rows, AllOf(side, Keys)))),
  KeyLines = List.Select(
    {
      Line("key errors before", null, KeyErrors(Left, "<")),
      Line("key errors after", null, KeyErrors(Right, ">")),
      Line("repeated before", null, Repeated(Left, "<")),
      Line("repeated after", null, Repeated(Right, ">"))
    },
    (line) => line{2} > 0
  ),
  Joined = Table.Join(Left, AllOf("<", Keys), Right, AllOf(">", Keys), JoinKind.FullOuter),
  IsNaN = (value) => value is number and Number.IsNaN(value),
  Same = (a, b) => try (a = b or (IsNaN(a) and IsNaN(b))) otherwise false,
  Differing = (row) => List.Select(Compared, (name) => not Same(Record.Field(row, Of("<", name)), Record.Field(row, Of(">", name)))),
${result === "counts" ? COUNTS : keysM(result.keys)})(${rows(live)}, ${rows(candidate)})`;
}

const COUNTS = `  Found = (row) =>
    if Record.Field(row, ">") = null then {"-"}
    else if Record.Field(row, "<") = null then {"+"}
    else
      let
        Names = Differing(row)
      in
        if List.IsEmpty(Names) then {} else {"*"} & List.Transform(Names, (name) => "=" & name),
  Differences = Table.FromColumns({List.Combine(Table.TransformRows(Joined, Found))}, {"Found"}),
  Counted = Table.Group(Differences, {"Found"}, {{"Number", Table.RowCount, Int64.Type}}),
  FoundLine = (row) =>
    let
      Mark = Text.Start(row[Found], 1)
    in
      if Mark = "-" then Line("removed", null, row[Number])
      else if Mark = "+" then Line("added", null, row[Number])
      else if Mark = "*" then Line("changed", null, row[Number])
      else Line("changed cells", Text.Range(row[Found], 1), row[Number]),
  TypeNames = (rows) =>
    let
      Schema = Table.Schema(rows)
    in
      Record.FromList(Schema[TypeName], Schema[Name]),
  BeforeTypes = TypeNames(Before),
  AfterTypes = TypeNames(After),
  ColumnLines =
    Lines("columns removed", List.Difference(BeforeNames, AfterNames & Ignored))
    & Lines("columns added", List.Difference(AfterNames, BeforeNames & Ignored))
    & Lines(
      "columns retyped",
      List.Select(List.Difference(BothNames, Ignored), (name) => Record.Field(BeforeTypes, name) <> Record.Field(AfterTypes, name))
    )
    & Lines("ignored missing", List.Difference(Ignored, BeforeNames & AfterNames)),
  Counts =
    if not (Before is table) then {Line("no table before", null, 1)}
    else if not (After is table) then {Line("no table after", null, 1)}
    else if not List.IsEmpty(NoKeys) then Lines("key missing", NoKeys)
    else
      {Line("rows before", null, Table.RowCount(Left)), Line("rows after", null, Table.RowCount(Right))}
      & ColumnLines
      & (if List.IsEmpty(KeyLines) then List.Transform(Table.ToRecords(Counted), FoundLine) else KeyLines)
in
  #table(type table [${COUNT_COLUMNS.what} = text, ${COUNT_COLUMNS.column} = nullable text, ${COUNT_COLUMNS.number} = Int64.Type], Counts)`;

/** Returns the M for the keys themselves, for a person who asks for them. */
const keysM = (most: number): string => `  What = (row) =>
    if Record.Field(row, ">") = null then "removed"
    else if Record.Field(row, "<") = null then "added"
    else Text.Combine(Differing(row), ", "),
  Marked = Table.AddColumn(Joined, "?", What, type text),
  Chosen = Table.FirstN(Table.SelectRows(Marked, (row) => Record.Field(row, "?") <> ""), ${most}),
  KeyOf = (row) =>
    {Record.Field(row, "?")}
    & List.Transform(Keys, (name) => Record.Field(row, Of(if Record.Field(row, "<") = null then ">" else "<", name)))
in
  #table({"What"} & AllOf("key", Keys), Table.TransformRows(Chosen, KeyOf))`;
