/*
 * Values of M, as the language's specification defines them. Entries of a list, record or table are evaluated at their first use, once, and may
 * be an error. https://learn.microsoft.com/powerquery-m/m-spec-values
 */

/** A value that is not evaluated yet. */
export type Thunk = () => Value;
export type Value =
  | null
  | boolean
  | number
  | string
  | { kind: "list"; items: Thunk[] }
  | { kind: "record"; fields: Map<string, Thunk> }
  | Table
  | { kind: "function"; call: (args: Thunk[]) => Value }
  | MType
  | Moment;

export interface Column {
  name: string;
  type: MType;
}
export interface Table {
  kind: "table";
  columns: Column[];
  rows: Thunk[][];
}
/** `name` is the name in Table.Schema: `Int64.Type`. `of` is the primitive type: `number`. */
export interface MType {
  kind: "type";
  name: string;
  of: string;
  nullable: boolean;
  columns?: Column[];
}
/** A date, a time or a duration. `ms` is in UTC if there is a zone, otherwise as it is written. */
export interface Moment {
  kind: "date" | "time" | "datetime" | "datetimezone" | "duration";
  ms: number;
  zoneMinutes?: number;
}

/** An error that M raises, with the parts of M's error record. */
export class MError extends Error {
  constructor(
    readonly reason: string,
    message: string,
    readonly detail: Thunk = () => null,
  ) {
    super(message);
  }
}

/** The emulator does not know this function or expression. M may have it. */
export class Unsupported extends Error {}

export function lazy(evaluate: Thunk): Thunk {
  let result: { value: Value } | { error: unknown } | undefined;
  return () => {
    if (!result)
      try {
        result = { value: evaluate() };
      } catch (error) {
        result = { error };
      }
    if ("error" in result) throw result.error;
    return result.value;
  };
}

export const list = (values: readonly Value[]): Value => ({ kind: "list", items: values.map((value) => () => value) });

export function kindOf(value: Value): string {
  if (value === null) return "null";
  if (typeof value === "boolean") return "logical";
  if (typeof value === "string") return "text";
  return typeof value === "number" ? "number" : value.kind;
}

export const expression = (message: string): MError => new MError("Expression.Error", message);

/** True if the value conforms to a primitive type, as for `is` and a function's parameter. */
export const fits = (value: Value, type: MType): boolean =>
  type.of === "any" ||
  (value === null ? type.nullable || type.of === "null" : type.of === "anynonnull" || kindOf(value) === type.of);

type Kinds = { [K in Extract<Value, { kind: string }>["kind"]]: Extract<Value, { kind: string }> & { kind: K } };

export function as<K extends keyof Kinds>(value: Value, kind: K): Kinds[K] {
  if (kindOf(value) !== kind) throw expression(`We cannot convert a value of type ${kindOf(value)} to type ${kind}.`);
  return value as Kinds[K];
}

export function textOf(value: Value): string {
  if (typeof value !== "string") throw expression(`We cannot convert a value of type ${kindOf(value)} to type text.`);
  return value;
}

export function numberOf(value: Value): number {
  if (typeof value !== "number") throw expression(`We cannot convert a value of type ${kindOf(value)} to type number.`);
  return value;
}

export function truth(value: Value): boolean {
  if (typeof value !== "boolean")
    throw expression(`We cannot convert a value of type ${kindOf(value)} to type logical.`);
  return value;
}

export const itemsOf = (value: Value): Thunk[] => as(value, "list").items;
export const textsOf = (value: Value): string[] => itemsOf(value).map((item) => textOf(item()));

/** `=`: values of two kinds are not equal. Null equals null. NaN equals nothing. Functions cannot be compared. */
export function equal(a: Value, b: Value): boolean {
  const [kind, other] = [kindOf(a), kindOf(b)];
  if (kind !== other) return false;
  if (kind === "list") return allEqual(itemsOf(a), itemsOf(b));
  if (kind === "record") {
    const [left, right] = [as(a, "record").fields, as(b, "record").fields];
    return (
      left.size === right.size &&
      [...left].every(([name, item]) => right.has(name) && equal(item(), (right.get(name) as Thunk)()))
    );
  }
  if (kind === "table") {
    const [left, right] = [as(a, "table"), as(b, "table")];
    return (
      left.columns.length === right.columns.length &&
      left.columns.every(({ name }, at) => right.columns[at]?.name === name) &&
      left.rows.length === right.rows.length &&
      left.rows.every((row, at) => allEqual(row, right.rows[at] as Thunk[]))
    );
  }
  if (kind === "function" || kind === "type") return a === b;
  return isMoment(a) && isMoment(b) ? a.ms === b.ms : a === b;
}

const allEqual = (a: readonly Thunk[], b: readonly Thunk[]): boolean =>
  a.length === b.length && a.every((item, at) => equal(item(), (b[at] as Thunk)()));

export const isMoment = (value: Value): value is Moment =>
  ["date", "time", "datetime", "datetimezone", "duration"].includes(kindOf(value));

/** `<` and the other orders: null with any value is null. Otherwise both values must be of one kind that has an order. */
export function order(a: Value, b: Value, operator: string): number | null {
  if (a === null || b === null) return null;
  const [kind, other] = [kindOf(a), kindOf(b)];
  const ordered = ["number", "text", "logical"].includes(kind) || isMoment(a);
  if (kind !== other || !ordered)
    throw expression(`We cannot apply operator ${operator} to types ${kind} and ${other}.`);
  const [x, y] = isMoment(a) && isMoment(b) ? [a.ms, b.ms] : [a as string, b as string];
  return x < y ? -1 : x > y ? 1 : x === y ? 0 : NaN;
}
