import { harmless } from "../common/harmless";
import { plural } from "../common/text";
import { textLiteral } from "../definition/m/text";
import {
  boundLiteral,
  withinSeconds,
  zoneParts,
  type Bounds,
  type Freshness,
  type RelatedColumn,
} from "../model/bounds";
import { relationshipsOf, type Expectation } from "./expectations";

/** A count by the service for an expectation. */
export interface Count {
  /** Name of its line. A line is found by this name and the column. */
  what: string;
  /** The counted column of the query. */
  column: string;
  /** The column of another query, if the count needs one. */
  to?: RelatedColumn;
  /** Returns M that counts what is not as expected. `rows` and `to` are names of rows: the query's and the other query's. Its steps fold. */
  m: (rows: string, to: string) => string;
  /** Returns the failure text for a number above 0. */
  failure: (number: number) => string;
}

/** Returns the counts of an expectation that are about a column. */
export function countsOf(expectation: Expectation): Count[] {
  const { notNull = [], unique = [], accepted = {}, between = {}, freshness } = expectation;
  return [
    ...notNull.map((column) => ({
      what: "notNull",
      column,
      m: selected(`${field(column)} = null`),
      failure: (number: number) => `${of(column)} has ${plural(number, "null")}`,
    })),
    ...unique.map((column) => ({
      what: "unique",
      column,
      m: repeated(column),
      failure: (number: number) =>
        `${of(column)} has ${plural(number, "value")} that ${number === 1 ? "occurs" : "occur"} more than once`,
    })),
    ...Object.entries(accepted).map(([column, values]) => ({
      what: "accepted",
      column,
      m: selected(
        `${field(column)} <> null and not List.Contains({${values.map(literal).join(", ")}}, ${field(column)})`,
      ),
      failure: (number: number) => `${of(column)} has ${plural(number, "value")} that ${isAre(number)} not accepted`,
    })),
    ...Object.entries(between).map(([column, bounds]) => ({
      what: "between",
      column,
      m: selected(outside(column, bounds)),
      failure: (number: number) => `${of(column)} has ${plural(number, "value")} outside of its bounds`,
    })),
    ...relationshipsOf(expectation).map(({ column, to }, index) => ({
      what: `relationship ${index}`,
      column,
      to,
      m: lost(column, to.column),
      failure: (number: number) =>
        `${of(column)} has ${plural(number, "value")} that ${number === 1 ? "does" : "do"} not occur in ${harmless(`${to.query}.${to.column}`)}`,
    })),
    ...(freshness ? [freshnessCount(freshness)] : []),
  ];
}

const of = (column: string): string => `column ${harmless(column)}`;
const isAre = (number: number): string => (number === 1 ? "is" : "are");
const field = (name: string): string => `[#${textLiteral(name)}]`;
const literal = (value: string | number | boolean): string =>
  typeof value === "string" ? textLiteral(value) : String(value);

const selected = (condition: string) => (rows: string) =>
  `Table.RowCount(Table.SelectRows(${rows}, each ${condition}))`;

/** Returns a condition for values outside of their bounds. A comparison with null is null, which does not select a row. */
const outside = (column: string, { min, max }: Bounds): string =>
  [
    ...(min === undefined ? [] : [`${field(column)} < ${boundLiteral(min)}`]),
    ...(max === undefined ? [] : [`${field(column)} > ${boundLiteral(max)}`]),
  ].join(" or ");

/** Returns M that counts the values that occur more than once: one query with GROUP BY, if it folds. Null is not a value. */
const repeated = (column: string) => (rows: string) => {
  const values = `Table.SelectRows(Table.SelectColumns(${rows}, {${textLiteral(column)}}), each ${field(column)} <> null)`;
  // This name is free: it is longer than that of the only column.
  const times = `${column} times`;
  const groups = `Table.Group(${values}, {${textLiteral(column)}}, {{${textLiteral(times)}, each Table.RowCount(_), Int64.Type}})`;
  return `Table.RowCount(Table.SelectRows(${groups}, each ${field(times)} > 1))`;
};

/** Returns M that counts the values without a match. Both columns get another name, because a join refuses two columns of one name. */
const lost = (column: string, toColumn: string) => (rows: string, to: string) => {
  const only = (of: string, name: string, side: string): string =>
    `Table.RenameColumns(Table.SelectColumns(${of}, {${textLiteral(name)}}), {{${textLiteral(name)}, ${textLiteral(side + name)}}})`;
  const from = `Table.SelectRows(${only(rows, column, "<")}, each ${field(`<${column}`)} <> null)`;
  const keys = (side: string, name: string): string => `{${textLiteral(side + name)}}`;
  return `Table.RowCount(Table.Join(${from}, ${keys("<", column)}, Table.Distinct(${only(to, toColumn, ">")}), ${keys(">", toColumn)}, JoinKind.LeftAnti))`;
};

/** The count is 0 if fresh, 1 if too old or without a value, 2 if the time has no zone and none was given. It never is the time itself. */
function freshnessCount(freshness: Freshness): Count {
  const { column, zone } = freshness;
  const parts = zone === undefined ? undefined : zoneParts(zone);
  const withZone = parts ? `DateTime.AddZone(DateTime.From(Newest), ${parts.join(", ")})` : "null";
  return {
    what: "freshness",
    column,
    m: (rows) => `let
          Newest = List.Max(Table.Column(${rows}, ${textLiteral(column)})),
          At = if Newest is datetimezone then Newest else ${withZone}
        in
          if Newest = null then 1
          else if At = null then 2
          else if DateTimeZone.UtcNow() - At > #duration(0, 0, 0, ${withinSeconds(freshness)}) then 1
          else 0`,
    failure: (number) =>
      number === 2
        ? `${of(column)} has times without a zone: give freshness.zone`
        : `the newest ${harmless(column)} is older than ${freshness.within}, or there is none`,
  };
}
