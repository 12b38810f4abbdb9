import { isObject } from "../common/objects";
import type { Json } from "./canonical";
import { ordered } from "./canonicalMetadata";
import { canonicalTokens } from "./m/canonicalTokens";
import { literalOf } from "./m/literals";
import { readAttributes } from "./m/read";
import type { MemberText, SectionText } from "./m/section";
import { secretParameterTokens, type Secret } from "./secrets";
import { stepMarks } from "./stepMarks";

/** Returns a mark of each step of a member. A secret parameter has no marks, because its step is its value. */
export const marksOf = (
  section: SectionText,
  [member, ...more]: readonly MemberText[] = [],
  secrets: readonly Secret[],
): string => (member && more.length === 0 && !secretOf(member, secrets) ? stepMarks(section, member) : "");

const secretOf = (member: MemberText, secrets: readonly Secret[]): Secret | undefined =>
  secrets.find(({ kind, name }) => kind === "parameter" && name === member.name);

/** Returns the tokens and comments of a member, without white space. */
export function memberTokens(section: SectionText, member: MemberText, secrets: readonly Secret[]): string {
  const secret = secretOf(member, secrets);
  return secret ? secretParameterTokens(section.text, section.tokens, member, secret) : withAttributes(section, member);
}

/** Returns the tokens of the header, or all tokens if the text is not a section document. */
export const headerTokens = (section: SectionText): string =>
  section.header
    ? withAttributes(section, section.header)
    : canonicalTokens(section.text, section.tokens, 0, section.tokens.length);

/** Attributes are literals whose fields have no order. Comments among them are kept too. */
function withAttributes(
  { text, tokens }: SectionText,
  { attributes, firstToken, endToken }: Pick<MemberText, "attributes" | "firstToken" | "endToken">,
): string {
  let after = firstToken;
  while (attributes && after < endToken && tokens[after]!.start < attributes.end) after++;
  const literal = attributes ? attributesIn(text.slice(attributes.start, attributes.end)) : undefined;
  if (literal === undefined) return canonicalTokens(text, tokens, firstToken, endToken);
  const comments = tokens
    .slice(firstToken, after)
    .flatMap(({ kind, start, end }) =>
      kind === "comment" ? [text.slice(start, end).replace(/\s+/g, " ").trim()] : [],
    );
  return JSON.stringify([ordered(literal, false), comments]) + canonicalTokens(text, tokens, after, endToken);
}

function attributesIn(text: string): Json | undefined {
  try {
    const read = readAttributes(text);
    const literal = read && literalOf(read);
    return isObject(literal) ? (literal as Json) : undefined;
  } catch {
    return undefined;
  }
}
