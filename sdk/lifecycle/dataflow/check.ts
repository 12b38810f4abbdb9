import { assetHashes } from "../../definition/assets";
import { error, problemText } from "../../definition/problem";
import { FINGERPRINT_VERSION, fingerprintVersion } from "../../definition/fingerprint";
import type { CheckAnswer, Reporter } from "../context";
import { containsUnknown, isObject, isUnknown, text, UNKNOWN, without, type Props } from "../values";
import { declareDefinition, isSeen, withoutMark } from "./definition";
import { checkArguments, COMPUTED } from "./inputs";

/** Validates what can be seen without the network, and computes what previews and dependents show. */
export async function check(olds: Props, news: Props, report: Reporter): Promise<CheckAnswer> {
  const problems = checkArguments(news);
  const newer = (fingerprintVersion(text(olds.definitionFingerprint) ?? "") ?? 0) > FINGERPRINT_VERSION;
  if (newer)
    problems.push(error("definition", "its state was written by a newer pulumi-fabric-dataflow: update the package"));
  if (news.definition === undefined) {
    if (olds.definition !== undefined) report.info("definition is no longer declared: the stored one is left as it is");
    return { inputs: without(news, ...COMPUTED), problems };
  }
  // The engine puts old values there where ignoreChanges names them.
  if (news.definitionFingerprint !== undefined)
    return { inputs: { ...news, publishedRevision: wantedPublish(olds, news, news.definitionRevision) }, problems };
  if (containsUnknown(news.definition))
    return { inputs: { ...news, ...Object.fromEntries(COMPUTED.map((key) => [key, UNKNOWN])) }, problems };
  const { fingerprints, problems: found } = await wantedFingerprints(olds, news);
  for (const problem of found.filter(({ severity }) => severity === "warning")) report.warn(problemText(problem));
  problems.push(...found.filter(({ severity }) => severity === "error"));
  if (!fingerprints) return { inputs: news, problems };
  return { inputs: { ...news, ...fingerprints, ...revisions(olds, news, fingerprints) }, problems };
}

type Wanted = { definitionFingerprint: string; queries: Record<string, string> };

/** Where everything that goes into the text is as it was, what was computed then is carried forward and nothing is read. */
async function wantedFingerprints(olds: Props, news: Props) {
  const carried = carry(olds, news);
  if (carried) return { fingerprints: carried, problems: [] };
  const { declared, problems } = await declareDefinition(news);
  if (!declared) return { problems };
  const { definitionFingerprint, queries } = declared;
  return { fingerprints: { definitionFingerprint, queries }, problems };
}

function carry(olds: Props, news: Props): Wanted | undefined {
  const definitionFingerprint = text(olds.definitionFingerprint);
  const queries = olds.queries;
  if (definitionFingerprint === undefined || isSeen(definitionFingerprint) || !isObject(queries)) return undefined;
  const hashes = assetHashes(news.definition);
  if (hashes === undefined || hashes !== assetHashes(olds.definition)) return undefined;
  return { definitionFingerprint, queries: queries as Record<string, string> };
}

/** `definitionRevision` counts every definition that is to be written: edits, and the repair of edits made elsewhere. */
function revisions(olds: Props, news: Props, wanted: Wanted): Props {
  const before = typeof olds.definitionRevision === "number" ? olds.definitionRevision : 0;
  const changed = withoutMark(olds.definitionFingerprint) !== wanted.definitionFingerprint;
  const definitionRevision = before + (changed ? 1 : 0);
  return { definitionRevision, publishedRevision: wantedPublish(olds, news, definitionRevision) };
}

/** The revision that is to be published: this one where publishing is on, else the one that is. */
function wantedPublish(olds: Props, news: Props, definitionRevision: unknown): unknown {
  if (isUnknown(news.publishOnUpdate)) return UNKNOWN;
  if (news.publishOnUpdate === true) return definitionRevision;
  return typeof olds.publishedRevision === "number" ? olds.publishedRevision : 0;
}
