import { lineIndex, type Edit } from "./m/positions";
import { escapeM } from "../common/escapeM";
import type { DataflowReplacement } from "../model/bindings";
import { literalText } from "./m/text";
import type { SectionText } from "./m/section";
import { replaceInJson, replaceInPart } from "./replaceInJson";
import { Replacing, type Wanted } from "./replacing";
import { JsonText } from "./json";
import { nearest } from "../common/nearest";
import { LIMITS } from "./limits";
import type { Opened } from "./open";
import type { DefinitionPart } from "./parts";
import { error, type Problem } from "../common/problem";
import { ProblemList } from "./problemList";

/** The text that replaces a text of the file. `times`: how often the file must have it. */
export type Replacement = DataflowReplacement;

export interface Replaced {
  edits: Edit[];
  opened: Opened;
  /** The mapping data flows of the definition, with their texts replaced. */
  parts: DefinitionPart[];
  problems: Problem[];
}

/** The fewest characters of a text to replace: shorter ones would also match other texts by accident. */
const SHORTEST = 3;

/**
 * Replaces plain texts in the M, in the metadata and in mapping data flows, for values that `parameters`, `connections` and `bind` do not know.
 * Each text is searched in the file as it is, never in the value of another replacement. Within quotes of M, the value is escaped.
 */
export function replaceTexts(
  opened: Opened,
  section: SectionText,
  parts: readonly DefinitionPart[],
  replacements: Readonly<Record<string, Replacement>>,
  secret: readonly string[] = [],
): Replaced {
  const result: Replaced = { edits: [], opened, parts: [...parts], problems: [] };
  const isSecret = new Set(secret);
  const wanted = Object.entries(replacements).flatMap(([find, given]): Wanted[] => {
    const replacement = readReplacement(given);
    const problem = replacement ? wrongText(find) : 'must be a text, or { value: "...", times: 2 }';
    if (problem) result.problems.push(error(placeOf(find), problem));
    return replacement && !problem ? [{ find, ...replacement, found: 0, isSecret: isSecret.has(find) }] : [];
  });
  if (wanted.length > 0) {
    try {
      Object.assign(result, replaced(opened, section, parts, new Replacing(wanted)));
    } catch (caught) {
      if (!(caught instanceof RangeError)) throw caught;
      result.problems.push(
        error("replacements", `would make the definition larger by more than ${LIMITS.definitionBytes} characters`),
      );
      return result;
    }
  }
  const problems = new ProblemList("replacements");
  problems.include(result.problems);
  for (const { find, times, found, asName } of wanted) {
    const wrong = (message: () => string): void => problems.error(() => placeOf(find), message);
    if (asName !== undefined) wrong(() => cannotBeKeptApart(asName));
    if (found === 0) wrong(() => neverFound(find, section));
    else if (times !== undefined && found !== times)
      wrong(() => `occurs ${count(found)} in the definition, but \`times\` says ${count(times)}`);
  }
  return { ...result, problems: problems.all };
}

function replaced(
  opened: Opened,
  section: SectionText,
  parts: readonly DefinitionPart[],
  replacing: Replacing,
): Omit<Replaced, "problems"> {
  const edits = editsOfMashup(section, replacing, opened.mashupPlace);
  const { text, place } = opened.metadata;
  const metadata = replaceInJson(text, replacing, place, opened.legacy);
  return {
    edits,
    opened: metadata === text ? opened : { ...opened, metadata: new JsonText(metadata, place) },
    parts: parts.map((part) => (part.path.endsWith(".mdf") ? replaceInPart(part, replacing) : part)),
  };
}

const placeOf = (find: string): string => `replacements.${find}`;

const count = (times: number): string => (times === 1 ? "once" : `${times} times`);

function readReplacement(given: unknown): { value: string; times: number | undefined } | undefined {
  if (typeof given === "string") return { value: given, times: undefined };
  if (typeof given !== "object" || given === null) return undefined;
  const { value, times } = given as { value?: unknown; times?: unknown };
  if (typeof value !== "string") return undefined;
  if (times !== undefined && !(typeof times === "number" && Number.isInteger(times) && times > 0)) return undefined;
  return { value, times };
}

function wrongText(find: string): string | undefined {
  if (find.trim().length < SHORTEST)
    return `is too short (at least ${SHORTEST} characters); take more of the text around it`;
  return undefined;
}

const cannotBeKeptApart = (place: string): string =>
  `is secret, but replaces a part of a name or of code at ${place}: names are shown in states and messages. ` +
  "Replace a text within quotes, use `parameters`, or do not make the value a secret";

function editsOfMashup({ text, tokens }: SectionText, replacing: Replacing, place: string): Edit[] {
  const quoted = tokens.filter(({ kind }) => kind === "text" || kind === "identifier" || kind === "comment");
  const lineAndColumn = lineIndex(text);
  let at = 0;
  return replacing.matchesIn(text).map(({ start, one }) => {
    while (at < quoted.length && (quoted[at]?.end ?? 0) <= start) at++;
    const token = quoted[at];
    const end = start + one.find.length;
    const within = token !== undefined && token.start < start && end < token.end;
    const inComment = token?.kind === "comment" && token.start <= start && end <= token.end;
    if (one.isSecret && !(within && token.kind === "text") && !inComment)
      one.asName ??= `${place}:${lineAndColumn(start)}`;
    return { start, end, text: within && !inComment ? escapeM(one.value) : one.value };
  });
}

function neverFound(find: string, { text, tokens }: SectionText): string {
  const texts = tokens
    .filter(({ kind }) => kind === "text")
    .map(({ start, end }) => literalText(text.slice(start, end)))
    .filter((value) => value.length < 200);
  const near = nearest(find, texts, 1)[0];
  return `is not in the definition; ${near === undefined ? "remove it, or correct it" : `did you mean ${near}?`}`;
}
