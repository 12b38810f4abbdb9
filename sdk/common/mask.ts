import { escapeM } from "./escapeM";
import { isGuid } from "./guid";
import { FormIndex, rangesOf, type Range, type Written } from "./maskedRanges";
import { beginning } from "./text";
import { plainForms, writtenForms } from "./writtenForms";

/** A value that must not be shown, and the name to show in its place. */
export interface SecretText {
  /** The path of the input, for example `parameters.Password`. */
  name: string;
  value: string;
}

/** Shorter values are hidden only in quotes, because they occur in many sentences. */
const SHORTEST = 8;

/**
 * Hides secret values in text from outside: messages of the service, reasons of failures, a gateway's page, Entra's
 * errors. Apply it where such text enters a message or the state, and never to a finished message.
 *
 * Values of 8 characters and more are hidden in every form in which a service may quote them, the longest first.
 * Shorter values are hidden only in quotes or alone. In a text that was cut, at its end or at an ellipsis, a fragment
 * of 8 characters of a value is hidden too. Numbers, true and false, GUIDs and names of the definition stay. Anything
 * that looks like a token is always hidden.
 */
export class Mask {
  private known: { forms: FormIndex; quoted: Written[] } | undefined;

  /** `names` are texts that may be shown, even if a secret value contains them. */
  constructor(
    private readonly secrets: readonly SecretText[] = [],
    private readonly names: ReadonlySet<string> = new Set(),
  ) {}

  /** Returns a mask with more values. */
  with(...more: readonly SecretText[]): Mask {
    return more.length === 0 ? this : new Mask([...this.secrets, ...more], this.names);
  }

  /** Returns the text with `[secret: <name>]` in place of each value. A text too long to search is cut. */
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

  /** Returns a value of the program for a message: the name of its input if it is secret. */
  value(text: string): string {
    const secret = this.secrets.find(({ value }) => value === text);
    return secret === undefined || this.names.has(text) ? text : shown(secret.name);
  }

  /**
   * Returns a connection's path (`server;database`) for a message. Each part is checked by itself, however short it is.
   */
  path(path: string): string {
    const hidden = this.text(path);
    return hidden === path
      ? path
          .split(";")
          .map((part) => this.text(part))
          .join(";")
      : hidden;
  }

  /** Returns an id for a message: the name of its input if a secret value is the id or contains it. */
  id(id: string): string {
    const secret = this.secrets.find(({ value }) => value.toLowerCase().includes(id.toLowerCase()));
    return secret === undefined ? id : shown(secret.name);
  }

  /** Applies `text` to every text in a JSON value, including keys. */
  json<T>(value: T, depth = 0): T {
    if (typeof value === "string") return this.text(value) as T;
    if (typeof value !== "object" || value === null || depth > MAX_LEVELS) return value;
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

const MAX_LEVELS = 64;
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

/** Only short numbers stay readable: a long one may be a password. */
const isShortNumber = (value: string): boolean => value.length < SHORTEST && Number.isFinite(Number(value));

const tokensIn = (text: string): Range[] =>
  [...text.matchAll(/\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g)].map(({ index, 0: token }) => ({
    start: index,
    end: index + token.length,
    name: "token",
  }));

const shown = (name: string): string => `[secret: ${escapeM(name)}]`;

/** Ranges that overlap are replaced together, under the name of the longest. */
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

/** Matches codes, ids, times and numbers: texts that cannot quote a definition. */
const NO_PROSE = /^(?:[A-Z][\w.]{0,63}|[0-9a-f-]{36}|\d{4}-\d\d-\d\dT[\d:.Z+-]{1,30}|-?\d{1,20}|)$/i;

/** Hides every text from outside except codes, ids, times and numbers, because it may quote a secret definition. */
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

/** Hides only texts that look like a token. For places where no secret value is known. */
export const tokenMask = new Mask();
