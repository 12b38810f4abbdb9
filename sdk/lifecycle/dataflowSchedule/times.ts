const TIME = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(\.\d+)?Z?$/;

/** Milliseconds since the epoch, in whole seconds, of a time in UTC; Fabric leaves `Z` out and adds fractions. NaN where it is none. */
export function utcMs(time: unknown): number {
  const [, seconds] = (typeof time === "string" && TIME.exec(time)) || [];
  if (seconds === undefined) return Number.NaN;
  const ms = Date.parse(`${seconds}Z`);
  // A date such as 30 February would silently become one of March.
  return Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(seconds) ? Number.NaN : ms;
}

/** As the service's specification writes a time: `2026-01-31T06:00:00Z`. */
export const formatUtc = (time: unknown): string => `${new Date(utcMs(time)).toISOString().slice(0, 19)}Z`;

export const isClockTime = (time: unknown): boolean =>
  typeof time === "string" && /^([01]\d|2[0-3]):[0-5]\d$/.test(time);
