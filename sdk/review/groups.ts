import type { JsonObject } from "../definition/json";

/** The longest path of groups, in characters: groups can nest in thousands. */
const LONGEST_PATH = 300;

/**
 * Returns a group's name after those of the groups around it: `Staging / Orders`. A group without an entry has its id as its name. A long path
 * is cut at its outer end: `… / Orders`. The keys of `groups` are ids in lower case.
 */
export function groupPath(id: string | undefined, groups: ReadonlyMap<string, JsonObject>): string | undefined {
  if (id === undefined) return undefined;
  const seen = new Set<string>();
  let path = "";
  for (let at: string | undefined = id; at !== undefined && !seen.has(at.toLowerCase());) {
    seen.add(at.toLowerCase());
    const group: JsonObject | undefined = groups.get(at.toLowerCase());
    const name = typeof group?.["name"] === "string" ? group["name"] : at;
    path = path === "" ? name : `${name} / ${path}`;
    if (path.length > LONGEST_PATH) return `…${path.slice(-LONGEST_PATH)}`;
    at = typeof group?.["parentId"] === "string" ? group["parentId"] : undefined;
  }
  return path;
}
