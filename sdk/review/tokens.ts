import { canonicalTokens } from "../definition/m/canonicalTokens";
import { applyEdits, type Edit, type Span } from "../definition/m/positions";
import { scan } from "../definition/m/tokens";

/** What a stretch of M computes: its tokens without comments, in canonical form. */
export function codeOf(text: string): string {
  const tokens = scan(text).filter(({ kind }) => kind !== "comment");
  return canonicalTokens(text, tokens, 0, tokens.length);
}

/** The comments of a stretch of M, in canonical form. */
export function commentsOf(text: string): string {
  const tokens = scan(text).filter(({ kind }) => kind === "comment");
  return canonicalTokens(text, tokens, 0, tokens.length);
}

/** A stretch of a text, with edits that are given by offsets in the whole text. */
export const editedStretch = (text: string, { start, end }: Span, edits: readonly Edit[]): string =>
  applyEdits(
    text.slice(start, end),
    edits.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start })),
  );

/** The words, names, texts and numbers of a stretch of M, for likeness. */
export function wordsOf(text: string): string[] {
  return scan(text)
    .filter(({ kind }) => kind === "word" || kind === "identifier" || kind === "text" || kind === "number")
    .map(({ start, end }) => text.slice(start, end));
}

/** How alike two lists of words are, from 0 to 1: twice what they share, by how many there are (Dice). */
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
