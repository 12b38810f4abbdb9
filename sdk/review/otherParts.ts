import { createHash } from "node:crypto";
import { LEGACY, MASHUP, METADATA, PLATFORM } from "../definition/parts";
import type { DefinitionPart } from "../definition/parts";
import type { SettingChange } from "./document";

interface State {
  name: string;
  parts: readonly DefinitionPart[];
}

/** Returns the changes beside mashup and metadata: the display name, and parts that are sent as they are. */
export function otherParts(before: State | undefined, after: State | undefined): SettingChange[] {
  if (!before || !after) return [];
  const changes: SettingChange[] =
    before.name === after.name ? [] : [{ name: "displayName", before: before.name, after: after.name }];
  const [old, now] = [hashes(before.parts), hashes(after.parts)];
  for (const path of new Set([...old.keys(), ...now.keys()])) {
    const [was, is] = [old.get(path), now.get(path)];
    if (was !== is)
      changes.push({
        name: `part ${path}`,
        ...(was !== undefined && { before: was }),
        ...(is !== undefined && { after: is }),
      });
  }
  return changes;
}

/** Returns the beginning of the hash of each part that is not understood, by its path. */
const hashes = (parts: readonly DefinitionPart[]): Map<string, string> =>
  new Map(
    parts
      .filter(({ path }) => ![MASHUP, METADATA, LEGACY, PLATFORM].includes(path))
      .map(({ path, content }) => [path, createHash("sha256").update(content).digest("hex").slice(0, 12)]),
  );
