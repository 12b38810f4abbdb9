import { hasUnwritten, keepClaim } from "../ownership";
import type { DiffResult, Reporter } from "../context";
import { rememberFormerId } from "../formerIds";
import { rememberItem } from "../knownParameters";
import { rememberEstablished } from "../settling";
import { assertState } from "../state";
import { keys, type Inputs, type Outputs } from "../../model/dataflow";
import { keysWith } from "../../model/keys";
import { containsUnknown } from "../../model/unknown";
import { differing } from "../differing";
import { leading } from "./leading";
import { isEmpty, plan, type Plan } from "./plan";

const REPLACING = keysWith(keys, { step: "replace" });

/**
 * Compares definitions by fingerprints, not bytes. It never depends on the engine's own mark of unfinished work, which
 * `pulumi refresh` removes: unfinished work differs here in the outputs, and after a refresh in the inputs too.
 */
export function diff(id: string, olds: Partial<Outputs>, news: Inputs, report: Reporter): DiffResult {
  assertState<Outputs>(olds, "workspaceId");
  rememberItem(id, news);
  rememberEstablished(id);
  keepClaim("dataflow", id, olds);
  const replaces = differing(keys, REPLACING, olds, news);
  if (replaces.length > 0) {
    rememberFormerId(id);
    return { replaces };
  }
  const changes = plan(olds, news);
  if (hasUnwritten(olds, planned(changes), report)) return { changes: true };
  if (olds.rolledBack !== undefined && changes.writeDefinition) {
    report.info(
      `${leading(news)}revision ${olds.rolledBack} was rolled back, so the declared definition is still to be written`,
    );
    return { changes: true };
  }
  return isEmpty(changes) && !containsUnknown(news) ? { changes: false } : {};
}

/** Returns the argument names behind a plan. */
export const planned = (changes: Plan): string[] => [
  ...Object.keys(changes.properties ?? {}),
  ...(changes.move ? ["folderId"] : []),
  ...(changes.tags ? ["tags"] : []),
  ...(changes.writeDefinition || changes.bindStored ? ["definition"] : []),
  ...(changes.publish ? ["publishedRevision"] : []),
  ...(changes.test ? ["testedRevision"] : []),
  ...changes.settings,
];
