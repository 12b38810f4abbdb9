import type { FabricClient } from "../../sdk/fabric/client";
import type { ItemOperations } from "../../sdk/fabric/itemOperations";

type Call = (...given: never[]) => unknown;
type MethodsOf<T> = { [K in keyof T]: T[K] extends Call ? K : never }[keyof T] & string;

/** Every method of every group of the client: `items.get`. A table by it does not compile until it has each. */
export type ClientMethod = {
  [G in keyof FabricClient]: FabricClient[G] extends Call | number ? never : `${G}.${MethodsOf<FabricClient[G]>}`;
}[keyof FabricClient];

/** Without those that dataflows have from the code of items, and with another path alone. */
export type OwnMethod = Exclude<ClientMethod, `dataflows.${MethodsOf<ItemOperations>}`>;

/** The entries of a table that are no reason why there is none. */
export const given = <T>(table: Readonly<Record<string, T | string>>): [method: string, entry: T][] =>
  Object.entries(table).flatMap(([method, entry]) => (typeof entry === "string" ? [] : [[method, entry]]));
