import { canonicalTokens } from "../definition/m/canonicalTokens";
import { applyEdits, type Edit, type Span } from "../definition/m/positions";
import { scan } from "../definition/m/tokens";

/** Returns the code of a stretch of M: its tokens without comments, in canonical form. */
export function codeOf(text: string): string {
  const tokens = scan(text).filter(({ kind }) => kind !== "comment");
  return canonicalTokens(text, tokens, 0, tokens.length);
}

/** Returns the comments of a stretch of M, in canonical form. */
export function commentsOf(text: string): string {
  const tokens = scan(text).filter(({ kind }) => kind === "comment");
  return canonicalTokens(text, tokens, 0, tokens.length);
}

/** Returns a stretch of a text with edits. Their offsets refer to the whole text. */
export const editedStretch = (text: string, { start, end }: Span, edits: readonly Edit[]): string =>
  applyEdits(
    text.slice(start, end),
    edits.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start })),
  );

/** Returns the words, names, texts and numbers of a stretch of M, to compare their likeness. */
export function wordsOf(text: string): string[] {
  return scan(text)
    .filter(({ kind }) => kind === "word" || kind === "identifier" || kind === "text" || kind === "number")
    .map(({ start, end }) => text.slice(start, end));
}

/** Returns the likeness of two lists of words, from 0 to 1: twice the number of shared words, divided by the number of words (Dice). */
export function likeness(a: readonly string[], b: readonly string[]): number {
  if (a.length + b.length === 0) return 1;
  const counts = new Map<string, number>();
  for (const word of a) counts.set(word, (counts.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of b) {
    const left = counts.get(word) ?? 0;
    if (left === 0) continue;
    counts.set(word, left - 1);
    shared++;
  }
  return (2 * shared) / (a.length + b.length);
}
