import type { JsonObject } from "../definition/json";

/** `Staging / Orders`: a group's name, after those of the groups that it is in. Its id, if it has no entry. */
export function groupPath(id: string | undefined, groups: ReadonlyMap<string, JsonObject>): string | undefined {
  if (id === undefined) return undefined;
  const path: string[] = [];
  const seen = new Set<string>();
  for (let at: string | undefined = id; at !== undefined && !seen.has(at);) {
    seen.add(at);
    const group: JsonObject | undefined = groups.get(at);
    path.unshift(typeof group?.["name"] === "string" ? group["name"] : at);
    at = typeof group?.["parentId"] === "string" ? group["parentId"] : undefined;
  }
  return path.join(" / ");
}
