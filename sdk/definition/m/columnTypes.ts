import { resolve, type Place } from "./resolve";

/** The types of columns in destinations, by their name in M: a facet, or a primitive type. */
const FACETS: Readonly<Record<string, string>> = {
  "Int8.Type": "int8",
  "Int16.Type": "int16",
  "Int32.Type": "int32",
  "Int64.Type": "int64",
  "Single.Type": "single",
  "Double.Type": "double",
  "Decimal.Type": "decimal",
  "Currency.Type": "currency",
  "Percentage.Type": "percentage",
  "Number.Type": "number",
  "Text.Type": "text",
  "Logical.Type": "logical",
  "Date.Type": "date",
  "DateTime.Type": "datetime",
  "DateTimeZone.Type": "datetimezone",
  "Time.Type": "time",
  "Duration.Type": "duration",
  "Binary.Type": "binary",
};
const PRIMITIVES = new Set(
  ["text", "number", "logical", "date", "datetime", "datetimezone", "time", "duration", "binary"], //
);
const DEEPEST = 5;

/**
 * Returns the type of a column as a short name: `text`, `int64`. Undefined if the text does not show it, or if it is `any`.
 */
export function columnTypeOf(place: Place | undefined, depth = 0): string | undefined {
  if (!place || depth > DEEPEST) return undefined;
  const { expression, scope } = resolve(place);
  if (expression.kind === "meta") return columnTypeOf({ expression: expression.left, scope }, depth + 1);
  if (expression.kind === "name") return Object.hasOwn(FACETS, expression.name) ? FACETS[expression.name] : undefined;
  if (expression.kind !== "type" || expression.fields) return undefined;
  if (expression.primitive !== undefined)
    return PRIMITIVES.has(expression.primitive) ? expression.primitive : undefined;
  const [inner] = expression.within;
  return inner && expression.within.length === 1 ? columnTypeOf({ expression: inner, scope }, depth + 1) : undefined;
}
