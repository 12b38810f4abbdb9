import { escapeM } from "../common/escapeM";
import { isGuid } from "../common/guid";
import { applyEdits } from "./m/positions";
import { literalText, textLiteral } from "./m/text";
import { scan, type Token } from "./m/tokens";
import { canonicalTokens } from "./m/canonicalTokens";
import { literalsFor, type ParameterValue } from "./parameterLiterals";

/**
 * A value that must not be guessed from a fingerprint. A parameter is known by its place in the text; a text of a replacement, a path or
 * an id by itself, wherever it stands in a text literal, a comment or a value of the metadata. Names are never kept apart.
 */
export type Secret =
  { kind: "parameter"; name: string; value: ParameterValue } | { kind: "text"; name: string; value: string };

const mark = (name: string): string => `\u0001secret ${escapeM(name)}\u0001`;

/** Shorter ones count only as a whole: they occur in every other text. */
const SHORTEST = 3;

/** A value of a text with the secret texts in it as their names. */
export function withoutSecrets(text: string, secrets: readonly Secret[]): string {
  const values = secrets.flatMap((secret) => (secret.kind === "text" && secret.value !== "" ? [secret] : []));
  values.sort((a, b) => b.value.length - a.value.length);
  return values.reduce((masked, { name, value }) => {
    if (value.length < SHORTEST) return masked === value ? mark(name) : masked;
    // The service writes ids in either case.
    return isGuid(value) ? masked.replace(new RegExp(value, "gi"), mark(name)) : masked.replaceAll(value, mark(name));
  }, text);
}

/** M with the secret texts in its literals and comments as their names. What is a name or code stays as it is. */
export function mashupWithoutSecrets(text: string, secrets: readonly Secret[]): string {
  if (!secrets.some(({ kind }) => kind === "text")) return text;
  const edits = scan(text).flatMap(({ kind, start, end }) => {
    if (kind !== "text" && kind !== "comment") return [];
    const written = text.slice(start, end);
    const said = kind === "text" ? literalText(written) : written;
    const masked = withoutSecrets(said, secrets);
    return masked === said ? [] : [{ start, end, text: kind === "text" ? textLiteral(masked) : masked }];
  });
  return applyEdits(text, edits);
}

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
