import type { FabricClient } from "../../sdk/fabric/client";
import type { ItemOperations } from "../../sdk/fabric/itemOperations";

type Call = (...given: never[]) => unknown;
type MethodsOf<T> = { [K in keyof T]: T[K] extends Call ? K : never }[keyof T] & string;

/** All methods of all groups of the client, e.g. `items.get`. A table with these keys compiles only if it has each method. */
export type ClientMethod = {
  [G in keyof FabricClient]: FabricClient[G] extends Call | number ? never : `${G}.${MethodsOf<FabricClient[G]>}`;
}[keyof FabricClient];

/** Without the methods that dataflows inherit from items and that differ only in their path. */
export type OwnMethod = Exclude<ClientMethod, `dataflows.${MethodsOf<ItemOperations>}`>;

/** The entries of a table, without those that are a reason. */
export const given = <M extends string, T>(table: Readonly<Record<M, T | string>>): [method: M, entry: T][] =>
  Object.entries<T | string>(table).flatMap(([method, entry]) =>
    typeof entry === "string" ? [] : [[method as M, entry]],
  );
