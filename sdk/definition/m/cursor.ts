import { bareName } from "./text";
import { scan, type Token } from "./tokens";

/** M could not be read. The offset counts from the start of the text. */
export class Unreadable extends Error {
  constructor(
    readonly offset: number,
    message: string,
  ) {
    super(message);
  }
}

export const TOO_DEEP = "The expression is nested too deeply";

/** Far more than anybody writes; what reads and walks expressions calls itself for each level. */
const MOST_LEVELS = 500;

const KEYWORDS = new Set(
  (
    "and as each else error false if in is let meta not null or otherwise section shared then true try type " +
    "#binary #date #datetime #datetimezone #duration #infinity #nan #sections #shared #table #time"
  ).split(" "),
);

/** Keywords that are values. */
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

  /** Where the last token that was taken ends. */
  get end(): number {
    return this.tokens[this.at - 1]?.end ?? 0;
  }

  /** What is written some tokens ahead; empty after the end, and for a text or quoted name, which are no symbol and no keyword. */
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

  /** A name stands here: quoted, or a word that is no keyword, or one of the keywords that are values (`#date`). */
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

  /** A field's name, which may have blanks and keywords in it: all up to a comma, an equals sign or a bracket. */
  fieldName(): { name: string; nameAt: number } {
    const nameAt = this.start;
    const from = this.at;
    while (this.token && FIELD_NAME.has(this.token.kind)) this.at++;
    if (this.at === from) this.fail("Expected the name of a field");
    return { name: bareName(this.text.slice(nameAt, this.end)), nameAt };
  }

  /** Moves to another token, to look ahead and come back. */
  moveTo(position: number): void {
    this.at = position;
  }

  /** One level further down; fails where that is too deep. */
  nested<T>(read: () => T): T {
    if (this.level >= MOST_LEVELS) throw new Unreadable(this.start, TOO_DEEP);
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
