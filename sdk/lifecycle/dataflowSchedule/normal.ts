import { equal, isObject, pick, text, type Props } from "../values";
import { COMMON, isKind, OWN } from "./configuration";
import { declaredUtcMs, formatUtc, isClockTime } from "../../common/times";
import { windowsTimeZone } from "./timeZones";

/**
 * A configuration in the one form that is sent and compared: times in UTC with whole seconds, the Windows id of the zone, times of day
 * and weekdays in order. One of a kind that is not known here stays as it is.
 */
export function normalConfiguration(configuration: unknown): Props {
  if (!isObject(configuration)) return {};
  const type = configuration.type;
  const zone = text(configuration.localTimeZoneId) ?? "";
  return {
    ...(isKind(type) ? pick(configuration, [...COMMON, ...OWN[type]]) : configuration),
    startDateTime: time(configuration.startDateTime),
    endDateTime: time(configuration.endDateTime),
    localTimeZoneId: windowsTimeZone(zone) ?? zone,
    ...(Array.isArray(configuration.times) && { times: configuration.times.map(clockTime).sort() }),
    ...(Array.isArray(configuration.weekdays) && { weekdays: [...configuration.weekdays].sort() }),
  };
}

const time = (value: unknown): unknown =>
  Number.isNaN(declaredUtcMs(value)) ? value : formatUtc(declaredUtcMs(value));

/** "06:30:00" is "06:30". */
const clockTime = (value: unknown): unknown => {
  const start = text(value)?.slice(0, 5);
  return isClockTime(start) ? start : value;
};

export const sameConfiguration = (one: unknown, other: unknown): boolean =>
  equal(normalConfiguration(one), normalConfiguration(other));
