import type { MType } from "./values";

/* https://learn.microsoft.com/powerquery-m/m-spec-types, and the facets that Table.Schema names. */

const NUMBERS = "Int8 Int16 Int32 Int64 Byte Single Double Decimal Currency Percentage Number".split(" ");
const OTHERS: Readonly<Record<string, string>> = {
  Text: "text",
  Character: "text",
  Guid: "text",
  Logical: "logical",
  Date: "date",
  Time: "time",
  DateTime: "datetime",
  DateTimeZone: "datetimezone",
  Duration: "duration",
  Binary: "binary",
  List: "list",
  Record: "record",
  Table: "table",
  Function: "function",
  Type: "type",
  Any: "any",
  Null: "null",
  None: "none",
};

const typed = (name: string, of: string): MType => ({
  kind: "type",
  name,
  of,
  nullable: of === "any" || of === "null",
});

/** `Int64.Type` and similar types, by name. */
export const NAMED: ReadonlyMap<string, MType> = new Map([
  ...NUMBERS.map((name) => [`${name}.Type`, typed(`${name}.Type`, "number")] as const),
  ...Object.entries(OTHERS).map(([name, of]) => [`${name}.Type`, typed(`${name}.Type`, of)] as const),
]);

/** `number`, `text`: a primitive type by its word. */
export function primitive(word: string): MType {
  if (word === "anynonnull") return { ...typed("Any.Type", "anynonnull"), nullable: false };
  const found = [...NAMED.values()].find(
    ({ name, of }) => of === word && (word !== "number" || name === "Number.Type") && name !== "Character.Type",
  );
  if (!found) throw new Error(`${word} is no primitive type`);
  return found;
}
