/*
 * Arguments of every dataflow that come from a stack's configuration, whose values are texts. A value of another form
 * is passed on unchanged, and `check` says what is wrong with it.
 */

export const stackFlag = (text: string | undefined): boolean | undefined =>
  text === "true" || text === "false" ? text === "true" : (text as unknown as undefined);

/** Reads a JSON list, as `pulumi config set --path` writes it, or ids separated by commas. */
export function stackList(text: string | undefined): string[] | undefined {
  if (text === undefined) return undefined;
  if (!text.trimStart().startsWith("[")) return text.split(",").map((id) => id.trim());
  try {
    return JSON.parse(text) as string[];
  } catch {
    return text as unknown as string[];
  }
}
