import type { Key } from "../../sdk/model/keys";
import { modelOf, resourceNames } from "./models.mjs";

/** The name of a resource's lifecycle in `/runtime`. A table with these keys compiles only if it has each resource. */
export type ResourceName = keyof typeof import("../../sdk/runtime");

/** All resources of the model. */
export const resources = resourceNames as ResourceName[];

export const classNameOf = (name: string): string => `${name[0]!.toUpperCase()}${name.slice(1)}`;

export const keysOf = (name: ResourceName): Readonly<Record<string, Key>> =>
  (require(modelOf(name)) as { keys: Readonly<Record<string, Key>> }).keys;
