/** Gives names that are unique on a disk and in a program. */
export class Names {
  private readonly taken = new Set<string>();

  constructor(reserved: readonly string[] = []) {
    for (const name of reserved) this.taken.add(name.toLowerCase());
  }

  /**
   * Returns a name that `form` makes of a text, with a number if it is taken. Case and the encoding of accents do not
   * make a difference.
   */
  give(text: string, form: (text: string) => string, separator = "-"): string {
    const base = form(text);
    for (let count = 1; ; count++) {
      const name = count === 1 ? base : `${base}${separator}${count}`;
      const key = name.normalize("NFC").toLowerCase();
      if (this.taken.has(key)) continue;
      this.taken.add(key);
      return name;
    }
  }
}

/** File systems allow 255 bytes for a name. A number and `.Dataflow` are appended to this. */
const MAX_BYTES = 200;

/** Returns the beginning of a text with at most `maxBytes` bytes of UTF-8, without half a character at its end. */
function beginningOf(text: string, maxBytes: number): string {
  let bytes = 0;
  let kept = "";
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > maxBytes) break;
    kept += character;
  }
  return kept;
}

/** Returns a name for a Pulumi resource: `Sales (new)` becomes `sales-new`. */
export const resourceName = (text: string): string =>
  beginningOf(text.toLowerCase().replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, "-"), MAX_BYTES).replaceAll(/^-|-$/g, "") ||
  "dataflow";

/** Returns a name for a variable: `sales-new` becomes `salesNew`. */
export function variableName(text: string): string {
  const words = text.split(/[^\p{ID_Continue}]+/u).filter((word) => word !== "");
  const [first = "", ...rest] = words;
  const lowered = /^\p{Lu}+$/u.test(first) ? first.toLowerCase() : first.charAt(0).toLowerCase() + first.slice(1);
  const name = lowered + rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  return /^\p{ID_Start}/u.test(name) ? name : `_${name}`;
}

/** Names that no variable may have. */
export const RESERVED =
  "arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield undefined NaN Infinity require module exports process console".split(
    " ",
  );

/** Names of devices on Windows, with any extension. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/**
 * Returns a folder's name for every system: short enough, without what Windows forbids, and without a dot or space at
 * its end.
 */
export const folderName = (text: string): string =>
  beginningOf(text.replaceAll(/[<>:"/\\|?*\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu, "_"), MAX_BYTES)
    .replaceAll(/[. ]+$/g, "")
    .replace(DEVICE, "_$1") || "Dataflow";
