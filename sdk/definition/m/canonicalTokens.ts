import { bareName, literalText, writtenName } from "./text";
import type { Token } from "./tokens";

/**
 * What a stretch of M says, apart from how it is laid out: white space and line ends between tokens do not count, quotes around a
 * name that needs none do not, nor how a text literal escapes its characters. Comments count: the portal shows them as the
 * description of the step below. Within a comment white space does not count.
 */
export function canonicalTokens(text: string, tokens: readonly Token[], from: number, to: number): string {
  const said: string[] = [];
  const open: string[] = [];
  let inType = false;
  let fieldName = false;
  for (let index = from; index < to; index++) {
    const token = tokens[index] as Token;
    const symbol = token.kind === "symbol" ? text.slice(token.start, token.end) : "";
    if (fieldName && token.kind !== "symbol" && token.kind !== "comment" && token.kind !== "text") {
      // In a type, `optional` is a word of its own.
      if (inType && isWord(text, token, "optional") && isNamePart(tokens[index + 1])) {
        said.push("optional");
        continue;
      }
      let last = index;
      while (last + 1 < to && isNamePart(tokens[last + 1])) last++;
      // A field's name may have blanks, which count: `[Order  Date]` is not `[Order Date]`.
      said.push(canonicalName(text.slice(token.start, (tokens[last] as Token).end)));
      index = last;
      fieldName = false;
      continue;
    }
    if ("[({".includes(symbol) && symbol !== "") {
      inType = symbol === "[" && isTypeBefore(text, tokens[index - 1]);
      open.push(symbol);
    } else if ("])}".includes(symbol) && symbol !== "") open.pop();
    said.push(symbol === "" ? canonicalToken(text, token) : symbol);
    if (token.kind !== "comment") fieldName = open.at(-1) === "[" && (symbol === "[" || symbol === ",");
  }
  return said.map((part) => `${part.length}:${part}`).join("");
}

const LINE_END = /\r\n?|[\n\u2028\u2029]/g;

const isWord = (text: string, { start, end }: Token, word: string): boolean => text.slice(start, end) === word;

const isNamePart = (token: Token | undefined): boolean =>
  token?.kind === "word" || token?.kind === "number" || token?.kind === "identifier";

const isTypeBefore = (text: string, token: Token | undefined): boolean =>
  token !== undefined && (isWord(text, token, "type") || isWord(text, token, "table"));

/** However many words a field's name has, with quotes or without. */
const canonicalName = (written: string): string => writtenName(bareName(written.replace(LINE_END, "\n")));

function canonicalToken(text: string, { kind, start, end }: Token): string {
  const written = text.slice(start, end);
  switch (kind) {
    case "text":
      // A line break within a text is the service's, which has CRLF: `#(cr,lf)`, and not `#(lf)`.
      return `"${literalText(written.replace(LINE_END, "\r\n"))}`;
    case "identifier":
      return canonicalName(written);
    case "comment":
      return written.replace(/\s+/g, " ").trim();
    default:
      return written;
  }
}
