import { bareName } from "./text";
import { scan, type Token } from "./tokens";

/**
 * The M cannot be read. The offset counts from the start of the text. It has no stack, because no message shows it, and thousands of stacks take a
 * second.
 */
export class Unreadable extends Error {
  constructor(
    readonly offset: number,
    message: string,
  ) {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(message);
    Error.stackTraceLimit = stackTraceLimit;
  }
}

export const TOO_DEEP = "The expression is nested too deeply";

/** The deepest nesting, far more than anybody writes. The code that reads and walks expressions calls itself for each level. */
const MAX_LEVELS = 500;

const KEYWORDS = new Set(
  (
    "and as each else error false if in is let meta not null or otherwise section shared then true try type " +
    "#binary #date #datetime #datetimezone #duration #infinity #nan #sections #shared #table #time"
  ).split(" "),
);

/** True for a keyword that is a value. */
const isValue = (written: string): boolean => written.startsWith("#");

/** Goes through the tokens of a text, comments left out. */
export class Cursor {
  private readonly tokens: readonly Token[];
  private readonly written: readonly string[];
  private at = 0;
  private level = 0;

  constructor(readonly text: string) {
    this.tokens = scan(text).filter(({ kind }) => kind !== "comment");
    this.written = this.tokens.map(({ start, end }) => text.slice(start, end));
  }

  get position(): number {
    return this.at;
  }

  get token(): Token | undefined {
    return this.tokens[this.at];
  }

  get start(): number {
    return this.token?.start ?? this.text.trimEnd().length;
  }

  /** The end of the last token that was taken. */
  get end(): number {
    return this.tokens[this.at - 1]?.end ?? 0;
  }

  /** Returns the symbol or word some tokens ahead. Empty after the end, and for a text or a quoted name. */
  ahead(count = 0): string {
    const kind = this.tokens[this.at + count]?.kind;
    return kind === undefined || kind === "text" || kind === "identifier" ? "" : (this.written[this.at + count] ?? "");
  }

  take(): string {
    return this.written[this.at++] ?? "";
  }

  skip(written: string): boolean {
    if (this.ahead() !== written) return false;
    this.at++;
    return true;
  }

  expect(...written: string[]): string {
    if (!written.includes(this.ahead())) this.fail(`Expected ${written.map((one) => `\`${one}\``).join(" or ")}`);
    return this.take();
  }

  /** True if the next token is a name: quoted, a word that is not a keyword, or a keyword that is a value (`#date`). */
  get isName(): boolean {
    const kind = this.token?.kind;
    if (kind === "identifier") return true;
    const written = this.ahead();
    return kind === "word" && (!KEYWORDS.has(written) || isValue(written));
  }

  name(): string {
    if (!this.isName) this.fail("Expected a name");
    return bareName(this.take());
  }

  /** Takes a field's name, which may have blanks and keywords in it: all tokens up to a comma, an equals sign or a bracket. */
  fieldName(): { name: string; nameAt: number } {
    const nameAt = this.start;
    const from = this.at;
    while (this.token && FIELD_NAME.has(this.token.kind)) this.at++;
    if (this.at === from) this.fail("Expected the name of a field");
    return { name: bareName(this.text.slice(nameAt, this.end)), nameAt };
  }

  /** Moves to another token, for example back after reading ahead. */
  moveTo(position: number): void {
    this.at = position;
  }

  /** Reads one level deeper. Throws an `Unreadable` if that is too deep. */
  nested<T>(read: () => T): T {
    if (this.level >= MAX_LEVELS) throw new Unreadable(this.start, TOO_DEEP);
    this.level++;
    const result = read();
    this.level--;
    return result;
  }

  fail(what: string): never {
    const found = this.token ? `\`${this.take().slice(0, 30)}\`` : "the end of the text";
    this.at -= found.startsWith("`") ? 1 : 0;
    throw new Unreadable(this.start, `${what}, found ${found}`);
  }
}

const FIELD_NAME = new Set(["word", "identifier", "number"]);
