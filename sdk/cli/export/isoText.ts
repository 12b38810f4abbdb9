const DIGITS = /^\d+(?:\.\d+)?$/;

/**
 * Returns a date, time or duration in M, `#date(2026, 1, 31)`, as the argument `parameters` takes it: `2026-01-31`.
 * Undefined for anything else.
 */
export function isoText(literal: string): string | undefined {
  const [, type, list = ""] = /^#(date|time|datetime|datetimezone|duration)\s*\(([^()]*)\)$/.exec(literal.trim()) ?? [];
  const parts = list.split(",").map((part) => part.trim());
  if (type === undefined || !parts.every((part) => DIGITS.test(part))) return undefined;
  const date = ([year = "", month = "", day = ""]: string[]) => `${year.padStart(4, "0")}-${two(month)}-${two(day)}`;
  const time = ([hour = "", minute = "", second = ""]: string[]) => `${two(hour)}:${two(minute)}:${two(second)}`;
  if (type === "date") return date(parts);
  if (type === "time") return time(parts);
  const [days, hours, minutes, seconds] = parts;
  if (type === "duration") return `P${days}DT${hours}H${minutes}M${seconds}S`;
  const written = `${date(parts)}T${time(parts.slice(3))}`;
  return type === "datetime" ? written : `${written}+${two(parts[6])}:${two(parts[7])}`;
}

/** Pads to two digits before the point. */
const two = (number = ""): string => (/^\d(?:\.|$)/.test(number) ? `0${number}` : number);
