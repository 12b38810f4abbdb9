import { escapeM } from "../../common/escapeM";

/** M's own escaping of text literals and names. https://learn.microsoft.com/powerquery-m/m-spec-lexical-structure#character-escape-sequences */

const NAMED: Readonly<Record<string, string>> = { cr: "\r", lf: "\n", tab: "\t", "#": "#" };
const ESCAPE = /#\(([^()]*)\)/g;
const REGULAR =
  /^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Pc}\p{Mc}\p{Mn}\p{Cf}]*(?:\.[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Pc}\p{Mc}\p{Mn}\p{Cf}]*)*$/u;

/** Words that have another meaning without quotes, everywhere or in some places. */
const RESERVED = new Set(
  (
    "and as each else error false if in is let meta not null or otherwise section shared then true try type " +
    "any anynonnull binary catch date datetime datetimezone duration function list logical none nullable number " +
    "optional record table text time action"
  ).split(" "),
);

/** Returns the value of the content between the quotes of a text literal or quoted name. An unknown escape stays as it is. */
export function unescapeM(content: string): string {
  const text = content.includes('"') ? content.replaceAll('""', '"') : content;
  if (!text.includes("#(")) return text;
  return text.replace(ESCAPE, (whole, list: string) => {
    const characters = list.split(",").map((name) => escapeCharacter(name.trim()));
    return characters.includes(undefined) ? whole : characters.join("");
  });
}

function escapeCharacter(name: string): string | undefined {
  if (name in NAMED) return NAMED[name];
  if (!/^(?:[0-9A-Fa-f]{4}|[0-9A-Fa-f]{8})$/.test(name)) return undefined;
  const code = parseInt(name, 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

export const textLiteral = (value: string): string => `"${escapeM(value)}"`;

/** Returns a name as M writes it: quoted only if M needs it. */
export const writtenName = (name: string): string =>
  REGULAR.test(name) && !RESERVED.has(name) ? name : `#"${escapeM(name)}"`;

/** Returns the name of a written name, which may be quoted. */
export function bareName(written: string): string {
  if (!written.startsWith('#"')) return written;
  return unescapeM(written.slice(2, written.endsWith('"') && written.length > 2 ? -1 : undefined));
}

const NAME = /#"(?:[^"]|"")*"|[^\s=,()[\]{}"]+/y;

/** Returns the end of the name that begins at an offset. */
export function endOfName(text: string, start: number): number {
  NAME.lastIndex = start;
  return start + (NAME.exec(text)?.[0].length ?? 0);
}

/** Returns the value of a written text literal. */
export const literalText = (written: string): string =>
  unescapeM(written.slice(1, written.endsWith('"') && written.length > 1 ? -1 : undefined));
