import type { Hunk } from "./document";

type Library = typeof import("diff");

const CONTEXT_LINES = 3;
/** The most differing lines for a diff. */
const MAX_EDITS = 2_000;
const LONGEST_MS = 300;

const lines = (text: string): string => `${text.replace(/\r\n?|[\u2028\u2029]/g, "\n").trim()}\n`;

/**
 * Returns the unified diff of two texts. The form of line ends and white space around the texts are ignored. Line numbers are those of the
 * documents in which the texts begin at the given lines. Undefined if the texts differ in too many lines.
 */
export function lineDiff(
  before: string,
  after: string,
  firstLine: { before: number; after: number } = { before: 1, after: 1 },
): Hunk[] | undefined {
  const { structuredPatch } = require("diff") as Library;
  const [old, now] = [before, after].map((text) => (text.trim() === "" ? "" : lines(text))) as [string, string];
  const options = { context: CONTEXT_LINES, maxEditLength: MAX_EDITS, timeout: LONGEST_MS };
  const patch = structuredPatch("", "", old, now, "", "", options);
  return patch?.hunks.map((hunk) => ({
    beforeStart: hunk.oldStart + firstLine.before - 1,
    afterStart: hunk.newStart + firstLine.after - 1,
    lines: hunk.lines.filter((line) => !line.startsWith("\\")),
  }));
}
