import { error, type Problem } from "../../common/problem";
import { duration, flag, guid, oneOf, optional, required, text, type Check } from "../arguments";
import { parseDuration } from "../../common/durations";
import { importOption } from "../declaration";
import { isObject, isUnknown, type Props } from "../values";
import { checkTests } from "./dataTests";

const DEFAULT_TIMEOUTS_MS = { create: 30 * 60_000, update: 30 * 60_000, delete: 15 * 60_000, publish: 90 * 60_000 };
export type TimedStep = keyof typeof DEFAULT_TIMEOUTS_MS;

/** The bound of a step in milliseconds, from `timeouts` or the default. */
export function timeoutMs(props: Props, step: TimedStep): number {
  const given = isObject(props.timeouts) ? props.timeouts[step] : undefined;
  return (typeof given === "string" ? parseDuration(given) : undefined) ?? DEFAULT_TIMEOUTS_MS[step];
}

const NAME_LIMIT = 256;
const DESCRIPTION_LIMIT = 256;

/** Problems of every argument but the definition. Unknown values pass. */
export function checkArguments(news: Props): Problem[] {
  return [
    ...required(news, "workspaceId", guid),
    ...required(news, "displayName", (value, place) => text(value, place, 1, NAME_LIMIT)),
    ...optional(news, "description", (value, place) => text(value, place, 0, DESCRIPTION_LIMIT)),
    ...optional(news, "folderId", guid),
    ...optional(importOption(news), "import", guid),
    ...optional(news, "tags", tags),
    ...optional(news, "sensitivityLabel", label),
    ...optional(news, "timeouts", timeouts),
    ...optional(news, "driftCheck", (value, place) => oneOf(value, place, ["definition", "item"])),
    ...optional(news, "validate", (value, place) => oneOf(value, place, ["error", "warn", "off"])),
    ...optional(news, "parameters", parameters),
    ...["connections", "bind", "replacements"].flatMap((key) => optional(news, key, map)),
    ...optional(news, "gatewayObjectId", guid),
    ...optional(news, "tests", checkTests),
    ...optional(news, "testOn", (value, place) => oneOf(value, place, ["change", "always"])),
    ...["publishOnUpdate", "adoptExisting", "hardDelete", "keepConnections", "verifyConnections"].flatMap((key) =>
      optional(news, key, flag),
    ),
  ];
}

const parameters: Check = (value, place) => {
  if (!isObject(value)) return [error(place, "must be a map of M parameter to value")];
  return Object.entries(value).flatMap(([name, given]) =>
    given === null || ["string", "number", "boolean"].includes(typeof given)
      ? []
      : [
          error(
            `${place}.${name}`,
            "must be a text, a number, true, false or null; write dates and durations as ISO 8601 texts",
          ),
        ],
  );
};

const map: Check = (value, place) => (isObject(value) ? [] : [error(place, "must be a map")]);

const tags: Check = (value, place) => {
  if (!Array.isArray(value)) return [error(place, "must be a list of tag ids")];
  return value.flatMap((tag, i) => (isUnknown(tag) ? [] : guid(tag, `${place}[${i}]`)));
};

const label: Check = (value, place) => {
  if (!isObject(value)) return [error(place, "must be { labelId, applyStrategy? }")];
  return [
    ...required(value, "labelId", guid).map((problem) => ({ ...problem, place: `${place}.${problem.place}` })),
    ...optional(value, "applyStrategy", (choice) => oneOf(choice, `${place}.applyStrategy`, ["ApplyOrFail", "Ignore"])),
  ];
};

const timeouts: Check = (value, place) => {
  if (!isObject(value)) return [error(place, "must be { create?, update?, delete?, publish? }")];
  return Object.entries(value).flatMap(([step, given]) => {
    if (!(step in DEFAULT_TIMEOUTS_MS)) return oneOf(step, `${place}.${step}`, Object.keys(DEFAULT_TIMEOUTS_MS));
    return isUnknown(given) ? [] : duration(given, `${place}.${step}`);
  });
};
