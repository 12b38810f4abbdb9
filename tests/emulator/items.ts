import { randomUUID } from "node:crypto";
import { emptyDefinition, PlatformFile, readDefinition, StoredDefinition } from "./definitions";
import { ApiError } from "./errors";
import { accept } from "./operations";
import { ApiResponse, bodyObject, booleanParameter, Call, isObject, JsonObject, ok, optionalString } from "./http";
import { lakehouseProperties } from "./lakehouses";
import { checkName, reserveName } from "./names";
import { page } from "./paging";
import { hasRole, requireWorkspace, Role, showPrincipal } from "./principals";
import { Item, Workspace } from "./world";

const TYPES = ["Dataflow", "Lakehouse", "Warehouse", "Notebook", "VariableLibrary", "SQLEndpoint"];
const SURFACE_TYPE = { items: undefined, dataflows: "Dataflow", lakehouses: "Lakehouse" } as const;
const DESCRIPTION_LIMIT = 256;

export const workspaceFor = (call: Call, role: Role): Workspace =>
  requireWorkspace(call.world, call.principal, call.params.workspaceId ?? "", role);

/** The item that the path names. @throws ApiError if it does not exist, is not visible, or has another type than the path. */
export function findItem(call: Call, type?: string): Item {
  const workspace = workspaceFor(call, "Viewer");
  const { params, world } = call;
  const item = workspace.items.get((params.itemId ?? "").toLowerCase());
  const wanted = type ?? SURFACE_TYPE[call.surface];
  const isNew = item && world.clock.now() - item.createdAt < world.timings.getLagMs;
  if (!item || isNew || (wanted && call.surface !== "items" && item.type !== wanted))
    throw new ApiError("ItemNotFound");
  if (wanted && item.type !== wanted) throw new ApiError("OperationNotSupportedForItem");
  return item;
}

export function describe(call: Call, item: Item): JsonObject {
  const tags = item.tags.map((id) => ({ id, displayName: call.world.tags.get(id)?.displayName ?? "" }));
  return {
    id: item.id,
    type: item.type,
    displayName: item.displayName,
    description: item.description,
    workspaceId: item.workspaceId,
    ...(item.folderId && { folderId: item.folderId }),
    ...(tags.length > 0 && { tags }),
    ...(item.labelId && { sensitivityLabel: { id: item.labelId } }),
    ...(call.surface === "lakehouses" && call.operation !== "createItem" && { properties: lakehouseProperties(item) }),
    ...(/defaultIdentity/i.test(call.query.get("include") ?? "") && { defaultIdentity: identityOf(call, item) }),
  };
}

function identityOf(call: Call, item: Item): JsonObject | null {
  const owner = [...call.world.principals.values()].find(({ id }) => id === item.ownerId);
  return owner ? showPrincipal(owner) : null;
}

export function listItems(call: Call): ApiResponse {
  const workspace = workspaceFor(call, "Viewer");
  const type = SURFACE_TYPE[call.surface] ?? call.query.get("type") ?? undefined;
  if (type && !TYPES.includes(type)) throw new ApiError("InvalidItemType", `'${type}' is not an item type.`);
  const root = call.query.get("rootFolderId") ?? undefined;
  if (root && !workspace.folders.has(root)) throw new ApiError("FolderNotFound");
  const recursive = booleanParameter(call.query, "recursive", true);
  const { clock, timings } = call.world;
  const visible = [...workspace.items.values()].filter(
    (item) =>
      (!type || item.type === type) &&
      clock.now() - item.createdAt >= timings.listLagMs &&
      isUnder(workspace, item.folderId, root, recursive),
  );
  return ok(
    page(
      call,
      visible,
      (item) => item.id,
      (item) => describe(call, item),
    ),
  );
}

/** True if `folderId` is `root`, or is inside it and `deep` is set. Undefined means the workspace itself. */
export function isUnder(workspace: Workspace, folderId: string | undefined, root: string | undefined, deep: boolean) {
  for (let at = folderId; ; at = workspace.folders.get(at)?.parentFolderId) {
    if (at === root) return true;
    if (!deep || at === undefined) return false;
  }
}

export function createItem(call: Call): ApiResponse {
  const workspace = workspaceFor(call, "Contributor");
  const body = bodyObject(call);
  const type = SURFACE_TYPE[call.surface] ?? optionalString(body, "type");
  if (!type || !TYPES.includes(type)) throw new ApiError("InvalidItemType");
  const displayName = (optionalString(body, "displayName") ?? "").trim();
  const description = optionalString(body, "description");
  const folderId = optionalString(body, "folderId");
  checkDescription(description);
  if (folderId && !workspace.folders.has(folderId)) throw new ApiError("FolderNotFound");
  if (!workspace.capacityId || call.world.clock.now() < workspace.capacityAt)
    throw new ApiError("WorkspaceHasNoCapacityAssigned");
  if (workspace.items.size + workspace.softDeleted.size >= call.world.limits.itemsPerWorkspace) {
    throw new ApiError("WorkspaceItemsLimitExceeded");
  }
  const given =
    type === "Dataflow" && body.definition ? readDefinition(body.definition, call.world.clock.now()) : undefined;
  const platform = given?.platform;
  const wins = call.world.switches.nameOnCreate === "platform" ? platform?.displayName : undefined;
  const name = wins ?? displayName;
  const labelId = readLabel(call, body);
  checkName(call.world, workspace, type, name);
  const create = () => {
    checkName(call.world, workspace, type, name);
    const item = addItem(call, workspace, { type, displayName: name, description, folderId, labelId, platform });
    item.hasSchemas = isObject(body.creationPayload) && body.creationPayload.enableSchemas === true;
    if (type === "Dataflow") {
      const edited = given?.stored ?? emptyDefinition(name, call.world.clock.now());
      item.dataflow = { edited: { ...edited, isOfCreate: call.world.switches.bindingsOfCreate === "invisible" } };
      addStagingItems(call, workspace);
    }
    return { status: 201, body: describe(call, item) };
  };
  return (call.overrides.longRunning ?? call.world.switches.longRunning.create) ? accept(call, true, create) : create();
}

function readLabel(call: Call, body: JsonObject): string | undefined {
  const settings = body.sensitivityLabelSettings;
  if (typeof settings !== "object" || settings === null) return undefined;
  const { labelId, sensitivityLabelApplyStrategy } = settings as JsonObject;
  const applies = call.world.switches.labelsCanBeApplied && call.world.labels.has(String(labelId));
  if (applies) return String(labelId);
  if (sensitivityLabelApplyStrategy === "Ignore") return undefined;
  throw new ApiError("InvalidInput", "The sensitivity label could not be applied.");
}

interface NewItem {
  type: string;
  displayName: string;
  description?: string;
  folderId?: string;
  labelId?: string;
  platform?: PlatformFile;
}

function addItem(call: Call, workspace: Workspace, given: NewItem): Item {
  const { platform, ...own } = given;
  const item: Item = {
    ...own,
    id: randomUUID(),
    logicalId: platform?.logicalId ?? randomUUID(),
    description: given.description ?? platform?.description ?? "",
    workspaceId: workspace.id,
    tags: [],
    ownerId: call.principal.id,
    createdAt: call.world.clock.now(),
    jobs: [],
    schedules: [],
  };
  workspace.items.set(item.id, item);
  return item;
}

function addStagingItems(call: Call, workspace: Workspace): void {
  const isStaging = (item: Item) => item.displayName.startsWith("StagingLakehouseForDataflows_");
  if (!call.world.switches.stagingItems || [...workspace.items.values()].some(isStaging)) return;
  const suffix = `_${new Date(call.world.clock.now()).toISOString().replace(/\D/g, "").slice(0, 14)}`;
  addItem(call, workspace, { type: "Lakehouse", displayName: `StagingLakehouseForDataflows${suffix}` });
  addItem(call, workspace, { type: "Warehouse", displayName: `StagingWarehouseForDataflows${suffix}` });
}

export const getItem = (call: Call): ApiResponse => ok(describe(call, findItem(call)));

export function updateItem(call: Call): ApiResponse {
  const workspace = workspaceFor(call, "Contributor");
  const item = findItem(call);
  const body = bodyObject(call);
  const displayName = optionalString(body, "displayName")?.trim();
  const description = optionalString(body, "description");
  checkDescription(description);
  if (displayName === undefined && description === undefined) {
    throw new ApiError("InvalidRequest", "The request changes nothing.");
  }
  if (displayName !== undefined && displayName !== item.displayName) {
    checkName(call.world, workspace, item.type, displayName, item);
    item.displayName = displayName;
  }
  if (description !== undefined) item.description = description;
  return ok(describe(call, item));
}

function checkDescription(description: string | undefined): void {
  if ((description?.length ?? 0) > DESCRIPTION_LIMIT) {
    throw new ApiError("InvalidInput", `The description is longer than ${DESCRIPTION_LIMIT} characters.`);
  }
}

export function deleteItem(call: Call): ApiResponse {
  const workspace = workspaceFor(call, "Contributor");
  const { softDelete } = call.world.switches;
  const hard = booleanParameter(call.query, "hardDelete", false);
  const binned = hard ? workspace.softDeleted.get((call.params.itemId ?? "").toLowerCase()) : undefined;
  const item = binned ?? findItem(call);
  if (hard && !hasRole(call.principal, workspace.id, "Admin")) throw new ApiError("InsufficientWorkspaceRole");
  if (!hard && softDelete !== "allow") throw new ApiError(softDelete);
  if (binned) workspace.softDeleted.delete(item.id);
  workspace.items.delete(item.id);
  const hasBin = item.type !== "Dataflow" || call.world.switches.dataflowsInRecycleBin;
  if (!hard && hasBin) workspace.softDeleted.set(item.id, item);
  reserveName(call.world, workspace, item);
  return ok();
}

/** Replaces the stored definition, as the portal's editor and updateDefinition do. */
export function storeDefinition(item: Item, stored: StoredDefinition): void {
  if (!item.dataflow) throw new ApiError("OperationNotSupportedForItem");
  item.dataflow.edited = stored;
}
