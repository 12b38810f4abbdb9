import type { Span } from "../definition/m/positions";
import type { Token } from "../definition/m/tokens";
import type { Side, SideQuery } from "./side";

export interface MemberParts {
  /** Of the member; the spans are offsets in it. */
  text: string;
  /** The expression: all after `Name =`, without the semicolon. */
  body: Span;
  /** What is before it: attributes, comments, the name. */
  head: Span;
}

/** A member, apart into what it is called and what it computes. */
export function memberParts(side: Side, { query }: SideQuery): MemberParts {
  const { tokens, text: document } = side.mashup.section;
  const text = document.slice(query.start, query.end);
  const own = tokens.slice(query.firstToken, query.endToken);
  const isSymbol = (symbol: string) => (token: Token) =>
    token.kind === "symbol" && document.slice(token.start, token.end) === symbol;
  const equals = own.find((token) => token.start >= query.nameSpan.end && isSymbol("=")(token));
  const start = (equals?.end ?? query.nameSpan.end) - query.start;
  const last = own.at(-1);
  const end = (last && isSymbol(";")(last) ? last.start : query.end) - query.start;
  return { text, body: { start, end: Math.max(start, end) }, head: { start: 0, end: start } };
}
