import { byKey, byName } from "./queryKeys";
import { AssetError, folderOf, readDefinitionArgument } from "../../definition/assets";
import { CURRENT_VERSION, shortHash, versionOf, type Fingerprints } from "../../definition/fingerprint";
import type { Isolation } from "../../definition/foreign";
import { parseConnectionId } from "../../definition/connectionId";
import { viewMetadata } from "../../definition/metadata";
import { openDefinition } from "../../definition/open";
import { sentParts, type DefinitionPart } from "../../definition/parts";
import { problemText, type Problem } from "../../common/problem";
import type { Secret } from "../../definition/secrets";
import type { Understanding, UnderstandOptions } from "../../definition/understand";
import type { Definition } from "../../fabric/types";
import type { SecretText } from "../../common/mask";
import { secretKeysOf } from "../declaration";
import { maskOf, secretTextsOf } from "../secretMask";
import { keys, type Inputs } from "../../model/dataflow";
import { keysWith } from "../../model/keys";
import { containsUnknown } from "../../model/unknown";
import { pick, asText } from "../values";
import { isSecretDefinition, withoutText } from "./secretDefinition";

/** Arguments that change the written text, beside the definition itself. */
export const TEXT_ARGUMENTS = keysWith(keys, { kind: "optional", step: "definition" }).filter(
  (key) => key !== "definition",
);

/** Everything that decides about the text and its fingerprints, except the definition itself. */
const environmentOf = (props: Partial<Inputs>): UnderstandOptions => ({
  ...pick(props, TEXT_ARGUMENTS),
  isolation: isolationOf(props),
  secretParameters: secretKeysOf(props, "parameters"),
  secretReplacements: secretKeysOf(props, "replacements"),
  secretTexts: ["connections", "bind", "gatewayObjectId"].flatMap((key) => secretTextsOf(props, key)).flatMap(partsOf),
});

/** Nothing is checked while a part of it is not known. At `up` everything is known. */
function isolationOf({ workspaceId, isolated, allowForeign = [] }: Partial<Inputs>): Isolation {
  const isKnown = !containsUnknown([workspaceId, isolated, allowForeign]);
  // Other forms are reported elsewhere.
  const ids = Array.isArray(allowForeign) ? allowForeign.filter((id: unknown) => typeof id === "string") : [];
  return { workspaceId: isKnown ? workspaceId : undefined, isolated: isolated === true, allowForeign: ids };
}

/** Arguments that decide, beside the text, which ids of the file are allowed. */
export const ISOLATION_ARGUMENTS = ["workspaceId", "isolated", "allowForeign"] as const;

/** Returns ids, and the parts of a path (`server;database`), as the M and the metadata have them. */
function partsOf({ name, value }: SecretText): SecretText[] {
  const id = parseConnectionId(value);
  const ids = [id?.clusterId, id?.datasourceId].filter((text) => text !== undefined);
  const texts = id ? ids : value.split(";");
  return texts.map((text, index) => ({ name: texts.length > 1 ? `${name}.${index}` : name, value: text }));
}

/**
 * The mark that `read` appends to the fingerprint of a stored definition that no program declared. The preview shows
 * it. `check` learns from it that the old inputs do not describe the old files.
 */
const SEEN = " (changed in Fabric)";
export const asSeen = (definitionFingerprint: string): string => `${definitionFingerprint}${SEEN}`;
/**
 * The mark after the fingerprint of a definition with connections that only a create has written, until an update
 * writes it once more: the service does not see bindings that only a create has written. `read` returns it, so that a
 * preview shows that something is left to do.
 */
const UNBOUND = " (connections not bound yet)";
export const asUnbound = (definitionFingerprint: unknown): string => `${withoutMark(definitionFingerprint)}${UNBOUND}`;
export const isUnbound = (definitionFingerprint: unknown): boolean =>
  asText(definitionFingerprint)?.endsWith(UNBOUND) === true;

export const withoutMark = (definitionFingerprint: unknown): string | undefined =>
  asText(definitionFingerprint)?.replace(SEEN, "").replace(UNBOUND, "");
export const isSeen = (definitionFingerprint: unknown): boolean =>
  asText(definitionFingerprint)?.endsWith(SEEN) === true;

/** Returns the beginning of messages about the text: the folder where a terminal finds it, or the argument. */
export const placeOf = ({ definition }: Partial<Inputs>): string => folderOf(definition) ?? "definition";

function optionsOf(props: Inputs, olds: Partial<Inputs>, validate: Inputs["validate"]): UnderstandOptions {
  // A former result is used only with the same algorithm and the same `validate`. A text that passed a weaker check is
  // checked again.
  const comparable = versionOf(olds.definitionFingerprint) === CURRENT_VERSION && olds.validate === props.validate;
  return {
    ...(validate && { validate }),
    ...environmentOf(props),
    argument: placeOf(props),
    mask: maskOf(props, olds),
    ...(comparable && olds.queries && { previous: byName(olds.queries) }),
  };
}

/**
 * Reads the definition argument, applies the environment's values and checks the result. `olds` say what was in order
 * before, so only what differs is parsed. `declared` is absent if a problem is an error.
 */
export async function declareDefinition(
  news: Inputs,
  olds: Partial<Inputs>,
  validate = news.validate,
): Promise<{ declared?: Understanding; problems: Problem[] }> {
  const { understand } = require("../../definition/understand") as typeof import("../../definition/understand");
  let parts: DefinitionPart[];
  try {
    parts = await readDefinitionArgument(news.definition);
  } catch (error) {
    if (error instanceof AssetError) return { problems: [error.problem] };
    throw error;
  }
  const declared = await understand(parts, optionsOf(news, olds, validate));
  const problems = isSecretDefinition(news) ? declared.problems.map(withoutText) : declared.problems;
  return problems.some((problem) => problem.severity === "error") ? { problems } : { declared, problems };
}

/** Returns the definition to write. It must be the one that `check` saw: a file may have been edited since. */
export async function definitionToWrite(news: Inputs, olds: Partial<Inputs> = {}): Promise<Understanding> {
  // It was already checked. Only tests need to know which queries depend on which.
  const validate = news.tests === undefined ? "off" : "warn";
  const { declared, problems } = await declareDefinition(news, olds, validate);
  if (!declared) throw new Error(problems.map(problemText).join("\n"));
  const { definitionFingerprint: wanted } = news;
  if (wanted !== undefined && !isSecretDefinition(news) && declared.definitionFingerprint !== wanted)
    throw new Error("definition: its files changed during this update, so nothing was written. Run `pulumi up` again");
  return declared;
}

/** Returns the values that must not be guessable from a fingerprint. The class lists them. */
export function secretsOf(props: Partial<Inputs>): Secret[] {
  const environment = environmentOf(props);
  const named = [environment.secretParameters, environment.secretReplacements, environment.secretTexts];
  if (named.every((names) => names?.length === 0)) return [];
  const { secretsOf: secrets } = require("../../definition/understand") as typeof import("../../definition/understand");
  return secrets(environment);
}

/** Returns the secret values. Their change does not change a fingerprint, but must be written. */
export const secretValues = (props: Partial<Inputs>): unknown =>
  secretsOf(props).map(({ name, value }) => [name, value]);

/** True if the definition names connections for its sources. */
export function bindsConnections(parts: readonly DefinitionPart[]): boolean {
  const opened = openDefinition(parts);
  return opened !== undefined && viewMetadata(opened).connections.length > 0;
}

/** Returns the definition in the form that the service takes. */
export const toRequest = (parts: readonly DefinitionPart[]): Definition => ({
  parts: sentParts(parts).map(({ path, content }) => ({
    path,
    payload: Buffer.from(content).toString("base64"),
    payloadType: "InlineBase64",
  })),
});

/** Returns the parts of a definition in a response. */
export const fromResponse = (definition: Definition): DefinitionPart[] =>
  definition.parts.map(({ path, payload }) => ({ path, content: Buffer.from(payload, "base64") }));

/**
 * Returns the fingerprints of the stored definition, with the secrets of `props` and its queries by key. A definition
 * that cannot be parsed equals no declared one.
 */
export function fingerprintOf(definition: Definition, props: Partial<Inputs>): Fingerprints {
  // Equals no declared one: a secret definition is not compared.
  if (isSecretDefinition(props)) return { definitionFingerprint: "0:secret", queries: {} };
  const { queryFingerprints } =
    require("../../definition/queryFingerprints") as typeof import("../../definition/queryFingerprints");
  try {
    const seen = queryFingerprints(fromResponse(definition), secretsOf(props));
    return { ...seen, queries: byKey(seen.queries) };
  } catch {
    return { definitionFingerprint: `0:${shortHash(JSON.stringify(definition.parts))}`, queries: {} };
  }
}
