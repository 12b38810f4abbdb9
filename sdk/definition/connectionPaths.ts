import { tokenMask, type Mask } from "../common/mask";
import { viewMetadata } from "./metadata";
import type { Opened } from "./open";
import { warning, type Problem } from "../common/problem";
import type { Edit } from "./m/positions";
import type { MemberText, SectionText } from "./m/section";
import { isObject } from "../common/objects";
import { bareName, literalText, textLiteral } from "./m/text";
import type { Token } from "./m/tokens";

/**
 * Returns the edits with which the M names a source by another path. The M must have the same texts as the connection's path, because the
 * service compares them. The parts of a path (`server;database`) are separate arguments in the M. If the M already names the new path, by a
 * parameter that was set, there is nothing to edit.
 */
export function rewritePath(
  section: SectionText,
  texts: readonly TextAt[],
  kind: string,
  before: string,
  after: string,
  mask: Mask = tokenMask,
): { edits: Edit[]; problem?: { severity: Problem["severity"]; message: string } } {
  const edits = partsOf(before, after)?.flatMap(([old, next], index, pairs) =>
    index === 0 ? changeAll(texts, old, next) : changeBeside(section, texts, pairs[0] as [string, string], old, next),
  );
  const wanted = partsOf(before, after)?.map(([, next]) => next) ?? [after];
  const all = edits ?? changeAll(texts, before, after);
  const says = (path: string) => isNamed(texts, path);
  const missing = wanted.find(
    (value) => !says(value) && !all.some(({ text }) => text.includes(textLiteral(withoutSlash(value)).slice(0, -1))),
  );
  if (missing === undefined) return { edits: all };
  const change = `changes the path from ${mask.path(before)} to ${mask.path(after)}, but no query names the old one`;
  return namesOtherPath(section, kind)
    ? {
        edits: [],
        problem: { severity: "error", message: `${change}; set the parameter that holds it, or change the query` },
      }
    : {
        edits: all,
        problem: {
          severity: "warning",
          message: `${change} in a form that is understood; check that the M has the new path: only the connection's path is changed`,
        },
      };
}

/** True if every call of the connector has its address as a text or in a parameter. Then the address certainly is another one. */
function namesOtherPath(section: SectionText, kind: string): boolean {
  const { text, tokens, members } = section;
  const parameters = new Set(members.filter((member) => isParameter(section, member)).map(({ name }) => name));
  const calls = tokens.flatMap((token, at) => {
    const isCall =
      token.kind === "word" &&
      text.slice(token.start, token.end).toLowerCase().startsWith(`${kind.toLowerCase()}.`) &&
      writtenAt(section, at + 1) === "(";
    return isCall ? [at + 2] : [];
  });
  return (
    calls.length > 0 &&
    calls.every((at) => {
      const isWhole = [",", ")"].includes(writtenAt(section, at + 1));
      return isWhole && (tokens[at]?.kind === "text" || parameters.has(bareName(writtenAt(section, at))));
    })
  );
}

/**
 * Returns a warning for each connection whose path the M named before the environment was applied, but does not name any more: a run would not
 * find a binding for the source.
 */
export function checkLeftPaths(
  before: SectionText,
  after: SectionText,
  opened: Opened,
  mask: Mask = tokenMask,
): Problem[] {
  if (before === after) return [];
  const [old, now] = [textsOf(before), textsOf(after)];
  return viewMetadata(opened).connections.flatMap(({ path, kind, at }) =>
    names(old, path) && !names(now, path)
      ? [
          warning(
            opened.metadata.at([...at, "path"]),
            `no query names ${mask.path(path)} any more, because a value of this environment replaced it; set the new path by \`connections: { "${kind}:${mask.path(path)}": { path: "..." } }\``,
          ),
        ]
      : [],
  );
}

const names = (texts: readonly TextAt[], path: string): boolean =>
  Object.values(fieldsOf(path) ?? path.split(";")).every((part) => isNamed(texts, part));

function isNamed(texts: readonly TextAt[], path: string): boolean {
  const short = isAddress(path) ? withoutSlash(path) : path;
  return texts.some(({ value }) => value === path || value === short || continues(value, path));
}

/** A text literal of the M. */
export interface TextAt extends Token {
  value: string;
  /** Index of its token. */
  index: number;
}

/** Returns the text literals, in the order of the document. */
export function textsOf({ text, tokens }: SectionText): TextAt[] {
  return tokens.flatMap((token, index) =>
    token.kind === "text" ? [{ ...token, index, value: literalText(text.slice(token.start, token.end)) }] : [],
  );
}

/** Returns the pairs of parts of two paths, like `server;database` or `{"host":"...","httpPath":"..."}`. Undefined if they have different parts. */
function partsOf(before: string, after: string): [string, string][] | undefined {
  const [from, to] = [fieldsOf(before), fieldsOf(after)];
  if (from && to) {
    const keys = Object.keys(from);
    const same = keys.length === Object.keys(to).length && keys.every((key) => key in to);
    return same ? keys.map((key) => [from[key] as string, to[key] as string]) : undefined;
  }
  const [old, next] = [before.split(";"), after.split(";")];
  if (old.length < 2 || old.length !== next.length) return undefined;
  return old.map((part, index) => [part, next[index] as string]);
}

/** Returns the texts of a path that is JSON, as Databricks has it. Undefined for any other path. */
function fieldsOf(path: string): Record<string, string> | undefined {
  if (!path.startsWith("{")) return undefined;
  try {
    const value: unknown = JSON.parse(path);
    return isObject(value) && Object.values(value).every((field) => typeof field === "string")
      ? (value as Record<string, string>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Returns the edits of every text that is the path, or an address below it. An address may lack the slash that the path ends with. */
function changeAll(texts: readonly TextAt[], old: string, next: string): Edit[] {
  if (old === next) return [];
  const [shortOld, shortNext] = [withoutSlash(old), withoutSlash(next)];
  return texts.flatMap(({ start, end, value }) => {
    if (value === old || continues(value, old))
      return [{ start, end, text: textLiteral(next + value.slice(old.length)) }];
    return value === shortOld && isAddress(old) ? [{ start, end, text: textLiteral(shortNext) }] : [];
  });
}

const isAddress = (text: string): boolean => /^[a-z]+:\/\//i.test(text);

const withoutSlash = (address: string): string => (address.endsWith("/") ? address.slice(0, -1) : address);

const continues = (value: string, path: string): boolean =>
  value.startsWith(path) && isAddress(path) && (path.endsWith("/") || /[/?#]/.test(value.charAt(path.length)));

/**
 * Returns the edits of a later part. It is a short text, like the name of a database, that may occur anywhere. So it is changed only beside the
 * first part, and as the value of a parameter.
 */
function changeBeside(
  section: SectionText,
  texts: readonly TextAt[],
  [first, firstNext]: [string, string],
  old: string,
  next: string,
): Edit[] {
  if (old === next) return [];
  const isFirst = ({ value }: TextAt) => value === first || value === firstNext;
  return texts
    .filter((text, at) => {
      if (text.value !== old) return false;
      const before = texts[at - 1];
      const isBeside = before?.index === text.index - 2 && isFirst(before) && isComma(section, text.index - 1);
      return isBeside || isParameterValue(section, text);
    })
    .map(({ start, end }) => ({ start, end, text: textLiteral(next) }));
}

const writtenAt = ({ text, tokens }: SectionText, index: number): string =>
  text.slice(tokens[index]?.start, tokens[index]?.end);

const isComma = (section: SectionText, index: number): boolean => writtenAt(section, index) === ",";

function isParameterValue(section: SectionText, { index }: TextAt): boolean {
  if (writtenAt(section, index - 1) !== "=" || writtenAt(section, index + 1) !== "meta") return false;
  const member = section.members.find(({ firstToken, endToken }) => firstToken <= index && index < endToken);
  return member !== undefined && isParameter(section, member);
}

const isParameter = ({ text }: SectionText, { start, end }: MemberText): boolean =>
  text.slice(start, end).includes("IsParameterQuery");
