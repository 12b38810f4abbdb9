import { AssetError, readDefinitionArgument } from "../../definition/assets";
import { fingerprint, fingerprintVersion, shortHash, type Fingerprints } from "../../definition/fingerprint";
import { checkParts, sentParts, type DefinitionPart } from "../../definition/parts";
import { problemText, type Problem } from "../../definition/problem";
import type { Definition } from "../../fabric/types";
import { text, type Props } from "../values";

/** A definition as it will be written, with what is known of it. */
export interface Declared extends Fingerprints {
  parts: DefinitionPart[];
}

/**
 * What `read` puts behind a fingerprint that it saw in the service and nobody declared. The preview shows it; `check` knows by it
 * that the old inputs do not describe the old files.
 */
const SEEN = " (changed in Fabric)";
export const asSeen = (definitionFingerprint: string): string => `${definitionFingerprint}${SEEN}`;
export const withoutMark = (definitionFingerprint: unknown): string | undefined =>
  text(definitionFingerprint)?.replace(SEEN, "");
export const isSeen = (definitionFingerprint: unknown): boolean => text(definitionFingerprint)?.endsWith(SEEN) === true;

/** Reads and judges the definition argument; `declared` is absent where a problem is an error. */
export async function declareDefinition(news: Props): Promise<{ declared?: Declared; problems: Problem[] }> {
  let parts: DefinitionPart[];
  try {
    parts = await readDefinitionArgument(news.definition);
  } catch (e) {
    if (e instanceof AssetError) return { problems: [e.problem] };
    throw e;
  }
  const problems = checkParts(parts);
  if (problems.some((problem) => problem.severity === "error")) return { problems };
  return { declared: { parts, ...fingerprint(parts) }, problems };
}

/** The definition to write, which must be the one that `check` saw: a file may have been edited since. */
export async function definitionToWrite(news: Props): Promise<Declared> {
  const { declared, problems } = await declareDefinition(news);
  if (!declared) throw new Error(problems.map(problemText).join("\n"));
  const checked = text(news.definitionFingerprint);
  const version = fingerprintVersion(checked ?? "");
  const now =
    version === undefined ? declared.definitionFingerprint : fingerprint(declared.parts).definitionFingerprint;
  if (checked !== undefined && now !== checked)
    throw new Error(
      "definition: its files changed while this update was under way; nothing was written, run `pulumi up` again",
    );
  return declared;
}

/** The form in which the service takes a definition. */
export const toRequest = (parts: readonly DefinitionPart[]): Definition => ({
  parts: sentParts(parts).map(({ path, content }) => ({
    path,
    payload: Buffer.from(content).toString("base64"),
    payloadType: "InlineBase64",
  })),
});

/** The parts of a definition as the service returned it. */
export const fromAnswer = (definition: Definition): DefinitionPart[] =>
  definition.parts.map(({ path, payload }) => ({ path, content: Buffer.from(payload, "base64") }));

/** What the stored definition means. One that cannot be understood equals nothing that was declared. */
export function fingerprintOf(definition: Definition): Fingerprints {
  try {
    return fingerprint(fromAnswer(definition));
  } catch {
    return { definitionFingerprint: `0:${shortHash(JSON.stringify(definition.parts))}`, queries: {} };
  }
}
