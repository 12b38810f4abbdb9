import type { World } from "../world";

export const uuid = (digit: number): string => `${digit}`.repeat(8) + "-0000-4000-8000-000000000000";

/** Its ids are fixed, because a fingerprint depends on them. */
export const CONNECTION = { type: "SQL", path: "prod.example.com;Sales", id: uuid(5), clusterId: uuid(6) };

/** Adds everything that a recorded state names. Returns the ids for its placeholders. */
export async function recordedWorld(world: World): Promise<Record<string, string>> {
  const { emulator } = world;
  emulator.addConnection(CONNECTION);
  emulator.addTable({ query: "Orders", columns: { OrderId: [1], Region: ["south-region"] } });
  return {
    workspaceId: emulator.workspaceId,
    tag: emulator.addTag("gold").id,
    folder: await world.addFolder("reports"),
  };
}
