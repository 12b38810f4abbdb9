import { COLUMN_TYPES, type ColumnType } from "../model/expectation";

/** What Apache Arrow's types print, by the names that M has for them. */
const ARROW: Readonly<Record<ColumnType, RegExp>> = {
  text: /^(Large)?Utf8/,
  logical: /^Bool/,
  int8: /^Int8$/,
  int16: /^Int16$/,
  int32: /^Int32$/,
  int64: /^Int64$/,
  integer: /^U?[Ii]nt(8|16|32|64)$/,
  number: /^(Float(16|32|64)|U?[Ii]nt(8|16|32|64)|Decimal)/,
  double: /^Float64$/,
  decimal: /^(Float(32|64)$|Decimal)/,
  date: /^Date/,
  time: /^Time(32|64)/,
  datetime: /^(Timestamp|Date64)/,
  datetimezone: /^Timestamp/,
  duration: /^(Duration|Interval)/,
  binary: /^((Large|FixedSize)?Binary)/,
  any: /./,
};

/** Whether a column of an Arrow type, as Arrow prints it, has the named type. */
function hasType(arrowType: string, name: string): boolean {
  return Object.hasOwn(ARROW, name) && ARROW[name as ColumnType].test(plain(arrowType));
}

/** The narrowest name of an Arrow type, for messages. */
export function nameOfType(arrowType: string): string {
  const found = COLUMN_TYPES.filter((name) => name !== "any" && hasType(arrowType, name));
  const narrow = found.find((name) => !["integer", "number", "decimal"].includes(name));
  return narrow ?? found[0] ?? arrowType;
}

/** Dictionary-encoded texts print as their dictionary's type. */
const plain = (arrowType: string): string => /^Dictionary<\w+, (.*)>$/.exec(arrowType)?.[1] ?? arrowType;

/** M's types of numbers, by the names that Table.Schema gives, in lower case and without `.type`. */
const WHOLE = ["byte", "int8", "int16", "int32", "int64"];
const FRACTIONS = ["number", "single", "double", "decimal", "currency", "percentage"];
const GENERAL: Readonly<Record<string, readonly string[]>> = {
  integer: WHOLE,
  number: [...WHOLE, ...FRACTIONS],
  // A double is what a number is, if nothing else is said.
  double: ["double", "number", "percentage"],
  decimal: FRACTIONS,
};

/** The name of a column's type, of its kind and type name as Table.Schema gives them: `number Int64.Type`. */
export function columnTypeName(kindAndName: string): string {
  const [kind = "", name = ""] = kindAndName.split(" ");
  return kind === "number" ? name.toLowerCase().replace(/\.type$/, "") : kind;
}

/** Whether a column, of such a kind and name, has the type that is expected. */
export function isOfType(kindAndName: string, wanted: ColumnType): boolean {
  const name = columnTypeName(kindAndName);
  return wanted === "any" || name === wanted || (GENERAL[wanted] ?? []).includes(name);
}
