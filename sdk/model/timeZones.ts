import { didYouMean } from "../common/nearest";

const windowsNames = (): string[] => {
  const { WINDOWS_TO_IANA_MAP } = require("windows-iana") as typeof import("windows-iana");
  return [...new Set(WINDOWS_TO_IANA_MAP.map(({ windowsName }) => windowsName))];
};

/**
 * Returns the Windows id of a time zone, which Fabric requires, from that id or from an IANA name. Undefined if there
 * is none. A name that is newer than the mapping is found by the name that it replaced: Europe/Kyiv was Europe/Kiev.
 */
export function windowsTimeZone(zone: string): string | undefined {
  const { findWindows } = require("windows-iana") as typeof import("windows-iana");
  const windows = windowsNames().find((name) => name.toLowerCase() === zone.toLowerCase());
  return windows ?? findWindows(zone)[0] ?? findWindows(ianaName(zone) ?? "")[0];
}

/** Returns a zone's canonical IANA name, from any case and any alias. */
function ianaName(zone: string): string | undefined {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** Returns the message for a name that has no Windows time zone: what is wrong, and what to write. */
export function adviceOnTimeZone(zone: string): string {
  if (ianaName(zone) !== undefined)
    return "has no Windows time zone, which Fabric needs; name another zone with the same clock";
  const names = [...windowsNames(), ...Intl.supportedValuesOf("timeZone")];
  return `is not a time zone; write a Windows id as "W. Europe Standard Time" or an IANA name as "Europe/Berlin": ${didYouMean(zone, names)}`;
}
