import { parseConnectionId } from "../definition/connectionId";
import { changedNames } from "../definition/changes";
import { viewMetadata } from "../definition/metadata";
import { openDefinition } from "../definition/open";
import type { DefinitionPart } from "../definition/parts";
import { queryFingerprints } from "../definition/queryFingerprints";
import { newestFirst } from "../fabric/jobTimes";
import { jobOutcome, sameJobType, type JobInstance } from "../fabric/jobTypes";
import type { StateOf } from "./declaredInStack";

/** A connection of a definition, with its id in Fabric's list. */
export interface ConnectionView {
  kind: string;
  path: string;
  connectionId?: string;
}

/** Returns the connections of a definition. */
export function connectionsIn(parts: readonly DefinitionPart[]): ConnectionView[] {
  const opened = openDefinition(parts);
  return (opened ? viewMetadata(opened).connections : []).map(({ kind, path, connectionId }) => {
    const id = parseConnectionId(connectionId)?.datasourceId;
    return { kind, path, ...(id !== undefined && { connectionId: id }) };
  });
}

/** Returns the newest publish that completed. A refresh may have published too, but its job instance does not say so. */
export const lastPublish = (runs: readonly JobInstance[]): JobInstance | undefined =>
  newestFirst(runs).find(
    ({ jobType, status }) => sameJobType(jobType, "Publish") && jobOutcome(status) === "completed",
  );

/** The state of a dataflow in a stack, and how the service differs from it. */
export interface StackView {
  /** `definition revision 3, published 2: runs may use an older version`. */
  published: string;
  /** `none`, the queries that differ, or why it is not known. */
  drift: string;
}

export function stackView(state: StateOf | undefined, parts: readonly DefinitionPart[]): StackView {
  if (!state) return { published: "not in the stack", drift: "not in the stack" };
  return { published: publishedText(state), drift: driftText(state, parts) };
}

function publishedText({ definitionRevision = 0, publishedRevision = 0 }: StateOf): string {
  if (definitionRevision === 0) return "manages no definition";
  if (publishedRevision === definitionRevision) return `revision ${definitionRevision}, published`;
  const last = publishedRevision === 0 ? "none published by this stack" : `published ${publishedRevision}`;
  return `revision ${definitionRevision}, ${last}: runs may use an older version`;
}

function driftText(
  { definitionFingerprint, queries, baseline, hasSecrets }: StateOf,
  parts: readonly DefinitionPart[],
): string {
  if (definitionFingerprint === undefined || queries === undefined) return "manages no definition";
  if (parts.length === 0) return "not readable";
  // Secret values are in no fingerprint, and the state here has them encrypted.
  if (hasSecrets) return "not compared: it has secret values";
  const seen = queryFingerprints(parts);
  if ([definitionFingerprint, baseline].includes(seen.definitionFingerprint)) return "none";
  const names = changedNames(queries, seen.queries);
  return names.length > 0 ? names.join(", ") : "settings outside the queries";
}
