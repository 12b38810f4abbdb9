import type { Service } from "./service";
import { harmless } from "../common/harmless";
import { didYouMean } from "../common/nearest";
import { UsageError } from "../common/usageError";
import { LIMITS } from "../definition/limits";
import { Mashup } from "../definition/mashup";
import { readGivenFile } from "./givenFile";

/** Returns the M section document in a file. Throws a UsageError that names the file. */
export const readMashup = (file: string): Promise<string> => readGivenFile("--mashup", file, LIMITS.mashupBytes);

/**
 * Throws a UsageError if the document has no query with one of the names. The service's own error has less detail. M is
 * case-sensitive.
 */
export function requireQueries(mashup: string, names: readonly string[], place: string): void {
  const { byName } = new Mashup(mashup, place);
  const missing = names.filter((name) => !byName.has(name));
  const lines = missing.map((name) => `no query is named "${harmless(name)}"; ${didYouMean(name, [...byName.keys()])}`);
  if (lines.length > 0) throw new UsageError(`${harmless(place)}: ${lines.join("; ")}`);
}

/** Returns the M that the service has. */
export async function storedMashup(
  { lookups }: Pick<Service, "lookups">,
  workspaceId: string,
  id: string,
): Promise<string> {
  const mashup = (await lookups.definition(workspaceId, id))["mashup.pq"];
  if (mashup !== undefined) return mashup.replace(/^\uFEFF/, "");
  throw new UsageError("Give the M with --mashup: the dataflow has no part mashup.pq.");
}
