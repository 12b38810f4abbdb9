import { applyEdits, lineIndex, type Edit } from "./m/positions";
import { partText, type DefinitionPart } from "./parts";
import type { Replacing } from "./replacing";

/** The strings of a JSON text, as they are once unescaped; the older form's M is not among them. */
export function replaceInJson(text: string, replacing: Replacing, place: string, legacy: boolean): string {
  const edits: Edit[] = [];
  const lineAndColumn = lineIndex(text);
  for (const { start, end, isDocument, isName } of stringsOf(text, legacy)) {
    if (isDocument) continue;
    const written = text.slice(start, end);
    const value = JSON.parse(written) as string;
    if (isEscapedJson(value)) {
      // A path that is JSON itself: its texts may be written with escapes, which stay.
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

/** A part that is not JSON stays as it is. */
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
  /** It holds the older form's M. */
  isDocument: boolean;
  /** It is a key, or names a query. */
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
