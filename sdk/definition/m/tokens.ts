/**
 * The lexical grammar of M, for fingerprints, the split into members and the reader. It is our own, because a fingerprint in a published state
 * must not change with the version of another parser. A test compares these tokens with those of Microsoft's lexer.
 * https://learn.microsoft.com/powerquery-m/m-spec-lexical-structure
 */
export type TokenKind = "word" | "identifier" | "text" | "number" | "symbol" | "comment" | "unknown";

export interface Token {
  kind: TokenKind;
  /** Offset of the first code unit. */
  start: number;
  /** Offset after the last code unit. */
  end: number;
}

/**
 * After a dot there may be a digit (`BinaryFormat.7BitEncodedSignedInteger`) or nothing (`[No.]`, `[Nr. of Orders]`): the specification says no,
 * but Power Query writes and accepts both.
 */
const WORD =
  /#?[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Pc}\p{Mc}\p{Mn}\p{Cf}]*(?:\.(?!\.)[\p{L}\p{Nl}\p{Nd}\p{Pc}\p{Mc}\p{Mn}\p{Cf}]*)*/uy;
const NUMBER = /0[xX][0-9a-fA-F]+|(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const SPACE = /[\t\v\f \u00A0\u1680\u2000-\u200A\u202F\u205F\u3000\uFEFF\r\n\u0085\u2028\u2029]+/y;
const SYMBOL = /\.\.\.|\.\.|=>|>=|<=|<>|\?\?|[-,;=<>+*/&()[\]{}@!?]/y;
const LINE_END = /[\r\n\u2028\u2029]/g;

/** Symbols that do not begin a longer one, by their code. Most symbols of a text are among them. */
const SINGLE: boolean[] = Array.from({ length: 128 }, (_, code) => "(){}[],;".includes(String.fromCharCode(code)));

const SPACE_CODE = 32;
const QUOTE = '"';

/** Returns every token of a text, including comments. It never fails: other characters are `unknown`, and an unclosed token ends with the text. */
export function scan(text: string): Token[] {
  const tokens: Token[] = [];
  const length = text.length;
  let at = 0;
  const match = (pattern: RegExp): number => {
    pattern.lastIndex = at;
    return pattern.test(text) ? pattern.lastIndex : -1;
  };
  const push = (kind: TokenKind, end: number): void => {
    tokens.push({ kind, start: at, end });
    at = end;
  };
  while (at < length) {
    const code = text.charCodeAt(at);
    if (code === SPACE_CODE) {
      at++;
      continue;
    }
    const single = code < 128 ? SINGLE[code] : undefined;
    if (single) {
      push("symbol", at + 1);
      continue;
    }
    const first = text[at] as string;
    if (first === QUOTE) push("text", endOfQuoted(text, at + 1));
    else if (first === "#" && text[at + 1] === QUOTE) push("identifier", endOfQuoted(text, at + 2));
    else if (first === "/" && text[at + 1] === "/") push("comment", endOfLine(text, at + 2));
    else if (first === "/" && text[at + 1] === "*") push("comment", endOfBlock(text, at + 2));
    else {
      let end: number;
      if ((end = match(WORD)) > 0) push("word", end);
      else if ((end = match(SPACE)) > 0) at = end;
      else if ((end = match(NUMBER)) > 0) push("number", end);
      else if ((end = match(SYMBOL)) > 0) push("symbol", end);
      else push("unknown", at + ((text.codePointAt(at) as number) > 0xffff ? 2 : 1));
    }
  }
  return tokens;
}

/** Returns the end of a quoted text. A quote within it is doubled. */
function endOfQuoted(text: string, from: number): number {
  for (let at = text.indexOf(QUOTE, from); at >= 0; at = text.indexOf(QUOTE, at + 2))
    if (text[at + 1] !== QUOTE) return at + 1;
  return text.length;
}

function endOfLine(text: string, from: number): number {
  LINE_END.lastIndex = from;
  return LINE_END.exec(text)?.index ?? text.length;
}

function endOfBlock(text: string, from: number): number {
  const at = text.indexOf("*/", from);
  return at < 0 ? text.length : at + 2;
}
