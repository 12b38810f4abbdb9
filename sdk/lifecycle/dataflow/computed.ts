import { COMPUTED } from "../../outputNames";
import { assetHashes } from "../../definition/assets";
import { secretPathsOf } from "../declaration";
import { equal, isObject, isUnknown, pick, text, UNKNOWN, type Props } from "../values";
import { isSeen, secretValues, TEXT_INPUTS, withoutMark } from "./definition";

export interface Wanted {
  definitionFingerprint: string;
  queries: Record<string, string>;
}

/** What a value that is not known yet leaves of them. */
export const unknownComputed = (): Props => Object.fromEntries(COMPUTED.map((key) => [key, UNKNOWN]));

/** Where everything that goes into the text is as it was, what was computed then is carried forward and nothing is read. */
export function carry(olds: Props, news: Props): Wanted | undefined {
  const definitionFingerprint = text(olds.definitionFingerprint);
  const queries = olds.queries;
  if (definitionFingerprint === undefined || isSeen(definitionFingerprint) || !isObject(queries)) return undefined;
  if (!isSameSource(olds, news) || !equal(olds.validate, news.validate)) return undefined;
  return { definitionFingerprint, queries: queries as Record<string, string> };
}

/** Whether everything that goes into the text is as it was, byte for byte. */
function isSameSource(olds: Props, news: Props): boolean {
  const hashes = assetHashes(news.definition);
  const sameAssets = hashes !== undefined && hashes === assetHashes(olds.definition);
  return (
    sameAssets &&
    equal(pick(olds, TEXT_INPUTS), pick(news, TEXT_INPUTS)) &&
    equal(secretPathsOf(olds), secretPathsOf(news))
  );
}

/**
 * `definitionRevision` counts every definition that is to be written: edits, the repair of edits made elsewhere, and secret values,
 * which no fingerprint shows. The other two are the revisions that are wanted published and tested.
 */
export function revisions(olds: Props, news: Props, wanted: Wanted): Props {
  const before = number(olds.definitionRevision);
  const changed =
    withoutMark(olds.definitionFingerprint) !== wanted.definitionFingerprint ||
    // The program has followed an edit made in the portal: nobody has published that.
    (isSeen(olds.definitionFingerprint) && !isSameSource(olds, news)) ||
    !equal(secretValues(olds), secretValues(news));
  const definitionRevision = before + (changed ? 1 : 0);
  return {
    definitionRevision,
    publishedRevision: wantedPublish(olds, news, definitionRevision),
    ...(hasTests(news) && { testedRevision: definitionRevision }),
  };
}

/** The revision that is to be published: this one where publishing is on, else the one that is. */
export function wantedPublish(olds: Props, news: Props, definitionRevision: unknown): unknown {
  if (isUnknown(news.publishOnUpdate)) return UNKNOWN;
  return news.publishOnUpdate === true ? definitionRevision : number(olds.publishedRevision);
}

export const hasTests = (news: Props): boolean => isObject(news.tests) && Object.keys(news.tests).length > 0;

const number = (value: unknown): number => (typeof value === "number" ? value : 0);
