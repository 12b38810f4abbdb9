import { fingerprint, fingerprintVersion, type Fingerprints } from "./fingerprint";
import type { DefinitionPart } from "./parts";
import { QUERY_FINGERPRINT_VERSION, queryFingerprints } from "./queryFingerprints";
import type { Secret } from "./secrets";

/** The algorithm that new fingerprints are made with. */
export const CURRENT_VERSION = QUERY_FINGERPRINT_VERSION;

export const versionOf = (definitionFingerprint: unknown): number | undefined =>
  typeof definitionFingerprint === "string" ? fingerprintVersion(definitionFingerprint) : undefined;

/**
 * Fingerprints in the algorithm that made `like`, so that a state of an older package is compared with its own kind: a new
 * algorithm alone is never a difference.
 */
export function fingerprintsLike(
  like: unknown,
  parts: readonly DefinitionPart[],
  secrets: readonly Secret[] = [],
): Fingerprints {
  if (versionOf(like) === 1) return fingerprint(parts);
  const found = queryFingerprints(parts, secrets);
  const [whole] = found.definitionFingerprint.split("-");
  const isWholeAlone = typeof like === "string" && versionOf(like) === CURRENT_VERSION && !like.includes("-");
  return isWholeAlone && whole !== undefined ? { ...found, definitionFingerprint: whole } : found;
}
