import { escapeM } from "../common/escapeM";
import { scan, type Token } from "./m/tokens";
import { canonicalTokens } from "./m/canonicalTokens";
import { literalsFor, type ParameterValue } from "./parameterLiterals";

/**
 * A value that must not be guessed from a fingerprint. A parameter is known by its place in the text; the value of a replacement
 * by itself, wherever it stands.
 */
export type Secret =
  { kind: "parameter"; name: string; value: ParameterValue } | { kind: "replacement"; name: string; value: string };

const mark = (name: string): string => `\u0001secret ${name}\u0001`;

/** A text with the secret values of replacements as their names. `escape` gives the forms in which a value can be written. */
export function withoutSecrets(
  text: string,
  secrets: readonly Secret[],
  escape: (value: string) => string = (value) => value,
): string {
  const values = secrets
    .flatMap((secret) => (secret.kind === "replacement" && secret.value !== "" ? [secret] : []))
    .flatMap(({ name, value }) => [...new Set([value, escape(value)])].map((written) => ({ name, written })))
    .sort((a, b) => b.written.length - a.written.length);
  return values.reduce((masked, { name, written }) => masked.replaceAll(written, mark(name)), text);
}

export const mashupWithoutSecrets = (text: string, secrets: readonly Secret[]): string =>
  withoutSecrets(text, secrets, escapeM);

/**
 * What a parameter's declaration says with its value left out: that it is the secret one, or that it is another. Nothing about the
 * value goes into it.
 */
export function secretParameterTokens(
  text: string,
  tokens: readonly Token[],
  { firstToken, endToken }: { firstToken: number; endToken: number },
  secret: { name: string; value: ParameterValue },
): string {
  const value = valueTokens(text, tokens, firstToken, endToken);
  if (!value) return mark(`${secret.name} without declaration`);
  const written = canonicalTokens(text, tokens, value.from, value.to);
  const same = literalsFor(secret.value).some((literal) => {
    const parsed = scan(literal);
    return canonicalTokens(literal, parsed, 0, parsed.length) === written;
  });
  return (
    canonicalTokens(text, tokens, firstToken, value.from) +
    mark(same ? secret.name : `${secret.name} other`) +
    canonicalTokens(text, tokens, value.to, endToken)
  );
}

/** From after the last `=` before it, to the first `meta`: both forms of a parameter. */
function valueTokens(
  text: string,
  tokens: readonly Token[],
  firstToken: number,
  endToken: number,
): { from: number; to: number } | undefined {
  let depth = 0;
  let from: number | undefined;
  for (let index = firstToken; index < endToken; index++) {
    const token = tokens[index] as Token;
    const written = text.slice(token.start, token.end);
    if (token.kind === "word" && written === "meta" && depth === 0 && from !== undefined) return { from, to: index };
    if (token.kind !== "symbol") continue;
    if (/^[[({]$/.test(written)) depth++;
    else if (/^[\])}]$/.test(written)) depth--;
    else if (written === "=" && depth === 0) from = index + 1;
  }
  return undefined;
}
