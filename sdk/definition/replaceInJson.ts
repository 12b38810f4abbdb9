import { applyEdits, lineIndex, type Edit } from "./m/positions";
import { partText, type DefinitionPart } from "./parts";
import type { Replacing } from "./replacing";

/** Replaces texts in the strings of a JSON text, as they are when unescaped. The M of the older form is left out. */
export function replaceInJson(text: string, replacing: Replacing, place: string, legacy: boolean): string {
  const edits: Edit[] = [];
  const lineAndColumn = lineIndex(text);
  for (const { start, end, isDocument, isName } of stringsOf(text, legacy)) {
    if (isDocument) continue;
    const written = text.slice(start, end);
    const value = JSON.parse(written) as string;
    if (isEscapedJson(value)) {
      // A path can be JSON itself. Escapes in its texts stay as they are.
      const inner = replaceInJson(value, replacing, place, false);
      if (inner !== value) edits.push({ start, end, text: JSON.stringify(inner) });
      continue;
    }
    const matches = replacing.matchesIn(value);
    for (const { one } of matches) if (one.isSecret && isName) one.asName ??= `${place}:${lineAndColumn(start)}`;
    const changed = applyEdits(
      value,
      matches.map((match) => ({
        start: match.start,
        end: match.start + match.one.find.length,
        text: match.one.value,
      })),
    );
    if (changed === value) continue;
    const again = JSON.stringify(changed);
    edits.push({ start, end, text: written.includes("\\/") ? again.replaceAll("/", "\\/") : again });
  }
  return applyEdits(text, edits);
}

function isEscapedJson(value: string): boolean {
  if (!/^\s*[[{]/.test(value) || !value.includes("\\")) return false;
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

/** Replaces texts in a part. A part that is not JSON stays as it is. */
export function replaceInPart(part: DefinitionPart, replacing: Replacing): DefinitionPart {
  const text = jsonIn(part);
  if (text === undefined) return part;
  const changed = replaceInJson(text, replacing, part.path, false);
  return changed === text ? part : { path: part.path, content: Buffer.from(changed, "utf8") };
}

function jsonIn({ content }: DefinitionPart): string | undefined {
  try {
    const text = partText(content);
    JSON.parse(text);
    return text;
  } catch {
    return undefined;
  }
}

interface JsonString {
  start: number;
  end: number;
  /** True if it holds the M of the older form. */
  isDocument: boolean;
  /** True if it is a key, or the name of a query. */
  isName: boolean;
}

function stringsOf(text: string, legacy: boolean): JsonString[] {
  let key = "";
  return [...text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?/g)].map((match) => {
    const isKey = match[1] !== undefined;
    const isDocument = legacy && key === '"mashupDocument"';
    const isName = isKey || key === '"queryName"';
    const end = match.index + match[0].length - (match[1]?.length ?? 0);
    key = isKey ? text.slice(match.index, end) : "";
    return { start: match.index, end, isDocument, isName };
  });
}
