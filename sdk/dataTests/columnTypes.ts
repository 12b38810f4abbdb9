import { COLUMN_TYPES, type ColumnType } from "../model/expectation";

/** The printed names of Apache Arrow's types, by the name of the type in M. */
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
  datetime: /^(Timestamp<\w+>$|Date64)/,
  // A timestamp with a zone: `Timestamp<MICROSECOND, UTC>`.
  datetimezone: /^Timestamp<\w+, /,
  duration: /^(Duration|Interval)/,
  binary: /^((Large|FixedSize)?Binary)/,
  any: /./,
};

/** True if a column has the named type. `arrowType` is its type as Arrow prints it. */
function hasType(arrowType: string, name: string): boolean {
  return Object.hasOwn(ARROW, name) && ARROW[name as ColumnType].test(valueType(arrowType));
}

/** Returns the narrowest name of an Arrow type, for messages. */
export function nameOfType(arrowType: string): string {
  const found = COLUMN_TYPES.filter((name) => name !== "any" && hasType(arrowType, name));
  const narrow = found.find((name) => !["integer", "number", "decimal"].includes(name));
  return narrow ?? found[0] ?? arrowType;
}

/** Returns the type of a column's values, also if they are dictionary-encoded. */
export const valueType = (arrowType: string): string => /^Dictionary<\w+, (.*)>$/.exec(arrowType)?.[1] ?? arrowType;

/** M's types of whole numbers, by their names in `Table.Schema`, in lower case and without `.type`. */
const WHOLE = ["byte", "int8", "int16", "int32", "int64"];
const FRACTIONS = ["number", "single", "double", "decimal", "currency", "percentage"];
const GENERAL: Readonly<Record<string, readonly string[]>> = {
  integer: WHOLE,
  number: [...WHOLE, ...FRACTIONS],
  // A number without a more exact type is a double.
  double: ["double", "number", "percentage"],
  decimal: FRACTIONS,
};

/** Returns the name of a column's type. `kindAndName` is its kind and its type name in `Table.Schema`: `number Int64.Type`. */
export function columnTypeName(kindAndName: string): string {
  const [kind = "", name = ""] = kindAndName.split(" ");
  return kind === "number" ? name.toLowerCase().replace(/\.type$/, "") : kind;
}

/** True if a column with this kind and type name has the expected type. */
export function isOfType(kindAndName: string, wanted: ColumnType): boolean {
  const name = columnTypeName(kindAndName);
  return wanted === "any" || name === wanted || (GENERAL[wanted] ?? []).includes(name);
}
