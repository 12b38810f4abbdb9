import { createHash } from "node:crypto";

/** The version of the algorithm that makes fingerprints. A fingerprint begins with it, so that a state says which version made it. */
export const CURRENT_VERSION = 2;

/** Hashes of what a definition means. Definitions that differ only in their serialisation have equal ones. */
export interface Fingerprints {
  /** `<version of the algorithm>:<hash>`. */
  definitionFingerprint: string;
  /** Query name to hash. */
  queries: Record<string, string>;
}

/** Returns the version of the algorithm that made a fingerprint. Undefined if the value is not a fingerprint. */
export function versionOf(definitionFingerprint: unknown): number | undefined {
  const version = typeof definitionFingerprint === "string" ? /^(\d+):/.exec(definitionFingerprint)?.[1] : undefined;
  return version === undefined ? undefined : Number(version);
}

export const shortHash = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 20);
