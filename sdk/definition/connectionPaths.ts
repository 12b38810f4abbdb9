import { tokenMask, type Mask } from "../common/mask";
import { viewMetadata } from "./metadata";
import type { Opened } from "./open";
import { warning, type Problem } from "../common/problem";
import type { Edit } from "./m/positions";
import type { MemberText, SectionText } from "./m/section";
import { literalText, textLiteral } from "./m/text";
import type { Token } from "./m/tokens";

/**
 * The edits by which the M names a source by another path: the same texts as in the connection's path, which the service compares.
 * A path of several parts (`server;database`) is spread over arguments in the M. Where the M names the new path already, by a parameter
 * that was set, there is nothing to edit.
 */
export function rewritePath(
  section: SectionText,
  before: string,
  after: string,
  mask: Mask = tokenMask,
): { edits: Edit[] } | { problem: string } {
  const texts = textsOf(section);
  const edits = partsOf(before, after)?.flatMap(([old, next], index, pairs) =>
    index === 0 ? changeAll(texts, old, next) : changeBeside(section, texts, pairs[0] as [string, string], old, next),
  );
  const wanted = partsOf(before, after)?.map(([, next]) => next) ?? [after];
  const all = edits ?? changeAll(texts, before, after);
  const says = (value: string) => texts.some((text) => text.value === value || continues(text.value, value));
  const missing = wanted.find(
    (value) => !says(value) && !all.some(({ text }) => text.includes(textLiteral(value).slice(0, -1))),
  );
  if (missing === undefined) return { edits: all };
  return {
    problem: `changes the path from ${mask.text(before)} to ${mask.text(after)}, and no query names the old one; set the parameter that holds it, or change the query`,
  };
}

/**
 * Connections whose path the M named before an environment was applied and does not any more: a run would find no binding for the
 * source.
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
            `no query names ${mask.text(path)} any more, since a value of this environment took its place; give the new path by \`connections: { "${kind}:${mask.text(path)}": { path: "..." } }\``,
          ),
        ]
      : [],
  );
}

const names = (texts: readonly TextAt[], path: string): boolean =>
  path.split(";").every((part) => texts.some(({ value }) => value === part || continues(value, part)));

/** A server that queries name by another name now, and its database where that is another too. */
export interface MovedServer {
  before: string;
  after: string;
  database: { before: string; after: string } | undefined;
}

/** Gives connections to moved servers their new paths, `server` or `server;database`. */
export function moveServers(opened: Opened, servers: readonly MovedServer[]): { opened: Opened } {
  let { metadata } = opened;
  for (const { path, at } of viewMetadata(opened).connections) {
    const [host = "", database, ...more] = path.split(";");
    const moved = servers.find(
      ({ before, database: other }) =>
        before.toLowerCase() === host.toLowerCase() &&
        (other === undefined || database === undefined || other.before === database),
    );
    if (!moved || more.length > 0) continue;
    const next = database === undefined ? moved.after : `${moved.after};${moved.database?.after ?? database}`;
    metadata = metadata.with([...at, "path"], next);
  }
  return { opened: metadata === opened.metadata ? opened : { ...opened, metadata } };
}

interface TextAt extends Token {
  value: string;
  index: number;
}

function textsOf({ text, tokens }: SectionText): TextAt[] {
  return tokens.flatMap((token, index) =>
    token.kind === "text" ? [{ ...token, index, value: literalText(text.slice(token.start, token.end)) }] : [],
  );
}

/** `server;database` and the like, part by part, where both have as many. */
function partsOf(before: string, after: string): [string, string][] | undefined {
  const [old, next] = [before.split(";"), after.split(";")];
  if (old.length < 2 || old.length !== next.length) return undefined;
  return old.map((part, index) => [part, next[index] as string]);
}

/** Every text that is the path, or an address below it. */
function changeAll(texts: readonly TextAt[], old: string, next: string): Edit[] {
  if (old === next) return [];
  return texts
    .filter(({ value }) => value === old || continues(value, old))
    .map(({ start, end, value }) => ({ start, end, text: textLiteral(next + value.slice(old.length)) }));
}

const continues = (value: string, path: string): boolean =>
  /^[a-z]+:\/\//i.test(path) &&
  value.startsWith(path) &&
  (path.endsWith("/") || /[/?#]/.test(value.charAt(path.length)));

/**
 * A later part is a short text, a database's name, that may occur anywhere: it is changed where it stands beside the first part, and
 * where it is the value of a parameter.
 */
function changeBeside(
  section: SectionText,
  texts: readonly TextAt[],
  [first, firstNext]: [string, string],
  old: string,
  next: string,
): Edit[] {
  if (old === next) return [];
  const isFirst = (text: TextAt | undefined) => text?.value === first || text?.value === firstNext;
  return texts
    .filter(({ value }) => value === old)
    .filter((text) => {
      const before = texts.find(({ index }) => index === text.index - 2);
      return (isFirst(before) && isComma(section, text.index - 1)) || isParameterValue(section, text);
    })
    .map(({ start, end }) => ({ start, end, text: textLiteral(next) }));
}

const writtenAt = ({ text, tokens }: SectionText, index: number): string =>
  text.slice(tokens[index]?.start, tokens[index]?.end);

const isComma = (section: SectionText, index: number): boolean => writtenAt(section, index) === ",";

function isParameterValue(section: SectionText, { index }: TextAt): boolean {
  const member = section.members.find(({ firstToken, endToken }) => firstToken <= index && index < endToken);
  return (
    member !== undefined &&
    writtenAt(section, index - 1) === "=" &&
    writtenAt(section, index + 1) === "meta" &&
    isParameter(section, member)
  );
}

const isParameter = ({ text }: SectionText, { start, end }: MemberText): boolean =>
  text.slice(start, end).includes("IsParameterQuery");
