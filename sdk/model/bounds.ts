import { parseDuration } from "../common/durations";
import { error } from "../common/problem";
import { duration, fields, listOf, mapOf, optional, required, text } from "./checks";
import type { Check } from "./keys";

/** The least and the greatest value of a column: numbers, or dates and times as ISO 8601 texts. Null is not checked. */
export interface Bounds {
  /**
   * The least value, in the form of the column's type: 0, "2026-01-01", "2026-01-01T08:00:00", "2026-01-01T08:00:00Z".
   */
  min?: number | string;
  /** The greatest value, in the same form. */
  max?: number | string;
}

/** A column whose values must all occur in a column of another query. Null is not checked. */
export interface Relationship {
  /** The column of this query. */
  column: string;
  /** The column in which its values must occur. */
  to: RelatedColumn;
}

/** A column of another query of the same definition. */
export interface RelatedColumn {
  /** The query's name. */
  query: string;
  /** The column's name. */
  column: string;
}

/** How old the newest value of a column of times may be. */
export interface Freshness {
  /** A column of type datetimezone, datetime or date. */
  column: string;
  /** The greatest age: "24h", "90m". */
  within: string;
  /**
   * The time zone of values without one: "Z", "+01:00". Required for a datetime and a date; a datetimezone has its own.
   */
  zone?: string;
}

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d(?:\.\d{1,7})?))?(Z|[+-]\d\d:\d\d)?)?$/;

/** Returns the M literal of a bound; undefined if it is not a number, date or time. */
export function boundLiteral(bound: unknown): string | undefined {
  if (typeof bound === "number") return Number.isFinite(bound) ? String(bound) : undefined;
  const found = typeof bound === "string" ? ISO.exec(bound) : null;
  if (!found || Number.isNaN(Date.parse(`${bound as string}${found[4] === undefined || found[7] ? "" : "Z"}`)))
    return undefined;
  const [, year, month, day, hour, minute, second = "0", zone] = found;
  const date = [year, month, day].map(Number).join(", ");
  if (hour === undefined) return `#date(${date})`;
  const time = [hour, minute, second].map(Number).join(", ");
  if (zone === undefined) return `#datetime(${date}, ${time})`;
  return `#datetimezone(${date}, ${time}, ${zoneParts(zone)!.join(", ")})`;
}

/** Returns the hours and minutes of a zone, both with its sign; undefined if it is not a zone. */
export function zoneParts(zone: string): [number, number] | undefined {
  if (zone === "Z") return [0, 0];
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(zone) ?? [];
  if (sign === undefined || Number(hours) > 14 || Number(minutes) > 59) return undefined;
  const factor = sign === "-" ? -1 : 1;
  return [factor * Number(hours) || 0, factor * Number(minutes) || 0];
}

const bound: Check = (value, place) =>
  boundLiteral(value) === undefined
    ? [error(place, 'must be a number, or a date or time as an ISO 8601 text such as "2026-01-31"')]
    : [];

const bounds: Check = (value, place) => {
  const problems = fields<Bounds>("{ min, max }", { min: optional(bound), max: optional(bound) })(value, place);
  const { min, max } = (problems.length === 0 ? value : { min: 0 }) as Bounds;
  return min === undefined && max === undefined ? [error(place, "has neither min nor max; set one of them")] : problems;
};

export const checkBetween: Check = mapOf("column name to { min, max }", bounds);

const acceptedValue: Check = (value, place) =>
  ["string", "boolean"].includes(typeof value) || (typeof value === "number" && Number.isFinite(value))
    ? []
    : [
        error(
          place,
          "must be a text, a number, true or false; null is always accepted, unless notNull names the column",
        ),
      ];

export const checkAccepted: Check = mapOf("column name to the values that it may have", (value, place) =>
  Array.isArray(value) && value.length === 0
    ? [error(place, "is empty; list at least one value")]
    : listOf("values", acceptedValue)(value, place),
);

const target = fields<RelatedColumn>('{ query: "Customers", column: "Id" }', {
  query: required(text(1)),
  column: required(text(1)),
});

const relationship = fields<Relationship>('{ column: "CustomerId", to: { query: "Customers", column: "Id" } }', {
  column: required(text(1)),
  to: required(target),
});

export const checkRelationships: Check = (value, place) =>
  Array.isArray(value) ? listOf("relationships", relationship)(value, place) : relationship(value, place);

const zone: Check = (value, place) =>
  typeof value === "string" && zoneParts(value)
    ? []
    : [error(place, 'is not a time zone offset; write it as "Z" or "+01:00"')];

export const checkFreshness: Check = (value, place) =>
  fields<Freshness>('{ column: "LoadedAt", within: "24h" }', {
    column: required(text(1)),
    within: required(duration),
    zone: optional(zone),
  })(value, place);

export const withinSeconds = ({ within }: Freshness): number => Math.floor((parseDuration(within) ?? 0) / 1000);
