import { LIMITS } from "../definition/limits";
import { writtenName, textLiteral } from "../definition/m/text";
import { COUNT_COLUMNS } from "./countLines";
import { countsOf, type Count } from "./counts";
import { withMember, type TestDocument } from "./document";
import { EvaluationError } from "./evaluationErrors";
import { looksAtErrors, looksAtRows, rowsNeeded, type Expectation } from "./expectations";

/**
 * One document with everything that is expected of a query, so that the service's 90 seconds are spent once. It returns numbers, and names and
 * types of columns. Each count is made of steps that fold if the query does: a database then counts itself. Throws `EvaluationError` if the
 * document cannot be sent.
 */
export function countsDocument(mashup: string, query: string, all: readonly Expectation[]): TestDocument {
  const others = [...new Set(all.flatMap(countsOf).flatMap(({ to }) => to?.query ?? []))];
  const nameOf = (other: string): string => `Other${others.indexOf(other)}`;
  const lines = all.flatMap((expectation, index) => [
    ...wholeLines(expectation, index),
    ...countsOf(expectation).map((count) => columnLine(count, index, expectation.rows, nameOf)),
  ]);
  // The names within hide no query: what is counted is handed over from outside.
  const m = `((${["Query", ...others.map(nameOf)].join(", ")}) => ${HELPERS}
in
  #table(
    type table [${COUNT_COLUMNS.what} = text, ${COUNT_COLUMNS.column} = nullable text, ${COUNT_COLUMNS.number} = Int64.Type, ${COUNT_COLUMNS.text} = nullable text],
    if not (Query is table) then {Line("no table", null, 1)}
    else List.Combine({
      ${["Columns(Query)", ...lines].join(",\n      ")}
    })
  ))(${[query, ...others].map(writtenName).join(", ")})`;
  const document = withMember(mashup, `${query} (counts)`, m);
  const bytes = Buffer.byteLength(document.customMashupDocument);
  if (bytes <= LIMITS.mashupBytes) return document;
  throw new EvaluationError(
    `the M and what is expected of ${query} make a document of ${bytes} bytes, and the service takes ${LIMITS.mashupBytes} (512 KB)`,
  );
}

/*
 * Whole: a count that goes by no column. By: one that goes by a column, and raises an error if a cell of it holds one. Only then are these rows
 * counted, and the others looked at without them: that does not fold. The error of one count is its own, so that it hides no other one.
 */
const HELPERS = `let
  Line = (what, column, number, optional text) => {what, column, number, text},
  Failed = (what, column, tried) =>
    Line(what & " failed", column, 1, Text.Combine({tried[Error][Reason], tried[Error][Message]}, ": ")),
  Columns = (rows) =>
    Table.TransformRows(
      Table.Schema(rows),
      (column) => Line("column", column[Name], column[Position], column[Kind] & " " & column[TypeName])
    ),
  Whole = (what, count) =>
    let
      All = try count()
    in
      {if All[HasError] then Failed(what, null, All) else Line(what, null, All[Value])},
  By = (what, rows, column, count) =>
    let
      All = try count(rows),
      Errors = try Table.RowCount(Table.SelectRowsWithErrors(rows, {column})),
      Others = try count(Table.RemoveRowsWithErrors(rows, {column}))
    in
      if not List.Contains(Table.ColumnNames(rows), column) then {Line(what & " missing", column, 1)}
      else if not All[HasError] then {Line(what, column, All[Value])}
      else if Errors[HasError] or Others[HasError] then {Failed(what, column, All)}
      else {Line(what & " errors", column, Errors[Value]), Line(what, column, Others[Value])},
  With = (what, other, column, lines) =>
    let
      IsTable = try other is table
    in
      if IsTable[HasError] then {Failed(what, column, IsTable)}
      else if not IsTable[Value] then {Line(what & " no table", column, 1)}
      else if not List.Contains(Table.ColumnNames(other), column) then {Line(what & " not there", column, 1)}
      else lines()`;

function wholeLines(expectation: Expectation, index: number): string[] {
  const first = `Table.FirstN(Query, ${rowsNeeded(expectation)})`;
  const whole = (what: string, count: string): string => `Whole("${index} ${what}", () => ${count})`;
  return [
    ...(looksAtRows(expectation) ? [whole("rows", `Table.RowCount(${first})`)] : []),
    ...(looksAtErrors(expectation) ? [whole("noErrors", `Table.RowCount(Table.SelectRowsWithErrors(${first}))`)] : []),
  ];
}

function columnLine(
  { what, column, to, m }: Count,
  index: number,
  rows: number | undefined,
  nameOf: (query: string) => string,
): string {
  const name = `"${index} ${what}"`;
  const from = rows === undefined ? "Query" : `Table.FirstN(Query, ${rows})`;
  const other = to ? nameOf(to.query) : "";
  const line = `By(${name}, ${from}, ${textLiteral(column)}, (rows) => ${m("rows", other)})`;
  return to ? `With(${name}, ${other}, ${textLiteral(to.column)}, () => ${line})` : line;
}
