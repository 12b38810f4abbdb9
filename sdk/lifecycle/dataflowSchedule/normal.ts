import { equal, isObject } from "../../common/objects";
import { declaredUtcMs, formatUtc, isClockTime } from "../../common/times";
import type { Schedule } from "../../model/schedule";
import { isKind, keysOfKind } from "../../model/scheduleRules";
import { windowsTimeZone } from "../../model/timeZones";
import { pick, asText } from "../values";

/**
 * Returns a schedule in the form that is sent and compared: times in UTC with whole seconds, the Windows id of the time
 * zone, times of day and weekdays in order. The service may return an unknown kind of schedule, which stays as it is.
 */
export function normalSchedule(schedule: Schedule): Schedule {
  const seen: Record<string, unknown> = { ...schedule };
  const zone = asText(seen.localTimeZoneId) ?? "";
  return {
    ...(isKind(seen.type) ? pick(seen, keysOfKind(seen.type)) : seen),
    startDateTime: time(seen.startDateTime),
    endDateTime: time(seen.endDateTime),
    localTimeZoneId: windowsTimeZone(zone) ?? zone,
    ...(Array.isArray(seen.times) && { times: seen.times.map(clockTime).sort() }),
    ...(Array.isArray(seen.weekdays) && { weekdays: [...seen.weekdays].sort() }),
  } as Schedule;
}

const time = (value: unknown): unknown =>
  Number.isNaN(declaredUtcMs(value)) ? value : formatUtc(declaredUtcMs(value));

/** "06:30:00" becomes "06:30". */
const clockTime = (value: unknown): unknown => {
  const start = asText(value)?.slice(0, 5);
  return isClockTime(start) ? start : value;
};

export const sameSchedule = (one: Schedule | undefined, other: Schedule | undefined): boolean =>
  isObject(one) && isObject(other) && equal(normalSchedule(one), normalSchedule(other));
