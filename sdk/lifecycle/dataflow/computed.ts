import { keys, type Computed, type Inputs } from "../../model/dataflow";
import { keysWith } from "../../model/keys";
import { isUnknown, UNKNOWN } from "../../model/unknown";
import { DECLARATION } from "../../model/declaration";
import type { DefinitionPart } from "../../definition/parts";
import { assetHashes } from "../../definition/assets";
import { secretPathsOf } from "../declaration";
import { equal, isObject } from "../../common/objects";
import { pick } from "../values";
import { ISOLATION_ARGUMENTS, isSeen, secretsOf, secretValues, TEXT_ARGUMENTS, withoutMark } from "./definition";

export const COMPUTED = keysWith(keys, { kind: "computed" });

export type Wanted = Pick<Computed, "definitionFingerprint" | "queries"> &
  Partial<Pick<Computed, "destinations" | "__foreign">>;

/** Returns the computed keys while a value they need is not known yet. */
export const unknownComputed = (): Record<string, string> =>
  Object.fromEntries(COMPUTED.filter((key) => !key.startsWith("__")).map((key) => [key, UNKNOWN]));

/** Returns what was computed before, if everything that goes into the text is unchanged. Then nothing is read. */
export function carry(olds: Partial<Inputs>, news: Inputs): Wanted | undefined {
  const { queries, destinations } = olds;
  const definitionFingerprint = withoutMark(olds.definitionFingerprint);
  if (definitionFingerprint === undefined || isSeen(olds.definitionFingerprint) || !isObject(queries)) return undefined;
  const judging = ["validate", ...ISOLATION_ARGUMENTS] as const;
  if (!isSameSource(olds, news) || !equal(pick(olds, judging), pick(news, judging))) return undefined;
  const { __foreign } = olds;
  return {
    definitionFingerprint,
    queries,
    ...(destinations && { destinations }),
    ...(__foreign !== undefined && { __foreign }),
  };
}

/** True if everything that goes into the text is unchanged, byte for byte. */
function isSameSource(olds: Partial<Inputs>, news: Inputs): boolean {
  const hashes = assetHashes(news.definition);
  const sameAssets = hashes !== undefined && hashes === assetHashes(olds.definition);
  return (
    sameAssets &&
    equal(pick(olds, TEXT_ARGUMENTS), pick(news, TEXT_ARGUMENTS)) &&
    equal(secretPathsOf(olds), secretPathsOf(news))
  );
}

/**
 * True if the text is unchanged although other values of it are secret now. Secret values are in no fingerprint, so a
 * new fingerprint alone does not show that the text changed. Undefined if the same values are secret.
 */
export function isSameButSecrets(
  olds: Partial<Inputs>,
  news: Inputs,
  parts: readonly DefinitionPart[],
): boolean | undefined {
  if (equal(secretPathsOf(olds), secretPathsOf(news))) return undefined;
  const { queryFingerprints } =
    require("../../definition/queryFingerprints") as typeof import("../../definition/queryFingerprints");
  const asBefore = { ...news, [DECLARATION]: olds[DECLARATION] };
  return (
    !isSeen(olds.definitionFingerprint) &&
    queryFingerprints(parts, secretsOf(asBefore)).definitionFingerprint === withoutMark(olds.definitionFingerprint) &&
    equal(secretValues(olds), secretValues(asBefore))
  );
}

/**
 * `definitionRevision` counts every definition to write: edits, repairs of edits made elsewhere, and new secret values,
 * which no fingerprint shows. The other two are the revisions to publish and to test.
 */
export function revisions(olds: Partial<Inputs>, news: Inputs, wanted: Wanted, isSame?: boolean) {
  const before = olds.definitionRevision ?? 0;
  const differs =
    withoutMark(olds.definitionFingerprint) !== wanted.definitionFingerprint ||
    // The program now declares an edit that was made in the portal. Nobody has published that.
    (isSeen(olds.definitionFingerprint) && !isSameSource(olds, news)) ||
    !equal(secretValues(olds), secretValues(news));
  const definitionRevision = before + (differs && isSame !== true ? 1 : 0);
  return {
    definitionRevision,
    publishedRevision: wantedPublish(olds, news, definitionRevision),
    ...(hasTests(news) && { testedRevision: definitionRevision }),
  };
}

/** Returns the revision to publish: this one if publishing is on, else the published one. */
export function wantedPublish(olds: Partial<Inputs>, news: Inputs, definitionRevision: unknown): unknown {
  if (isUnknown(news.publishOnUpdate)) return UNKNOWN;
  return news.publishOnUpdate === true ? definitionRevision : (olds.publishedRevision ?? 0);
}

export const hasTests = (news: Inputs): boolean => Object.keys(news.tests ?? {}).length > 0;
