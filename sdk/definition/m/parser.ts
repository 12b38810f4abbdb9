import type { Language, Parser } from "@microsoft/powerquery-parser";

export type Ast = typeof import("@microsoft/powerquery-parser").Language.Ast;
export type Expression = Language.Ast.TExpression;
export type Node = Language.Ast.TNode;
export type SectionMember = Language.Ast.SectionMember;

type Library = typeof import("@microsoft/powerquery-parser");

let loaded: Library | undefined;

/** Loaded on first use: it takes a tenth of a second. */
const library = (): Library => (loaded ??= require("@microsoft/powerquery-parser") as Library);

let kinds: Ast["NodeKind"] | undefined;

/** The kinds of syntax nodes. Asked for at each node: kept, because the library gives them through a chain of getters. */
export const nodeKinds = (): Ast["NodeKind"] => (kinds ??= library().Language.Ast.NodeKind);

/** A syntax node, or where in the text and why there is none. */
export type Parsed<T> = { ok: true; node: T } | { ok: false; offset: number; message: string };

/** Parses one section member: `[attributes] shared Name = expression;`. */
export const parseMember = (text: string): Promise<Parsed<SectionMember>> =>
  parse(text, (state, parser) => parser.readSectionMember(state, parser, undefined));

/** Parses `[attributes] section Name;` and nothing after it. */
export const parseHeader = (text: string): Promise<Parsed<Language.Ast.Section>> =>
  parse(text, (state, parser) => parser.readSectionDocument(state, parser, undefined));

/** One member takes milliseconds; what takes longer than this never ends. */
const LONGEST_MS = 30_000;

async function parse<T extends Node>(text: string, entry: Entry<T>): Promise<Parsed<T>> {
  try {
    return await lexAndParse(text, entry);
  } catch (e) {
    const message = e instanceof RangeError ? TOO_DEEP : `The parser did not finish within ${LONGEST_MS / 1000} s`;
    return { ok: false, offset: 0, message };
  }
}

export const TOO_DEEP = "The expression is nested too deeply";

type Entry<T> = (state: Parser.ParseState, parser: Parser.Parser) => Promise<T>;

async function lexAndParse<T extends Node>(text: string, entry: Entry<T>): Promise<Parsed<T>> {
  const { DefaultSettings, TaskUtils, TimedCancellationToken } = library();
  const cancellationToken = new TimedCancellationToken(LONGEST_MS);
  const settings = { ...DefaultSettings, locale: "en-US", cancellationToken, parserEntryPoint: entry };
  const lexed = TaskUtils.tryLex(settings, text);
  if (TaskUtils.isLexStageError(lexed)) return lexFailure(text, lexed.error);
  if (!TaskUtils.isLexStageOk(lexed)) return { ok: false, offset: 0, message: "cannot be read" };
  const parsed = await TaskUtils.tryParse(settings, lexed.lexerSnapshot);
  if (TaskUtils.isParseStageOk(parsed)) return { ok: true, node: parsed.ast as unknown as T };
  return parseFailure(text, parsed.error);
}

function lexFailure(text: string, error: Error & { innerError?: Error }): Parsed<never> {
  const { LexError } = library().Lexer;
  const inner = error.innerError;
  if (inner instanceof LexError.ErrorLineMapError) {
    const first = [...inner.errorLineMap.values()][0]?.error as (Error & { innerError?: Error }) | undefined;
    if (first) return lexFailure(text, first);
  }
  const position = (inner as { graphemePosition?: { lineNumber: number; lineCodeUnit: number } } | undefined)
    ?.graphemePosition;
  return {
    ok: false,
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

function parseFailure(text: string, error: Error): Parsed<never> {
  const { ParseError } = library().Parser;
  if (!ParseError.isParseError(error)) {
    return { ok: false, offset: 0, message: /call stack/i.test(error.message) ? TOO_DEEP : "The parser failed" };
  }
  const inner = error.innerError;
  const token = "startToken" in inner ? inner.startToken : ParseError.tokenFrom(inner);
  return { ok: false, offset: token?.positionStart.codeUnit ?? text.trimEnd().length, message: inner.message };
}
