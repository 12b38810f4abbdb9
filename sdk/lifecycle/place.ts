import { isGuid } from "../common/guid";

/** Returns the ids in the place of an import. Throws an Error that shows the form. */
export function idsIn(place: string, form: string, count: number): string[] {
  const ids = place.split("/").map((id) => id.trim());
  if (ids.length !== count || !ids.every(isGuid))
    throw new Error(
      `import: ${JSON.stringify(place)} is not of the form ${form}, with ids (GUIDs) as the portal's address shows them`,
    );
  return ids;
}
