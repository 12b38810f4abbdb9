/** Names that are free for everything on a disk and in a program, each given once. */
export class Names {
  private readonly taken = new Set<string>();

  /** `form` makes a name of a text; if it is taken, a number follows. Neither case nor the way accents are encoded tells two apart. */
  give(text: string, form: (text: string) => string): string {
    const base = form(text);
    for (let count = 1; ; count++) {
      const name = count === 1 ? base : `${base}-${count}`;
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

/** Names of devices on Windows, whatever follows the dot. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/** A folder's name on every system: short enough, without what Windows forbids, and without a dot or space at its end. */
export const folderName = (text: string): string =>
  beginningOf(text.replaceAll(/[<>:"/\\|?*\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu, "_"), MOST_BYTES)
    .replaceAll(/[. ]+$/g, "")
    .replace(DEVICE, "_$1") || "Dataflow";
