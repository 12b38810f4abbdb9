import { bareName } from "../definition/m/text";
import { applyEdits, type Edit } from "../definition/m/positions";
import { scan, type Token } from "../definition/m/tokens";

const SUGGESTS =
  /pass(?:word|wd|phrase)|pwd|secret|token|credential|(?:api|access|account|private|shared|client|subscription|function|host|master)[ _-]?key|^key$|signature|\bsas\b|connection[ _-]?string|authorization/i;

/** True if a name suggests that its value is a secret. It also matches names like `CreditScoreToken`: it hides too much rather than too little. */
export const suggestsSecret = (name: string): boolean =>
  SUGGESTS.test(name.replace(/([a-z])([A-Z])/g, "$1 $2")) || SUGGESTS.test(name);

const HIDDEN = '"(hidden)"';
const CHANGED = '"(hidden, changed)"';

/**
 * Returns both texts with masked literals after `Name =` if the name suggests a secret: values of parameters, steps and fields, and lists of
 * allowed values. It stays visible that a value changed. Line ends stay, so that line numbers are right.
 */
export function hideSecrets(before: string, after: string): [string, string] {
  const [old, now] = [secretTexts(before), secretTexts(after)];
  const known = new Set(old.map(({ name, value }) => JSON.stringify([name, value])));
  const edits = (found: readonly SecretText[], isAfter: boolean): Edit[] =>
    found.map(({ start, end, name, value }) => {
      const text = isAfter && before !== "" && !known.has(JSON.stringify([name, value])) ? CHANGED : HIDDEN;
      return { start, end, text: text + value.replace(/[^\r\n\u2028\u2029]/g, "") };
    });
  return [applyEdits(before, edits(old, false)), applyEdits(after, edits(now, true))];
}

interface SecretText {
  name: string;
  value: string;
  start: number;
  end: number;
}

/** Returns every literal in a value whose name suggests a secret. */
function secretTexts(text: string): SecretText[] {
  const tokens = scan(text).filter(({ kind }) => kind !== "comment");
  const written = (token: Token | undefined): string => (token ? text.slice(token.start, token.end) : "");
  const found: SecretText[] = [];
  tokens.forEach((token, index) => {
    if (token.kind !== "symbol" || written(token) !== "=") return;
    const before = tokens[index - 1];
    if (!before || (before.kind !== "word" && before.kind !== "identifier")) return;
    const name = nameBefore(text, tokens, index);
    if (!suggestsSecret(name)) return;
    for (const literal of literalsOfValue(text, tokens, index + 1))
      found.push({ name, value: written(literal), start: literal.start, end: literal.end });
  });
  return found;
}

/** Returns the name before an equals sign. The name of a field may have several words: `[Client Secret = "..."]`. */
function nameBefore(text: string, tokens: readonly Token[], equals: number): string {
  let from = equals - 1;
  while (tokens[from - 1]?.kind === "word" && tokens[from]?.kind === "word") from--;
  return bareName(text.slice((tokens[from] as Token).start, (tokens[equals - 1] as Token).end));
}

/** Fields of a parameter's `meta` record that hold its values. */
const VALUES = new Set(["List", "DefaultValue"]);

/** Returns the texts and numbers of a value. In a parameter's `meta` record, only the fields with values are read. */
function literalsOfValue(text: string, tokens: readonly Token[], from: number): Token[] {
  const found: Token[] = [];
  let depth = 0;
  let field: string | undefined;
  for (let index = from; index < tokens.length; index++) {
    const token = tokens[index] as Token;
    const written = text.slice(token.start, token.end);
    if (token.kind === "text" || token.kind === "number") {
      if (field === undefined || VALUES.has(field)) found.push(token);
    } else if (token.kind === "word" && depth === 0 && /^(?:in|let|shared|each|if)$/.test(written)) break;
    else if (written === "meta" && depth === 0) field = "meta";
    else if (written === "=" && depth === 1 && field !== undefined) field = nameBefore(text, tokens, index);
    else if (/^[[({]$/.test(written)) depth++;
    else if (/^[\])}]$/.test(written) && --depth < 0) break;
    else if ((written === "," || written === ";") && depth === 0) break;
  }
  return found;
}
