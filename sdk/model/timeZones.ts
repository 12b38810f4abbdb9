import { didYouMean } from "../common/nearest";

const windowsNames = (): string[] => {
  const { WINDOWS_TO_IANA_MAP } = require("windows-iana") as typeof import("windows-iana");
  return [...new Set(WINDOWS_TO_IANA_MAP.map(({ windowsName }) => windowsName))];
};

/**
 * The Windows id of a time zone, which is what Fabric takes, from that id itself or from an IANA name. Undefined where there is
 * none. Names that are newer than the mapping's go through the ones that they replaced: Europe/Kyiv was Europe/Kiev.
 */
export function windowsTimeZone(zone: string): string | undefined {
  const { findWindows } = require("windows-iana") as typeof import("windows-iana");
  const windows = windowsNames().find((name) => name.toLowerCase() === zone.toLowerCase());
  return windows ?? findWindows(zone)[0] ?? findWindows(ianaName(zone) ?? "")[0];
}

/** A zone's canonical IANA name, in any case and under any alias. */
function ianaName(zone: string): string | undefined {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** What to do about a name that is no time zone. */
export function adviceOnTimeZone(zone: string): string {
  if (ianaName(zone) !== undefined)
    return "has no Windows time zone of its own, which Fabric needs; name a zone with the same clock";
  const names = [...windowsNames(), ...Intl.supportedValuesOf("timeZone")];
  return `is no time zone; write a Windows id as "W. Europe Standard Time" or an IANA name as "Europe/Berlin": ${didYouMean(zone, names)}`;
}
