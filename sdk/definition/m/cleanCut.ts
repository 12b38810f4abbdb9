import type { MemberText, SectionText } from "./section";

const CLOSES: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };
const ENDS = new Set(Object.values(CLOSES));

/**
 * True if it is certain where a member begins and ends: it has a name, `=`, matching brackets and a semicolon, and nothing that begins another
 * member. If a parser refuses such a member, the service may still accept it.
 */
export function isCutCleanly(
  { text, tokens }: SectionText,
  { name, nameSpan, firstToken, endToken }: MemberText,
): boolean {
  if (name === undefined) return false;
  const own = tokens.slice(firstToken, endToken).filter(({ kind }) => kind !== "comment");
  const written = own.map(({ start, end }) => text.slice(start, end));
  const [equals, ...value] = own.flatMap(({ start, kind }, index) =>
    start >= nameSpan.end ? [{ kind, text: written[index] as string }] : [],
  );
  if (equals?.text !== "=" || value.at(-1)?.text !== ";") return false;
  const open: string[] = [];
  for (const { kind, text: token } of value) {
    if (kind === "unknown" || (kind === "word" && (token === "shared" || token === "section"))) return false;
    if (kind !== "symbol") continue;
    if (token in CLOSES) open.push(CLOSES[token] as string);
    else if (ENDS.has(token) && open.pop() !== token) return false;
  }
  return open.length === 0;
}
