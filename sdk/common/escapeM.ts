/**
 * Returns the text between the quotes of an M text literal or quoted name. Control characters are escaped, so that no
 * line is added. https://learn.microsoft.com/powerquery-m/m-spec-lexical-structure#character-escape-sequences
 */
export function escapeM(value: string): string {
  return value
    .replaceAll('"', '""')
    .replaceAll("#(", "#(#)(")
    .replaceAll("\r\n", "#(cr,lf)")
    .replaceAll("\r", "#(cr)")
    .replaceAll("\n", "#(lf)")
    .replaceAll("\t", "#(tab)")
    .replace(/[\u0000-\u001F\u007F-\u009F\u2028\u2029\uFEFF]/g, (c) => `#(${hex(c)})`);
}

const hex = (character: string): string => character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
