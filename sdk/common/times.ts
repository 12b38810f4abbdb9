/**
 * Returns a time of the service in milliseconds since the epoch: ISO 8601, with up to 7 digits of a second, in UTC even
 * without a `Z`. Undefined if it is not such a time.
 */
export function utcTime(text: string | undefined | null): number | undefined {
  if (text === undefined || text === null) return undefined;
  const zoned = /(z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`;
  const time = Date.parse(zoned.replace(/(\.\d{3})\d+/, "$1"));
  return Number.isNaN(time) ? undefined : time;
}

/** Returns `2026-01-31T06:00:00Z`, the form of every time in this package, in whole seconds. */
export const formatUtc = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** A time of the service as {@link formatUtc} writes it. Undefined if it is not a time. */
export function isoTime(text: string | null | undefined): string | undefined {
  const ms = utcTime(text);
  return ms === undefined ? undefined : formatUtc(ms);
}

const DECLARED = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(\.\d+)?Z?$/;

/**
 * Returns a declared time in milliseconds since the epoch, in whole seconds. It must be in UTC, on a day that exists
 * (30 February would silently become a day in March). NaN if it is not such a time.
 */
export function declaredUtcMs(time: unknown): number {
  const [, seconds] = (typeof time === "string" && DECLARED.exec(time)) || [];
  if (seconds === undefined) return Number.NaN;
  const ms = Date.parse(`${seconds}Z`);
  return Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(seconds) ? Number.NaN : ms;
}

/** "06:30" */
export const isClockTime = (time: unknown): boolean =>
  typeof time === "string" && /^([01]\d|2[0-3]):[0-5]\d$/.test(time);
