import { harmless } from "../common/harmless";
import { readDefinitionFolder } from "../definition/assets";
import { openDefinition, type Opened } from "../definition/open";
import type { DefinitionPart } from "../definition/parts";
import { UsageError } from "../common/usageError";
import type { Service } from "./service";
import { REMEDY, saysUnsupported } from "./unsupported";

/** Returns the definition that the service has. Throws an Error with the remedy for an older generation of dataflow. */
export async function storedParts(service: Service, id: string): Promise<DefinitionPart[]> {
  try {
    const { parts } = await service.client.dataflows.getDefinition(service.workspace.id, id);
    return parts.map(({ path, payload }) => ({ path, content: Buffer.from(payload, "base64") }));
  } catch (error) {
    if (saysUnsupported(error)) throw new Error(`${harmless(id)} has no definition: ${REMEDY}`, { cause: error });
    throw error;
  }
}

/**
 * Returns the definition in a folder, or in the folder of a file such as `Sales.Dataflow/mashup.pq` or
 * `Sales.Dataflow/tests/orders.yaml`: commit hooks pass files.
 */
export const localParts = (path: string): Promise<DefinitionPart[]> =>
  readDefinitionFolder(folderOf(path), folderOf(path));

export const folderOf = (path: string): string =>
  path
    .replace(/[\\/]+$/, "")
    .replace(/[\\/](mashup\.pq|queryMetadata\.json|dataflow-content\.json|model\.json|\.platform)$/, "")
    .replace(/[\\/]tests[\\/](?:(?![\\/]tests[\\/]).)*\.(?:ya?ml|csv)$/i, "");

export function opened(parts: readonly DefinitionPart[], place: string): Opened {
  const found = openDefinition(parts, place);
  if (found) return found;
  throw new UsageError(
    `${harmless(place)} has no definition of a dataflow. It needs mashup.pq and queryMetadata.json, or dataflow-content.json.`,
  );
}
