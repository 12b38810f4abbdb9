import { bareName, literalText, writtenName } from "./text";
import type { Token } from "./tokens";

/**
 * Returns the content of a stretch of M without its layout. It leaves out white space and line ends between tokens, quotes around a name that
 * does not need them, and the way in which a text literal escapes characters. It keeps comments, because the portal shows them as the
 * description of the step below, but not the white space within them.
 */
export function canonicalTokens(text: string, tokens: readonly Token[], from: number, to: number): string {
  const parts: string[] = [];
  const open: string[] = [];
  let inType = false;
  let fieldName = false;
  for (let index = from; index < to; index++) {
    const token = tokens[index] as Token;
    const symbol = token.kind === "symbol" ? text.slice(token.start, token.end) : "";
    if (fieldName && token.kind !== "symbol" && token.kind !== "comment" && token.kind !== "text") {
      // In a type, `optional` is a separate word.
      if (inType && isWord(text, token, "optional") && isNamePart(tokens[index + 1])) {
        parts.push("optional");
        continue;
      }
      let last = index;
      while (last + 1 < to && isNamePart(tokens[last + 1])) last++;
      // The name of a field keeps its blanks: `[Order  Date]` is not `[Order Date]`.
      parts.push(canonicalName(text.slice(token.start, (tokens[last] as Token).end)));
      index = last;
      fieldName = false;
      continue;
    }
    if ("[({".includes(symbol) && symbol !== "") {
      inType = symbol === "[" && isTypeBefore(text, tokens[index - 1]);
      open.push(symbol);
    } else if ("])}".includes(symbol) && symbol !== "") open.pop();
    parts.push(symbol === "" ? canonicalToken(text, token) : symbol);
    if (token.kind !== "comment") fieldName = open.at(-1) === "[" && (symbol === "[" || symbol === ",");
  }
  return parts.map((part) => `${part.length}:${part}`).join("");
}

const LINE_END = /\r\n?|[\n\u2028\u2029]/g;

const isWord = (text: string, { start, end }: Token, word: string): boolean => text.slice(start, end) === word;

const isNamePart = (token: Token | undefined): boolean =>
  token?.kind === "word" || token?.kind === "number" || token?.kind === "identifier";

const isTypeBefore = (text: string, token: Token | undefined): boolean =>
  token !== undefined && (isWord(text, token, "type") || isWord(text, token, "table"));

/** Returns the canonical form of a name. It may have several words, with quotes or without. */
const canonicalName = (written: string): string => writtenName(bareName(written.replace(LINE_END, "\n")));

function canonicalToken(text: string, { kind, start, end }: Token): string {
  const written = text.slice(start, end);
  switch (kind) {
    case "text":
      // The service writes a line break within a text as CRLF: `#(cr,lf)`, not `#(lf)`.
      return `"${literalText(written.replace(LINE_END, "\r\n"))}`;
    case "identifier":
      return canonicalName(written);
    case "comment":
      return written.replace(/\s+/g, " ").trim();
    default:
      return written;
  }
}
