/*
 * The effect of a new column type. Types of one family convert into each other. Types of one store make the same column.
 * https://learn.microsoft.com/fabric/data-factory/dataflow-gen2-data-destinations-and-managed-settings#supported-data-source-types-per-destination
 */
const TYPES: Readonly<Record<string, [family: string, store: string | undefined]>> = {
  text: ["text", "text"],
  int8: ["number", undefined],
  int16: ["number", undefined],
  int32: ["number", "int32"],
  int64: ["number", "int64"],
  number: ["number", "double"],
  double: ["number", "double"],
  percentage: ["number", "double"],
  // Some destinations store these as decimals, others as doubles.
  single: ["number", undefined],
  decimal: ["number", undefined],
  currency: ["number", undefined],
  date: ["date", "date"],
  datetime: ["date", "datetime"],
  datetimezone: ["date", undefined],
  time: ["date", "time"],
  logical: ["logical", "logical"],
};

const familyOf = (type: string | undefined): string | undefined =>
  type !== undefined && Object.hasOwn(TYPES, type) ? TYPES[type]?.[0] : undefined;
const storeOf = (type: string | undefined): string | undefined =>
  type !== undefined && Object.hasOwn(TYPES, type) ? TYPES[type]?.[1] : undefined;

/**
 * Returns how a type changed. `family`: to another family, for example from number to text. `store`: to another kind of number or date.
 * Undefined: it did not change, or not certainly.
 */
export function retyped(before: string | undefined, after: string | undefined): "family" | "store" | undefined {
  const [one, other] = [familyOf(before), familyOf(after)];
  if (one === undefined || other === undefined) return undefined;
  if (one !== other) return "family";
  const [from, to] = [storeOf(before), storeOf(after)];
  return from !== undefined && to !== undefined && from !== to ? "store" : undefined;
}
