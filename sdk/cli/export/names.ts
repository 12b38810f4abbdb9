/** Names that are free for everything on a disk and in a program, each given once. */
export class Names {
  private readonly taken = new Set<string>();

  constructor(reserved: readonly string[] = []) {
    for (const name of reserved) this.taken.add(name.toLowerCase());
  }

  /** `form` makes a name of a text; if it is taken, a number follows. Neither case nor the way accents are encoded tells two apart. */
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

/** File systems take 255 bytes for a name, in which a number and `.Dataflow` follow. */
const MOST_BYTES = 200;

/** The beginning of a text that has so many bytes of UTF-8 at most, without half a character at its end. */
function beginningOf(text: string, mostBytes: number): string {
  let bytes = 0;
  let kept = "";
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > mostBytes) break;
    kept += character;
  }
  return kept;
}

/** A Pulumi resource's name: `Sales (new)` becomes `sales-new`. */
export const resourceName = (text: string): string =>
  beginningOf(text.toLowerCase().replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, "-"), MOST_BYTES).replaceAll(/^-|-$/g, "") ||
  "dataflow";

/** A variable's name: `sales-new` becomes `salesNew`. */
export function variableName(text: string): string {
  const words = text.split(/[^\p{ID_Continue}]+/u).filter((word) => word !== "");
  const [first = "", ...rest] = words;
  const lowered = /^\p{Lu}+$/u.test(first) ? first.toLowerCase() : first.charAt(0).toLowerCase() + first.slice(1);
  const name = lowered + rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  return /^\p{ID_Start}/u.test(name) ? name : `_${name}`;
}

/** What no variable of a program may be called. */
export const RESERVED =
  "arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield undefined NaN Infinity require module exports process console".split(
    " ",
  );

/** Names of devices on Windows, whatever follows the dot. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/** A folder's name on every system: short enough, without what Windows forbids, and without a dot or space at its end. */
export const folderName = (text: string): string =>
  beginningOf(text.replaceAll(/[<>:"/\\|?*\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu, "_"), MOST_BYTES)
    .replaceAll(/[. ]+$/g, "")
    .replace(DEVICE, "_$1") || "Dataflow";
