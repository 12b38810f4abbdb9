import { LIMITS } from "../definition/limits";
import { writtenName, textLiteral } from "../definition/m/text";
import { COUNT_COLUMNS } from "./countLines";
import { countsOf, type Count } from "./counts";
import { withMember, type TestDocument } from "./document";
import { EvaluationError } from "./evaluationErrors";
import { countsErrors, countsRows, rowsNeeded, type Expectation } from "./expectations";

/**
 * Returns one document for all expectations of a query, so that the service's 90 seconds are spent once. Its result is numbers, and names and
 * types of columns. The steps of each count fold if the query does: then the database itself counts. Throws an `EvaluationError` if the document
 * cannot be sent.
 */
export function countsDocument(mashup: string, query: string, all: readonly Expectation[]): TestDocument {
  const others = [...new Set(all.flatMap(countsOf).flatMap(({ to }) => to?.query ?? []))];
  const nameOf = (other: string): string => `Other${others.indexOf(other)}`;
  const lines = all.flatMap((expectation, index) => [
    ...wholeLines(expectation, index),
    ...countsOf(expectation).map((count) => columnLine(count, index, expectation.rows, nameOf)),
  ]);
  // The names within cannot hide a query, because the counted rows are arguments.
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
    `the document with the M and the expectations of ${query} has ${bytes} bytes, but the service takes ${LIMITS.mashupBytes} (512 KB)`,
  );
}

/*
 * Whole: a count that is not about a column. By: a count about a column, which raises an error if a cell of the column holds one. Only then the
 * rows with errors are counted, and the others are judged without them, which does not fold. Each count catches its own error, so that it does not
 * hide another one.
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
    ...(countsRows(expectation) ? [whole("rows", `Table.RowCount(${first})`)] : []),
    ...(countsErrors(expectation) ? [whole("noErrors", `Table.RowCount(Table.SelectRowsWithErrors(${first}))`)] : []),
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
