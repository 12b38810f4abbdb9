import { createHash } from "node:crypto";

/** The algorithm that makes fingerprints. Another one has another number, so that a state tells which one made what it holds. */
export const CURRENT_VERSION = 2;

/** What a definition means, in short. Equal where only its serialisation differs. */
export interface Fingerprints {
  /** `<version of the algorithm>:<hash>`. */
  definitionFingerprint: string;
  /** Query name to hash. */
  queries: Record<string, string>;
}

/** The version of the algorithm that made a fingerprint; undefined if it is none. */
export function versionOf(definitionFingerprint: unknown): number | undefined {
  const version = typeof definitionFingerprint === "string" ? /^(\d+):/.exec(definitionFingerprint)?.[1] : undefined;
  return version === undefined ? undefined : Number(version);
}

export const shortHash = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 20);
