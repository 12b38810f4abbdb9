import { definition, mashupOf } from "./assets";
import { Resource } from "./resource";
import type { World } from "./world";

type Args = Record<string, unknown>;

export const argsOf = ({ emulator }: World, row: string, more: Args = {}): Args => ({
  workspaceId: emulator.workspaceId,
  displayName: "Sales",
  definition: definition({ Orders: row }),
  publishOnUpdate: true,
  rollback: true,
  ...more,
});
/** The M of the stored and of the published definition. */
export const now = (world: World, sales: Resource) => {
  const { edited, published } = world.emulator.item(sales.id);
  // A rollback writes the service's text, with its own line ends.
  return [edited, published].map((parts) => parts?.["mashup.pq"]?.replaceAll("\r\n", "\n"));
};
export const of = (row: string) => mashupOf({ Orders: row });

/** A dataflow that is published as its first revision. */
export async function deployed(world: World, more: Args = {}): Promise<Resource> {
  const sales = new Resource(world, "dataflow");
  await sales.up(argsOf(world, "one", more));
  world.newRequests();
  return sales;
}
