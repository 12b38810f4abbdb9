/** Names that are free for everything on a disk and in a program, each given once. */
export class Names {
  private readonly taken = new Set<string>();

  /** `form` makes a name of a text; where it is taken, a number follows. Case does not tell two apart. */
  give(text: string, form: (text: string) => string): string {
    const base = form(text);
    for (let count = 1; ; count++) {
      const name = count === 1 ? base : `${base}-${count}`;
      if (this.taken.has(name.toLowerCase())) continue;
      this.taken.add(name.toLowerCase());
      return name;
    }
  }
}

/** A Pulumi resource's name: `Sales (new)` becomes `sales-new`. */
export const resourceName = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-|-$/g, "") || "dataflow";

/** A folder's name on every system: without what Windows forbids, and without a dot or space at its end. */
export const folderName = (text: string): string =>
  text
    .replaceAll(/[<>:"/\\|?*\u0000-\u001f]/g, "_")
    .replaceAll(/[. ]+$/g, "")
    .slice(0, 120) || "Dataflow";
