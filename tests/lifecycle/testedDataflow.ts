import type { RegisteredTable } from "../emulator/queries";
import { definition } from "./assets";
import type { Resource } from "./resource";
import type { World } from "./world";

export type Args = Record<string, unknown>;
/** The columns Id and Name. */
export const rows = (count: number) => ({
  Id: Array.from({ length: count }, (_, i) => i + 1),
  Name: Array(count).fill("x"),
});
/** Sets the rows that the service returns for a query. */
export const serve = (world: World, query: string, table: Partial<RegisteredTable>) =>
  world.emulator.addTable({ query, ...table });
/** The evaluated queries, in order. */
export const tried = (world: World) =>
  world.emulator.requests
    .filter(({ operation }) => operation === "executeQuery")
    .map(({ requestBody }) => (requestBody as { queryName: string }).queryName.replace(/ \(counts\)$/, ""));

export function argsOf({ emulator }: World, content: Args, more: Args = {}): Args {
  return {
    workspaceId: emulator.workspaceId,
    displayName: "Sales",
    definition: content,
    publishOnUpdate: true,
    tests: { Orders: { minRows: 2 }, Customers: { minRows: 1 } },
    ...more,
  };
}
export const two = (orders: string, customers = "one") => definition({ Orders: orders, Customers: customers });
/** The counts of these operations. */
export const calls = (requests: Record<string, number>, ...names: string[]) => names.map((name) => requests[name] ?? 0);
export const edited = (world: World, sales: Resource) => world.emulator.item(sales.id).edited?.["mashup.pq"];
export const published = (world: World, sales: Resource) => world.emulator.item(sales.id).published?.["mashup.pq"];
