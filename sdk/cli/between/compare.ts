import { nothingChanged, queryChanges, type QueryChanges } from "../../definition/changes";
import type { DefinitionPart } from "../../definition/parts";
import { changedBeside, queryFingerprints } from "../../definition/queryFingerprints";
import { understand } from "../../definition/understand";
import type { Side, SideDataflow } from "./sides";
import { translations } from "./translate";

/** How a dataflow differs between two environments, beyond what they declare. */
export interface Compared extends QueryChanges {
  equal: boolean;
  /** True if something other than the queries differs. */
  settings: boolean;
  /** Both definitions, with the second environment's own values replaced by those of the first. */
  parts: [DefinitionPart[], DefinitionPart[]];
  /** Secret arguments that could not be applied, and may show as a difference. */
  left: string[];
}

/** Reads both definitions and compares them. */
export async function compare(
  [first, second]: readonly [Side, Side],
  [a, b]: readonly [SideDataflow, SideDataflow],
): Promise<Compared> {
  const [before, after] = await Promise.all([stored(first, a), stored(second, b)]);
  const environments = translations({ ...a, parts: before }, { ...b, parts: after });
  // A value cannot be set if a definition lacks its place. That is not an error here.
  const made = await Promise.all(
    [before, after].map(async (parts, at) => (await understand(parts, { ...environments[at], validate: "off" })).parts),
  );
  const parts = made as [DefinitionPart[], DefinitionPart[]];
  const [old, next] = [queryFingerprints(parts[0]), queryFingerprints(parts[1])];
  const changes = queryChanges(old.queries, next.queries);
  const settings = changedBeside(old.definitionFingerprint, next.definitionFingerprint).length > 0;
  const left = [...new Set([...(a.declared?.left ?? []), ...(b.declared?.left ?? [])])];
  return { ...changes, settings, equal: nothingChanged(changes) && !settings, parts, left };
}

async function stored({ client }: Side, { workspaceId, id }: SideDataflow): Promise<DefinitionPart[]> {
  const { parts } = await client.dataflows.getDefinition(workspaceId, id);
  return parts.map(({ path, payload }) => ({ path, content: Buffer.from(payload, "base64") }));
}
