import { harmless } from "../common/harmless";
import { readDefinitionFolder } from "../definition/assets";
import { openDefinition, type Opened } from "../definition/open";
import type { DefinitionPart } from "../definition/parts";
import { UsageError } from "../common/usageError";
import type { Service } from "./service";
import { REMEDY, saysUnsupported } from "./unsupported";

/** The definition as the service has it. An older generation of dataflow is an error that names it. */
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
 * The definition in a folder, or in the folder of a file such as `Sales.Dataflow/mashup.pq` or `Sales.Dataflow/tests/orders.yaml`, which is what
 * a commit hook names.
 */
export const localParts = (path: string): Promise<DefinitionPart[]> =>
  readDefinitionFolder(folderOf(path), folderOf(path));

export const folderOf = (path: string): string =>
  path
    .replace(/[\\/]+$/, "")
    .replace(/[\\/](mashup\.pq|queryMetadata\.json|dataflow-content\.json|\.platform)$/, "")
    .replace(/[\\/]tests[\\/](?:(?![\\/]tests[\\/]).)*\.(?:ya?ml|csv)$/i, "");

export function opened(parts: readonly DefinitionPart[], place: string): Opened {
  const found = openDefinition(parts, place);
  if (found) return found;
  throw new UsageError(
    `${harmless(place)} holds no definition of a dataflow: it needs mashup.pq and queryMetadata.json, or dataflow-content.json.`,
  );
}
