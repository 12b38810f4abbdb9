import { createHash } from "node:crypto";
import { canonicalJson, canonicalText, type Json } from "./canonical";
import { LEGACY, MASHUP, METADATA, PLATFORM, partText, type DefinitionPart } from "./parts";

/** What a definition means, in short. Equal where only its serialisation differs. */
export interface Fingerprints {
  /** `<version of the algorithm>:<hash>`. */
  definitionFingerprint: string;
  /** Query name to hash; empty where the algorithm does not look into the M. */
  queries: Record<string, string>;
}

/** The version of the algorithm that made a fingerprint; undefined where the text is none. */
export function fingerprintVersion(fingerprint: string): number | undefined {
  const version = /^(\d+):/.exec(fingerprint)?.[1];
  return version === undefined ? undefined : Number(version);
}

export const shortHash = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 20);

/** Version 1: the whole definition, without `.platform` and the name in the metadata. */
export function fingerprint(parts: readonly DefinitionPart[]): Fingerprints {
  const lines = parts
    .filter((part) => part.path !== PLATFORM)
    .map((part) => `${part.path}\n${canonicalPart(part)}`)
    .sort();
  return { definitionFingerprint: `1:${shortHash(lines.join("\n\0\n"))}`, queries: {} };
}

function canonicalPart({ path, content }: DefinitionPart): string {
  if (path !== METADATA && path !== LEGACY && path !== MASHUP && !path.endsWith(".mdf"))
    return shortHash(Buffer.from(content).toString("base64"));
  const text = canonicalText(partText(content));
  if (path === MASHUP || path.endsWith(".mdf")) return text;
  const { name: _name, ...meaning } = JSON.parse(text) as { [key: string]: Json };
  const session = meaning.editingSessionMashup as { [key: string]: Json } | undefined;
  if (path === LEGACY && typeof session?.mashupDocument === "string")
    session.mashupDocument = canonicalText(session.mashupDocument);
  return JSON.stringify(canonicalJson(meaning));
}
