/*
 * Arguments of every dataflow that stand in a stack's configuration, where each value is a text. What has another form goes on as it is:
 * `check` says what is wrong with it.
 */

export const stackFlag = (text: string | undefined): boolean | undefined =>
  text === "true" || text === "false" ? text === "true" : (text as unknown as undefined);

/** A JSON list, as `pulumi config set --path` writes it, or ids with commas between them. */
export function stackList(text: string | undefined): string[] | undefined {
  if (text === undefined) return undefined;
  if (!text.trimStart().startsWith("[")) return text.split(",").map((id) => id.trim());
  try {
    return JSON.parse(text) as string[];
  } catch {
    return text as unknown as string[];
  }
}
