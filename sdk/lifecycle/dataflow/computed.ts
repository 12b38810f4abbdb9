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

/** What a value that is not known yet leaves of them. */
export const unknownComputed = (): Record<string, string> =>
  Object.fromEntries(COMPUTED.filter((key) => !key.startsWith("__")).map((key) => [key, UNKNOWN]));

/** Where everything that goes into the text is as it was, what was computed then is carried forward and nothing is read. */
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

/** Whether everything that goes into the text is as it was, byte for byte. */
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
 * Whether the text is as it was, although other values of it are secret now: what is secret stands in no fingerprint, so the new one says
 * nothing. Undefined where the same are secret.
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
 * `definitionRevision` counts every definition that is to be written: edits, the repair of edits made elsewhere, and secret values,
 * which no fingerprint shows. The other two are the revisions that are wanted published and tested.
 */
export function revisions(olds: Partial<Inputs>, news: Inputs, wanted: Wanted, isSame?: boolean) {
  const before = olds.definitionRevision ?? 0;
  const differs =
    withoutMark(olds.definitionFingerprint) !== wanted.definitionFingerprint ||
    // The program has followed an edit made in the portal: nobody has published that.
    (isSeen(olds.definitionFingerprint) && !isSameSource(olds, news)) ||
    !equal(secretValues(olds), secretValues(news));
  const definitionRevision = before + (differs && isSame !== true ? 1 : 0);
  return {
    definitionRevision,
    publishedRevision: wantedPublish(olds, news, definitionRevision),
    ...(hasTests(news) && { testedRevision: definitionRevision }),
  };
}

/** The revision that is to be published: this one where publishing is on, else the one that is. */
export function wantedPublish(olds: Partial<Inputs>, news: Inputs, definitionRevision: unknown): unknown {
  if (isUnknown(news.publishOnUpdate)) return UNKNOWN;
  return news.publishOnUpdate === true ? definitionRevision : (olds.publishedRevision ?? 0);
}

export const hasTests = (news: Inputs): boolean => Object.keys(news.tests ?? {}).length > 0;
