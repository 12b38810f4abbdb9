import { escapeM } from "./escapeM";
import { isGuid } from "./guid";
import { FormIndex, rangesOf, type Range, type Written } from "./maskedRanges";
import { beginning } from "./text";
import { plainForms, writtenForms } from "./writtenForms";

/** A value that nobody may see, and the name that is shown in its place. */
export interface SecretText {
  /** The path of the input, for example `parameters.Password`. */
  name: string;
  value: string;
}

/** Shorter values hide only if they stand quoted: they occur in every other sentence. */
const SHORTEST = 8;

/**
 * Hides secret values in text from outside: the service's messages, reasons of failures, a gateway's page, Entra's errors. It belongs where
 * such text enters a sentence of ours or the state, never over a finished message of ours.
 *
 * Values of 8 characters and more are hidden in each form in which a service writes what it quotes, the longest first; shorter ones only if
 * they stand quoted or alone. If a text was cut, at its end or at an ellipsis, 8 characters of a value are enough. Numbers, true and false, GUIDs
 * and names of the definition stay. What looks like a token never does.
 */
export class Mask {
  private known: { forms: FormIndex; quoted: Written[] } | undefined;

  /** `names` are texts that may be seen, whatever holds them. */
  constructor(
    private readonly secrets: readonly SecretText[] = [],
    private readonly names: ReadonlySet<string> = new Set(),
  ) {}

  /** The same with further values. */
  with(...more: readonly SecretText[]): Mask {
    return more.length === 0 ? this : new Mask([...this.secrets, ...more], this.names);
  }

  /** The text with `[secret: <name>]` in place of each value; of a text that nobody can read the beginning. */
  text(whole: string): string {
    const text = beginning(whole, LONGEST);
    const { forms, quoted } = (this.known ??= this.formsOfAll());
    const ranges = [
      ...forms.rangesIn(text),
      ...quoted.flatMap(({ name, form }) => [
        ...QUOTES.flatMap(([open, close]) => rangesOf(text, form, name, open, close)),
        ...(text.trim() === form ? rangesOf(text, form, name) : []),
      ]),
      ...tokensIn(text),
    ];
    return replaced(text, ranges);
  }

  /** A value of ours for a sentence of ours: if it is a secret one, the name of its input in its place. */
  value(text: string): string {
    const secret = this.secrets.find(({ value }) => value === text);
    return secret === undefined || this.names.has(text) ? text : shown(secret.name);
  }

  /** A connection's path for a sentence of ours, `server;database`: each part counts by itself, however short it is. */
  path(path: string): string {
    const hidden = this.text(path);
    return hidden === path
      ? path
          .split(";")
          .map((part) => this.text(part))
          .join(";")
      : hidden;
  }

  /** An id for a sentence of ours: if a secret value is that, or holds it, the name of its input in its place. */
  id(id: string): string {
    const secret = this.secrets.find(({ value }) => value.toLowerCase().includes(id.toLowerCase()));
    return secret === undefined ? id : shown(secret.name);
  }

  /** The same as `text` for every text within a JSON value, its keys included. */
  json<T>(value: T, depth = 0): T {
    if (typeof value === "string") return this.text(value) as T;
    if (typeof value !== "object" || value === null || depth > MOST_LEVELS) return value;
    if (Array.isArray(value)) return value.map((entry: unknown) => this.json(entry, depth + 1)) as T;
    const entries = Object.entries(value).map(([key, entry]) => [this.text(key), this.json(entry, depth + 1)]);
    return Object.fromEntries(entries) as T;
  }

  private formsOfAll(): { forms: FormIndex; quoted: Written[] } {
    const hidden = this.secrets.flatMap(({ name, value }) =>
      [...new Set([value, value.trim()])].filter((text) => isHidden(text, this.names)).map((text) => ({ name, text })),
    );
    const [long, short] = [true, false].map((isLong) =>
      hidden.filter(({ text }) => text.length >= SHORTEST === isLong),
    ) as [typeof hidden, typeof hidden];
    const written = (of: typeof hidden, formsOf: (text: string) => string[]): Written[] =>
      of.flatMap(({ name, text }) => formsOf(text).map((form) => ({ name, form })));
    return { forms: new FormIndex(written(long, writtenForms), SHORTEST), quoted: written(short, plainForms) };
  }
}

const MOST_LEVELS = 64;
const LONGEST = 100_000;

const QUOTES = [
  ['"', '"'],
  ["'", "'"],
  ["`", "`"],
  ['\\"', '\\"'],
  ["\\u0022", "\\u0022"],
  ["\\u0027", "\\u0027"],
  ["&quot;", "&quot;"],
  ["&#39;", "&#39;"],
  ["\u201c", "\u201d"],
  ["\u2018", "\u2019"],
  ["\u00ab", "\u00bb"],
] as const;

const isHidden = (value: string, names: ReadonlySet<string>): boolean =>
  value !== "" && !isGuid(value) && !names.has(value) && !/^(?:true|false|null)$/i.test(value) && !isShortNumber(value);

/** A long one may be a password. */
const isShortNumber = (value: string): boolean => value.length < SHORTEST && Number.isFinite(Number(value));

const tokensIn = (text: string): Range[] =>
  [...text.matchAll(/\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g)].map(({ index, 0: token }) => ({
    start: index,
    end: index + token.length,
    name: "token",
  }));

const shown = (name: string): string => `[secret: ${escapeM(name)}]`;

/** Ranges that meet are one, under the name of the longest. */
function replaced(text: string, ranges: readonly Range[]): string {
  if (ranges.length === 0) return text;
  const sorted = [...ranges].sort((a, b) => a.start - b.start || b.end - a.end);
  const merged: (Range & { length: number })[] = [];
  for (const range of sorted) {
    const last = merged.at(-1);
    const length = range.end - range.start;
    if (!last || range.start >= last.end) merged.push({ ...range, length });
    else {
      last.end = Math.max(last.end, range.end);
      if (length > last.length) Object.assign(last, { name: range.name, length });
    }
  }
  let result = "";
  let from = 0;
  for (const { start, end, name } of merged) {
    result += text.slice(from, start) + shown(name);
    from = end;
  }
  return result + text.slice(from);
}

/** A code or a status, an id, a time, a number: what is not a text that somebody wrote. */
const NO_PROSE = /^(?:[A-Z][\w.]{0,63}|[0-9a-f-]{36}|\d{4}-\d\d-\d\dT[\d:.Z+-]{1,30}|-?\d{1,20}|)$/i;

/** Hides every text from outside that is more than that, because anything in it may be a part of a secret definition. */
export class WholeMask extends Mask {
  constructor(
    private readonly inner: Mask,
    private readonly name: string,
  ) {
    super();
  }

  override with(...more: readonly SecretText[]): WholeMask {
    return new WholeMask(this.inner.with(...more), this.name);
  }

  override text(whole: string): string {
    return NO_PROSE.test(whole.trim()) ? this.inner.text(whole) : shown(this.name);
  }

  override value(text: string): string {
    return this.inner.value(text);
  }

  override path(): string {
    return shown(this.name);
  }

  override id(): string {
    return shown(this.name);
  }
}

/** Hides what looks like a token, if no value is known. */
export const tokenMask = new Mask();
