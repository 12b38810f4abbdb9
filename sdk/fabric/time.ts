/**
 * Milliseconds since the epoch of a time of the service: ISO 8601, UTC also where it has no `Z`, with up to 7 digits
 * of a second. Nothing where it is no such time.
 */
export function utcTime(text: string | undefined | null): number | undefined {
  if (text === undefined || text === null) return undefined;
  const zoned = /(z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`;
  const time = Date.parse(zoned.replace(/(\.\d{3})\d+/, "$1"));
  return Number.isNaN(time) ? undefined : time;
}
