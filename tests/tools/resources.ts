import type { Key } from "../../sdk/model/keys";
import { modelOf, resourceNames } from "./models.mjs";

/** The name that `/runtime` has for a resource's lifecycle. A table by it does not compile until it has each resource. */
export type ResourceName = keyof typeof import("../../sdk/runtime");

/** All of them, as the model has them. */
export const resources = resourceNames as ResourceName[];

export const classNameOf = (name: string): string => `${name[0]!.toUpperCase()}${name.slice(1)}`;

export const keysOf = (name: ResourceName): Readonly<Record<string, Key>> =>
  (require(modelOf(name)) as { keys: Readonly<Record<string, Key>> }).keys;
