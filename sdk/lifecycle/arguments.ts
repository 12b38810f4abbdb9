import { error, type Problem } from "../common/problem";
import { parseDuration } from "../common/durations";
import { isUnknown, type Props } from "./values";
import { isGuid } from "../common/guid";

export type Check = (value: unknown, place: string) => Problem[];

export const optional = (news: Props, key: string, check: Check): Problem[] =>
  news[key] === undefined || isUnknown(news[key]) ? [] : check(news[key], key);

export const required = (news: Props, key: string, check: Check): Problem[] =>
  news[key] === undefined ? [error(key, "is missing; it is required")] : optional(news, key, check);

/** A value may be secret: problems never show it, only its form. */
export const guid: Check = (value, place) =>
  isGuid(value)
    ? []
    : [error(place, "is no GUID; write it as 00000000-0000-0000-0000-000000000000, as the portal's address shows it")];

export function text(value: unknown, place: string, least: number, most: number): Problem[] {
  if (typeof value !== "string") return [error(place, "must be a text")];
  if (value.length < least) return [error(place, "is empty")];
  return value.length > most ? [error(place, `has ${value.length} characters; the service takes ${most} at most`)] : [];
}

export const flag: Check = (value, place) =>
  typeof value === "boolean" ? [] : [error(place, "must be true or false")];

export const oneOf = (value: unknown, place: string, allowed: readonly string[]): Problem[] =>
  typeof value === "string" && allowed.includes(value)
    ? []
    : [error(place, `must be one of ${allowed.map((choice) => `"${choice}"`).join(", ")}`)];

export const duration: Check = (value, place) =>
  typeof value === "string" && parseDuration(value) !== undefined
    ? []
    : [error(place, 'is no duration; write hours, minutes and seconds as in "45m", "8h" or "1h30m"')];
