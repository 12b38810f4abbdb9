import type { Service } from "./service";
import { harmless } from "../common/harmless";
import { didYouMean } from "../common/nearest";
import { UsageError } from "../common/usageError";
import { LIMITS } from "../definition/limits";
import { Mashup } from "../definition/mashup";
import { readGivenFile } from "./givenFile";

/** The M section document in a file. Throws a UsageError that names the file. */
export const readMashup = (file: string): Promise<string> => readGivenFile("--mashup", file, LIMITS.mashupBytes);

/** Throws a UsageError for a name that no query of the document has: the service would say less. M distinguishes case. */
export function requireQueries(mashup: string, names: readonly string[], place: string): void {
  const { byName } = new Mashup(mashup, place);
  const missing = names.filter((name) => !byName.has(name));
  const lines = missing.map((name) => `no query is named "${harmless(name)}"; ${didYouMean(name, [...byName.keys()])}`);
  if (lines.length > 0) throw new UsageError(`${harmless(place)}: ${lines.join("; ")}`);
}

/** The M that the service has. */
export async function storedMashup(
  { lookups }: Pick<Service, "lookups">,
  workspaceId: string,
  id: string,
): Promise<string> {
  const mashup = (await lookups.definition(workspaceId, id))["mashup.pq"];
  if (mashup !== undefined) return mashup.replace(/^\uFEFF/, "");
  throw new UsageError("The dataflow has no mashup.pq part: give its M with --mashup.");
}
