import { Part, readDefinition, StoredDefinition } from "./definitions";
import { ApiError } from "./errors";
import { ApiResponse, bodyObject, booleanParameter, Call, ok } from "./http";
import { findItem, storeDefinition, workspaceFor } from "./items";
import { checkName } from "./names";
import { accept } from "./operations";
import { Switches } from "./options";
import { reserialise } from "./reserialise";
import { Item } from "./world";

const SCHEMA =
  "https://developer.microsoft.com/json-schemas/fabric/gitIntegration/platformProperties/2.0.0/schema.json";

function platformPart(item: Item): Buffer {
  const { type, displayName, description } = item;
  const metadata = { type, displayName, ...(description && { description }) };
  const file = { $schema: SCHEMA, metadata, config: { version: "2.0", logicalId: item.logicalId } };
  return Buffer.from(JSON.stringify(file, null, 2));
}

/** The parts of a definition as getDefinition returns them. */
export function showDefinition(item: Item, stored: StoredDefinition, how: Switches["reserialise"]): Part[] {
  const contents = [...stored.parts].map(([path, content]): [string, Buffer] => [
    path,
    reserialise(path, content, how),
  ]);
  return [...contents, [".platform", platformPart(item)] as const].map(([path, content]) => ({
    path,
    payload: content.toString("base64"),
    payloadType: "InlineBase64",
  }));
}

/** True if the caller may write this item. This limits the role in its workspace. */
export const mayWrite = ({ principal }: Call, { id }: Item): boolean => !principal.readOnlyItems?.includes(id);

/** @throws ApiError if the item has a protected label. */
export function assertReadable({ world }: Call, { labelId }: Item): void {
  if (labelId && world.labels.get(labelId)?.isProtected)
    throw new ApiError("InsufficientPrivileges", "The item has a protected sensitivity label.");
}

export function getDefinition(call: Call): ApiResponse {
  const item = findItem(call);
  workspaceFor(call, "Contributor");
  if (!mayWrite(call, item)) throw new ApiError("InsufficientPrivileges");
  assertReadable(call, item);
  const { switches } = call.world;
  if (call.query.get("format")?.toLowerCase() === "json") throw new ApiError("InvalidDefinitionFormat");
  const { dataflow } = item;
  if (!dataflow) throw new ApiError("OperationNotSupportedForItem");
  const show = () => ok({ definition: { parts: showDefinition(item, dataflow.edited, switches.reserialise) } });
  return (call.overrides.longRunning ?? switches.longRunning.getDefinition) ? accept(call, true, show) : show();
}

export function updateDefinition(call: Call): ApiResponse {
  const workspace = workspaceFor(call, "Contributor");
  const item = findItem(call, "Dataflow");
  const { world } = call;
  const { stored, platform } = readDefinition(bodyObject(call).definition, world.clock.now());
  const updateMetadata = booleanParameter(call.query, "updateMetadata", false);
  const update = () => {
    if (updateMetadata && platform) {
      const { displayName = item.displayName, description = "" } = platform;
      if (displayName !== item.displayName) checkName(world, workspace, item.type, displayName, item);
      Object.assign(item, { displayName, description });
    }
    storeDefinition(item, stored);
    return ok();
  };
  const longRunning = call.overrides.longRunning ?? world.switches.longRunning.updateDefinition;
  return longRunning ? accept(call, false, update) : update();
}
