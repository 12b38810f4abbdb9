import type { Span } from "./positions";
import { bareName } from "./text";
import { scan, type Token } from "./tokens";

/** One member of a section document, by its place in the text. */
export interface MemberText extends Span {
  /** Undefined if no name can be read. */
  name: string | undefined;
  /** Span of the name, or of the member if it has none. */
  nameSpan: Span;
  /** `[...]` before the member. */
  attributes: Span | undefined;
  /** Indexes into the document's tokens: first, and after the last. */
  firstToken: number;
  endToken: number;
}

/** A section document, split at its semicolons: in M, they only end the header and each member. */
export interface SectionText {
  text: string;
  tokens: readonly Token[];
  /** Undefined if the text is not a section document. */
  header: ({ attributes: Span | undefined; firstToken: number; endToken: number } & Span) | undefined;
  members: readonly MemberText[];
}

/** Splits a text into members without parsing it; never fails. */
export function splitSection(text: string): SectionText {
  const tokens = scan(text);
  const reader = new Reader(text, tokens);
  const header = reader.header();
  return { text, tokens, header, members: header ? reader.members() : [] };
}

class Reader {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly tokens: readonly Token[],
  ) {}

  header(): SectionText["header"] {
    this.skipComments();
    const firstToken = this.at;
    const attributes = this.brackets();
    if (this.written() !== "section") return undefined;
    return { attributes, ...this.untilSemicolon(firstToken) };
  }

  members(): MemberText[] {
    const members: MemberText[] = [];
    for (this.skipComments(); this.at < this.tokens.length; this.skipComments()) {
      const firstToken = this.at;
      const attributes = this.brackets();
      if (this.written() === "shared") this.next();
      const token = this.tokens[this.at];
      const isName = token?.kind === "word" || token?.kind === "identifier";
      const name = isName ? bareName(this.written()) : undefined;
      const extent = this.untilSemicolon(firstToken);
      members.push({ name, nameSpan: isName ? { start: token.start, end: token.end } : extent, attributes, ...extent });
    }
    return members;
  }

  private untilSemicolon(firstToken: number): { firstToken: number; endToken: number } & Span {
    while (this.at < this.tokens.length && !this.isSymbol(";")) this.at++;
    if (this.at < this.tokens.length) this.at++;
    const start = (this.tokens[firstToken] as Token).start;
    return { firstToken, endToken: this.at, start, end: this.tokens[this.at - 1]?.end ?? start };
  }

  /** Reads a balanced `[...]`, if one begins here. A semicolon ends it, even if it is not closed. */
  private brackets(): Span | undefined {
    if (!this.isSymbol("[")) return undefined;
    const start = (this.tokens[this.at] as Token).start;
    for (let depth = 0; this.at < this.tokens.length && !this.isSymbol(";"); this.next()) {
      if (this.isSymbol("[")) depth++;
      else if (this.isSymbol("]") && --depth === 0) {
        const end = (this.tokens[this.at] as Token).end;
        this.next();
        return { start, end };
      }
    }
    return undefined;
  }

  private next(): void {
    this.at++;
    this.skipComments();
  }

  private skipComments(): void {
    while (this.tokens[this.at]?.kind === "comment") this.at++;
  }

  private written(): string {
    const token = this.tokens[this.at];
    return token ? this.text.slice(token.start, token.end) : "";
  }

  private isSymbol(symbol: string): boolean {
    const token = this.tokens[this.at];
    return token?.kind === "symbol" && token.end - token.start === 1 && this.text[token.start] === symbol;
  }
}
