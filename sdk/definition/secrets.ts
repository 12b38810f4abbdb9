import { escapeM } from "../common/escapeM";
import { isGuid } from "../common/guid";
import { applyEdits } from "./m/positions";
import { literalText, textLiteral } from "./m/text";
import { scan, type Token } from "./m/tokens";
import { canonicalTokens } from "./m/canonicalTokens";
import { TextFinder } from "./textFinder";
import { literalsFor, type ParameterValue } from "./parameterLiterals";

/**
 * A value that nobody must be able to guess from a fingerprint. A parameter is found by its declaration. A text of a replacement, a path or an
 * id is found wherever it occurs in a text literal, a comment or a value of the metadata. Names are never masked.
 */
export type Secret =
  { kind: "parameter"; name: string; value: ParameterValue } | { kind: "text"; name: string; value: string };

const mark = (name: string): string => `\u0001secret ${escapeM(name)}\u0001`;

/**
 * The shortest text that is masked within other texts. A shorter one is masked only as a whole text, because it occurs everywhere.
 */
const SHORTEST = 3;

/** The secret texts, prepared for the search. */
interface SecretTexts {
  /** Finds the texts that are masked wherever they occur. */
  finder: TextFinder<{ find: string; name: string }>;
  /** Names by id in lower case: the service writes ids in either case. */
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

/** Returns a text with names in the place of the secret texts in it. */
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

/** Returns the M with names in the place of the secret texts in its literals and comments. Names and code stay as they are. */
export function mashupWithoutSecrets(text: string, secrets: readonly Secret[]): string {
  if (!secrets.some(({ kind }) => kind === "text")) return text;
  const edits = scan(text).flatMap(({ kind, start, end }) => {
    if (kind !== "text" && kind !== "comment") return [];
    const written = text.slice(start, end);
    const value = kind === "text" ? literalText(written) : written;
    const masked = withoutSecrets(value, secrets);
    return masked === value ? [] : [{ start, end, text: kind === "text" ? textLiteral(masked) : masked }];
  });
  return applyEdits(text, edits);
}

/**
 * Returns the tokens of a parameter's declaration without its value. In its place is a mark that says if it is the secret value or another one.
 * The result does not depend on the value in any other way.
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

/** Returns the tokens of a parameter's value: those between the last `=` and the first `meta`. This fits both forms of a parameter. */
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
