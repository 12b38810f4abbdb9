import type { ReadOptions } from "../../fabric/callOptions";
import type { Definition } from "../../fabric/types";
import type { Baseline, Inputs, Outputs } from "../../model/dataflow";
import { progressOf, type Context } from "../context";
import { queryFingerprints } from "../../definition/queryFingerprints";
import type { DefinitionPart } from "../../definition/parts";
import { fingerprintOf, isUnbound, secretsOf, toRequest, withoutMark } from "./definition";
import { outdateRuns } from "../startedRuns";
import { timeoutMs } from "./timeouts";
import { changedNames } from "../../definition/changes";
import { errorText, inParentheses } from "../../common/text";
import { isSecretDefinition } from "./secretDefinition";

/** Replaces the whole stored definition. */
export async function writeDefinition(
  context: Context,
  id: string,
  news: Inputs,
  parts: readonly DefinitionPart[],
): Promise<void> {
  outdateRuns(id);
  await context.client.dataflows.updateDefinition(news.workspaceId, id, toRequest(parts), {
    timeoutMs: timeoutMs(news, "update"),
    signal: context.signal,
    onProgress: progressOf(context, "updateDefinition"),
  });
}

export const readDefinition = (
  context: Context,
  id: string,
  props: Inputs,
  options: ReadOptions = {},
): Promise<Definition> =>
  context.client.dataflows.getDefinition(props.workspaceId, id, {
    timeoutMs: timeoutMs(props, "update"),
    signal: context.signal,
    ...options,
  });

/**
 * Reads back what was just written. If the service serialises it in an unknown way, that must not become drift at each
 * refresh and a write at each `up`. So the difference is named once and kept as the baseline, which `read` does not
 * take for drift.
 */
export async function readBack(
  context: Context,
  id: string,
  news: Inputs,
  written?: readonly DefinitionPart[],
): Promise<Baseline | undefined> {
  if (isSecretDefinition(news)) return undefined;
  try {
    const seen = fingerprintOf(await readDefinition(context, id, news, { afterWrites: true }), news);
    if (seen.definitionFingerprint === news.definitionFingerprint) return undefined;
    const sent = written && queryFingerprints(written, secretsOf(news));
    if (sent?.definitionFingerprint === seen.definitionFingerprint) return seen;
    context.warn(
      `the definition that Fabric stored differs from the one that was sent${inParentheses(changedNames(news.queries, seen.queries))}: ` +
        "Fabric re-serialised it in an unknown way, or somebody edited it in these seconds. Later changes are compared with what is stored now",
    );
    return seen;
  } catch (error) {
    context.warn(
      `the stored definition could not be read back (${errorText(error)}); later changes are compared with what was sent`,
    );
    return undefined;
  }
}

/** True if the stored fingerprint equals the declared one or the baseline. */
export const isDeclared = (seen: Baseline, { definitionFingerprint: known, baseline }: Outputs): boolean =>
  [isUnbound(known) ? withoutMark(known) : known, baseline?.definitionFingerprint].includes(seen.definitionFingerprint);

/** True if the stored definition is compared, to find edits made elsewhere. */
export const comparesDefinition = (props: Inputs, { settings }: Context): boolean =>
  !isSecretDefinition(props) && (props.driftCheck ?? settings.driftCheck ?? "definition") === "definition";
