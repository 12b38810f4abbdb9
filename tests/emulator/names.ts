import { ApiError } from "./errors";
import { Item, Workspace, World } from "./world";

const NAME_LIMIT = 256;
const key = (type: string, name: string) => `${type}/${name.toLowerCase()}`;

/** `self` is renamed, perhaps to its own name in another case. @throws ApiError if an item of this type cannot have this name in this workspace now. */
export function checkName(world: World, workspace: Workspace, type: string, name: string, self?: Item): void {
  const { uniqueNames, nameConflictStatus: status } = world.switches;
  if (name === "" || name.length > NAME_LIMIT) throw new ApiError("InvalidInput", "The display name is invalid.");
  const reservedUntil = workspace.reservedNames.get(key(type, name)) ?? 0;
  if (reservedUntil > world.clock.now()) throw new ApiError("ItemDisplayNameNotAvailableYet", undefined, { status });
  const others = [...workspace.items.values()].filter((item) => item !== self);
  const taken = others.some((item) => key(item.type, item.displayName) === key(type, name));
  if (uniqueNames && taken) throw new ApiError("ItemDisplayNameAlreadyInUse", undefined, { status });
}

/** The name of a deleted item stays reserved for a while. */
export function reserveName(world: World, workspace: Workspace, item: Item): void {
  workspace.reservedNames.set(key(item.type, item.displayName), world.clock.now() + world.timings.nameReservedMs);
}
