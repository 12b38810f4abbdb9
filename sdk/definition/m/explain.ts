import type { Parser } from "@microsoft/powerquery-parser";
import { monotonicMs } from "../../common/clock";

type Library = typeof import("@microsoft/powerquery-parser");

let loaded: Library | undefined;

/** Loads the library on first use: that takes a tenth of a second, and only M that cannot be read needs it. */
const library = (): Library => (loaded ??= require("@microsoft/powerquery-parser") as Library);

/** The place at which a text is not M any more, and why. */
export interface Failure {
  offset: number;
  message: string;
}

/** The longest text for the library: its time grows with the square of the length. */
const LONGEST_TEXT = 20_000;
const LONGEST_MS = 1_000;

/** The time that the library may still take for the texts of one document. */
export interface ExplainingTime {
  leftMs: number;
}

export const explainingTime = (): ExplainingTime => ({ leftMs: LONGEST_MS });

/**
 * Returns the message of Microsoft's parser about a member that cannot be read: it names tokens as the documentation does. Undefined if the
 * parser accepts the text, if the text is too long for it, or if `time` is over.
 */
export const explainMember = (text: string, time = explainingTime()): Promise<Failure | undefined> =>
  explain(text, time, (state, parser) => parser.readSectionMember(state, parser, undefined));

/** {@link explainMember} for `[attributes] section Name;`. */
export const explainHeader = (text: string, time = explainingTime()): Promise<Failure | undefined> =>
  explain(text, time, (state, parser) => parser.readSectionDocument(state, parser, undefined));

/** Returns a hint if a member's name has spaces but no quotes, the most common mistake in M that is written by hand. */
export function unquotedName(member: string): string | undefined {
  const [, name] =
    /^\s*(?:shared\s+)?(?!shared\s)([\p{L}_][\p{L}\w.]*(?: +[\p{L}_][\p{L}\w.]*)+)\s*=/u.exec(member) ?? [];
  return name === undefined ? undefined : `a name with spaces is written #"${name}"`;
}

type Entry = (state: Parser.ParseState, parser: Parser.Parser) => Promise<unknown>;

async function explain(text: string, time: ExplainingTime, entry: Entry): Promise<Failure | undefined> {
  if (text.length > LONGEST_TEXT || time.leftMs <= 0) return undefined;
  const { CommonError, DefaultSettings, TaskUtils, TimedCancellationToken } = library();
  const cancellationToken = new TimedCancellationToken(time.leftMs);
  // Loading the library does not count.
  const began = monotonicMs();
  const parserEntryPoint = entry as NonNullable<typeof DefaultSettings.parserEntryPoint>;
  const settings = { ...DefaultSettings, locale: "en-US", cancellationToken, parserEntryPoint };
  try {
    const lexed = TaskUtils.tryLex(settings, text);
    if (TaskUtils.isLexStageError(lexed))
      // An error that is not the text's: the time is over.
      return CommonError.isCommonError(lexed.error) ? undefined : lexFailure(text, lexed.error);
    if (!TaskUtils.isLexStageOk(lexed)) return undefined;
    const parsed = await TaskUtils.tryParse(settings, lexed.lexerSnapshot);
    return TaskUtils.isParseStageOk(parsed) ? undefined : parseFailure(text, parsed.error);
  } catch {
    return undefined;
  } finally {
    time.leftMs -= monotonicMs() - began;
  }
}

function lexFailure(text: string, error: Error & { innerError?: Error }): Failure {
  const { LexError } = library().Lexer;
  const inner = error.innerError;
  if (inner instanceof LexError.ErrorLineMapError) {
    const first = [...inner.errorLineMap.values()][0]?.error as (Error & { innerError?: Error }) | undefined;
    if (first) return lexFailure(text, first);
  }
  const position = (inner as { graphemePosition?: { lineNumber: number; lineCodeUnit: number } } | undefined)
    ?.graphemePosition;
  return {
    offset: position ? offsetOf(text, position.lineNumber, position.lineCodeUnit) : 0,
    message: (inner ?? error).message,
  };
}

function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  const ends = text.matchAll(/\r\n|[\r\n\u2028\u2029]/g);
  for (let at = 0; at < line; at++) {
    const end = ends.next().value;
    if (!end) break;
    start = end.index + end[0].length;
  }
  return Math.min(start + column, text.length);
}

function parseFailure(text: string, error: Error): Failure | undefined {
  const { ParseError } = library().Parser;
  if (!ParseError.isParseError(error)) return undefined;
  const inner = error.innerError;
  const token = "startToken" in inner ? inner.startToken : ParseError.tokenFrom(inner);
  return { offset: token?.positionStart.codeUnit ?? text.trimEnd().length, message: inner.message };
}
