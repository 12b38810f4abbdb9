import { parseDuration } from "../common/durations";
import { unknownKeys, unknownKeyText } from "../common/unknownKeys";
import { isGuid } from "../common/guid";
import { equal, isObject } from "../common/objects";
import { error, type Problem } from "../common/problem";
import { argumentsOf, computedOf, type Check, type Key } from "./keys";
import { isUnknown } from "./unknown";

type Table = Readonly<Record<string, Pick<Key, "kind" | "check">>>;

/**
 * Checks every key of an object against its table: missing, unknown and wrong keys. Values that are not known yet pass.
 * `ofUnknown` returns the problem of a key that the table lacks, or undefined if there is none.
 */
export function checkKeys(
  table: Table,
  given: object,
  prefix = "",
  ofUnknown: (name: string) => string | undefined = (name) => unknownKeyText(name, argumentsOf(table)),
): Problem[] {
  const values = given as Readonly<Record<string, unknown>>;
  return [
    ...Object.entries(table).flatMap(([name, { kind, check }]) => {
      const [value, place] = [values[name], `${prefix}${name}`];
      if (value === undefined) return kind === "required" ? [error(place, "is missing; it is required")] : [];
      return check && !isUnknown(value) ? check(value, place) : [];
    }),
    ...unknownKeys(given, Object.keys(table)).flatMap((name) => {
      const wrong = ofUnknown(name);
      return wrong === undefined ? [] : [error(`${prefix}${name}`, wrong)];
    }),
  ];
}

/**
 * Returns a problem for each computed key that a program sets. The value of the old input is allowed, because the
 * engine inserts it for `ignoreChanges`.
 */
export const checkComputed = (
  table: Readonly<Record<string, Key>>,
  olds: Readonly<Record<string, unknown>>,
  news: Readonly<Record<string, unknown>>,
): Problem[] =>
  computedOf(table)
    .filter((name) => table[name]?.kind !== "fromClass" && news[name] !== undefined && !equal(news[name], olds[name]))
    .map((name) => error(name, "is computed and cannot be set; remove it from the arguments"));

export const guid: Check = (value, place) =>
  isGuid(value)
    ? []
    : [
        error(
          place,
          "is not a valid GUID; write it as 00000000-0000-0000-0000-000000000000, as the portal's address shows it",
        ),
      ];

/** Accepts a text of `least` to `most` characters. */
export const text =
  (least = 0, most = Infinity): Check =>
  (value, place) => {
    if (typeof value !== "string") return [error(place, "must be a text")];
    if (value.length < least) return [error(place, "is empty")];
    return value.length > most
      ? [error(place, `has ${value.length} characters; the service takes ${most} at most`)]
      : [];
  };

/** Accepts everything: the value is checked elsewhere. */
export const passes: Check = () => [];

export const flag: Check = (value, place) =>
  typeof value === "boolean" ? [] : [error(place, "must be true or false")];

export const oneOf =
  (...allowed: readonly string[]): Check =>
  (value, place) =>
    typeof value === "string" && allowed.includes(value)
      ? []
      : [error(place, `must be one of ${allowed.map((choice) => `"${choice}"`).join(", ")}`)];

export const duration: Check = (value, place) =>
  typeof value === "string" && parseDuration(value) !== undefined
    ? []
    : [error(place, 'is not a duration; write hours, minutes and seconds as in "45m", "8h" or "1h30m"')];

const scalar: Check = (value, place) =>
  value === null || ["string", "number", "boolean"].includes(typeof value)
    ? []
    : [error(place, "must be a text, a number, true, false or null; write dates and durations as ISO 8601 texts")];

/** Accepts a list of `what`; `each` checks every known entry. */
export const listOf =
  (what: string, each?: Check): Check =>
  (value, place) => {
    if (!Array.isArray(value)) return [error(place, `must be a list of ${what}`)];
    return value.flatMap((entry, i) => (!each || isUnknown(entry) ? [] : each(entry, `${place}[${i}]`)));
  };

/** Accepts a map of `what`; `each` checks every known value. */
export const mapOf =
  (what: string, each?: Check): Check =>
  (value, place) => {
    if (!isObject(value)) return [error(place, `must be a map${what && ` of ${what}`}`)];
    return Object.entries(value).flatMap(([name, entry]) =>
      !each || isUnknown(entry) ? [] : each(entry, `${place}.${name}`),
    );
  };

/** Accepts a map of values, as M parameters and run parameters have them. */
export const scalars = (what: string): Check => mapOf(`${what} to value`, scalar);

/** Checks what the class passes. Only the option `import` in it comes from the program. */
export const declaration: Check = (value) =>
  isObject(value) && value.import !== undefined && !isUnknown(value.import) ? guid(value.import, "import") : [];

export type Field<Kind extends Key["kind"]> = { kind: Kind; check: Check };

/** Accepts an object with these keys alone; `form` says how it is written. */
export const fields =
  <T>(
    form: string,
    table: { [K in keyof Required<T>]: Field<undefined extends T[K] ? "optional" : "required"> },
  ): Check =>
  (value, place) =>
    isObject(value) ? checkKeys(table as Table, value, `${place}.`) : [error(place, `must be ${form}`)];

/** Checks only the names of an object's keys; anything else passes. */
export const names =
  <T>(table: { [K in keyof Required<T>]: Check }): Check =>
  (value, place) => {
    const all = Object.entries<Check>(table).map(([name, check]) => [name, optional(check)] as const);
    return isObject(value) ? checkKeys(Object.fromEntries(all), value, `${place}.`) : [];
  };

export const required = (check: Check): Field<"required"> => ({ kind: "required", check });
export const optional = (check: Check): Field<"optional"> => ({ kind: "optional", check });
