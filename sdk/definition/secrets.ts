import { escapeM } from "../common/escapeM";
import { isGuid } from "../common/guid";
import { applyEdits } from "./m/positions";
import { literalText, textLiteral } from "./m/text";
import { scan, type Token } from "./m/tokens";
import { canonicalTokens } from "./m/canonicalTokens";
import { TextFinder } from "./textFinder";
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

/** The texts among secrets, as they are looked for. */
interface SecretTexts {
  /** Those that count wherever they stand. */
  finder: TextFinder<{ find: string; name: string }>;
  /** By id in lower case: the service writes ids in either case. */
  ids: ReadonlyMap<string, string>;
  short: ReadonlyMap<string, string>;
}

const known = new WeakMap<readonly Secret[], SecretTexts>();

function textsOf(secrets: readonly Secret[]): SecretTexts {
  const before = known.get(secrets);
  if (before) return before;
  const texts = secrets.flatMap((secret) => (secret.kind === "text" && secret.value !== "" ? [secret] : []));
  const named = (of: typeof texts) => new Map([...of].reverse().map(({ name, value }) => [value.toLowerCase(), name]));
  const anywhere = texts.filter(({ value }) => value.length >= SHORTEST && !isGuid(value));
  const found = {
    finder: new TextFinder(anywhere.map(({ name, value }) => ({ find: value, name }))),
    ids: named(texts.filter(({ value }) => isGuid(value))),
    short: new Map(texts.filter(({ value }) => value.length < SHORTEST).map(({ name, value }) => [value, name])),
  };
  known.set(secrets, found);
  return found;
}

const ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/** A value of a text with the secret texts in it as their names. */
export function withoutSecrets(text: string, secrets: readonly Secret[]): string {
  if (secrets.length === 0) return text;
  const { finder, ids, short } = textsOf(secrets);
  const alone = short.get(text);
  if (alone !== undefined) return mark(alone);
  const edits = [...finder.matches(text)].map(({ start, one }) => ({
    start,
    end: start + one.find.length,
    text: mark(one.name),
  }));
  const masked = edits.length === 0 ? text : applyEdits(text, edits);
  if (ids.size === 0) return masked;
  return masked.replace(ID, (id) => {
    const name = ids.get(id.toLowerCase());
    return name === undefined ? id : mark(name);
  });
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
