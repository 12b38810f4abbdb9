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
  let fieldName = false;
  let previous: Token | undefined;
  for (let index = from; index < to; index++) {
    const token = tokens[index] as Token;
    const written = canonicalToken(text, token);
    const isName = token.kind === "word" || token.kind === "number" || token.kind === "symbol";
    if (token.kind === "symbol" && /^[[({]$/.test(written)) open.push(written);
    else if (token.kind === "symbol" && /^[\])}]$/.test(written)) open.pop();
    // A field's name may have blanks, which count: `[Order  Date]` is not `[Order Date]`.
    const joins = fieldName && isName && previous !== undefined && !/^[[\],={}();]$/.test(written);
    if (joins) said.push(text.slice((previous as Token).end, token.start).replace(LINE_END, "\n"));
    said.push(written);
    if (token.kind === "comment") continue;
    const opens = open.at(-1) === "[" && (written === "[" || written === ",");
    fieldName = opens || (fieldName && isName && !/^[[\],={}();]$/.test(written));
    previous = fieldName && !opens ? token : undefined;
  }
  return said.map((part) => `${part.length}:${part}`).join("");
}

const LINE_END = /\r\n?|[\u2028\u2029]/g;

function canonicalToken(text: string, { kind, start, end }: Token): string {
  const written = text.slice(start, end);
  switch (kind) {
    case "text":
      return `"${literalText(written.replace(LINE_END, "\n"))}`;
    case "identifier":
      return writtenName(bareName(written.replace(LINE_END, "\n")));
    case "comment":
      return written.replace(/\s+/g, " ").trim();
    default:
      return written;
  }
}
