import { textLiteral, writtenName } from "../definition/m/text";
import { boundLiteral, withinSeconds, zoneParts, type Bounds, type Freshness } from "../model/bounds";
import { COUNT_COLUMNS } from "./countLines";
import { withMember, type TestDocument } from "./document";
import { isCounted, relationshipsOf, rowsNeeded, type Expectation } from "./expectations";

/**
 * One document with everything that is counted for a query, so that the service's 90 seconds are spent once. Each count is made of steps that
 * fold where the query does: a database then counts itself, and sends numbers.
 */
export function countsDocument(mashup: string, query: string, all: readonly Expectation[]): TestDocument {
  const given: { name: string; m: string }[] = [];
  const hand = (name: string, m: string): string => {
    given.push({ name, m });
    return name;
  };
  const lines = all.flatMap((expectation, index) =>
    isCounted(expectation) ? linesOf(expectation, index, query, hand) : [],
  );
  // The names within hide no query: what is counted is handed over from outside.
  const m = `((${given.map(({ name }) => name).join(", ")}) => let
  Line = (what, column, number) => {what, column, number},
  IfThere = (rows, columns, lines) =>
    let
      Missing = List.Difference(columns, Table.ColumnNames(rows))
    in
      if List.IsEmpty(Missing) then lines() else List.Transform(Missing, (column) => Line("missing", column, 1)),
  Count = (rows) => Table.RowCount(rows)
in
  #table(
    type table [${COUNT_COLUMNS.what} = text, ${COUNT_COLUMNS.column} = nullable text, ${COUNT_COLUMNS.number} = Int64.Type],
    List.Combine({
      ${lines.join(",\n      ")}
    })
  ))(${given.map((each) => each.m).join(", ")})`;
  return withMember(mashup, `${query} (counts)`, m);
}

/** Lists of lines, each of which asks first whether its columns are there. */
function linesOf(
  expectation: Expectation,
  index: number,
  query: string,
  hand: (name: string, m: string) => string,
): string[] {
  const { accepted = {}, between = {}, freshness, noErrors, rows } = expectation;
  const own = hand(
    `Rows${index}`,
    rows === undefined ? writtenName(query) : `Table.FirstN(${writtenName(query)}, ${rows})`,
  );
  const line = (what: string, columns: readonly string[], number: string, from = own): string =>
    `IfThere(${from}, {${columns.map(textLiteral).join(", ")}}, () => {Line("${index} ${what}", ${columns[0] === undefined ? "null" : textLiteral(columns[0])}, ${number})})`;
  const counted = (what: string, column: string, condition: string): string =>
    line(what, [column], `Count(Table.SelectRows(${own}, each ${condition}))`);
  return [
    ...Object.entries(accepted).map(([column, values]) =>
      counted(
        "accepted",
        column,
        `${field(column)} <> null and not List.Contains({${values.map(literal).join(", ")}}, ${field(column)})`,
      ),
    ),
    ...Object.entries(between).map(([column, bounds]) => counted("between", column, outside(column, bounds))),
    ...relationshipsOf(expectation).map(({ column, to }, at) => {
      const other = hand(`To${index}x${at}`, writtenName(to.query));
      const [from, into] = [[own, column, "from"] as const, [other, to.column, "to"] as const].map(
        ([rowsOf, name, as]) =>
          `Table.RenameColumns(Table.SelectColumns(${rowsOf}, {${textLiteral(name)}}), {{${textLiteral(name)}, "${as}"}})`,
      );
      const lost = `Count(Table.Join(Table.SelectRows(${from}, each [from] <> null), {"from"}, Table.Distinct(${into}), {"to"}, JoinKind.LeftAnti))`;
      return `IfThere(${other}, {${textLiteral(to.column)}}, () => ${line(`relationship ${at}`, [column], lost)})`;
    }),
    ...(freshness ? [line("freshness", [freshness.column], age(own, freshness))] : []),
    ...(noErrors === true
      ? [line("noErrors", [], `Count(Table.SelectRowsWithErrors(Table.FirstN(${own}, ${rowsNeeded(expectation)})))`)]
      : []),
  ];
}

const field = (name: string): string => `[#${textLiteral(name)}]`;

const literal = (value: string | number | boolean): string =>
  typeof value === "string" ? textLiteral(value) : String(value);

/** A comparison with null is null, which selects no row. */
const outside = (column: string, { min, max }: Bounds): string =>
  [
    ...(min === undefined ? [] : [`${field(column)} < ${boundLiteral(min)}`]),
    ...(max === undefined ? [] : [`${field(column)} > ${boundLiteral(max)}`]),
  ].join(" or ");

/** 0: fresh; 1: too old, or no value at all; 2: a time without a zone, and none was given. Never the time itself. */
function age(rows: string, freshness: Freshness): string {
  const { column, zone } = freshness;
  const parts = zone === undefined ? undefined : zoneParts(zone);
  const withZone = parts ? `DateTime.AddZone(DateTime.From(Newest), ${parts.join(", ")})` : "null";
  return `(
        let
          Newest = List.Max(Table.Column(${rows}, ${textLiteral(column)})),
          At = if Newest is datetimezone then Newest else ${withZone}
        in
          if Newest = null then 1
          else if At = null then 2
          else if DateTimeZone.UtcNow() - At > #duration(0, 0, 0, ${withinSeconds(freshness)}) then 1
          else 0
      )`;
}
