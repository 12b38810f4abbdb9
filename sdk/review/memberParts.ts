import type { Span } from "../definition/m/positions";
import type { Token } from "../definition/m/tokens";
import type { Side, SideQuery } from "./side";

export interface MemberParts {
  /** Text of the member. The spans are offsets in it. */
  text: string;
  /** The expression after `Name =`, without the semicolon. */
  body: Span;
  /** The text before the expression: attributes, comments, the name. */
  head: Span;
}

/** Splits a member into its head and its expression. */
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
