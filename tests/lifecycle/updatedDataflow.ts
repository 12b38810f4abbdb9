import { definition } from "./assets";
import { Resource } from "./resource";
import type { World } from "./world";

export type Args = Record<string, unknown>;

/** A dataflow with everything that an update can change, and its new inputs. */
export async function prepared(world: World) {
  const { emulator } = world;
  const [a, b, c] = ["a", "b", "c"].map((name) => emulator.addTag(name).id);
  const [first, second] = [await world.addFolder("first"), await world.addFolder("second")];
  const base: Args = {
    workspaceId: emulator.workspaceId,
    displayName: "Sales",
    description: "one",
    folderId: first,
    tags: [a, b],
    definition: definition({ Orders: "one" }),
    publishOnUpdate: true,
  };
  const wanted: Args = {
    ...base,
    displayName: "Sales 2",
    description: "two",
    folderId: second,
    tags: [b, c],
    definition: definition({ Orders: "two" }),
  };
  const sales = new Resource(world, "dataflow");
  await sales.up(base);
  world.newRequests();
  return { sales, base, wanted };
}

/** The requests, without polls. */
export function calls(requests: Record<string, number>): Record<string, number> {
  const { getJobInstance: _job, getOperation: _operation, ...rest } = requests;
  return rest;
}
