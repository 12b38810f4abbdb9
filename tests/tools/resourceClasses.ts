import type * as pulumi from "@pulumi/pulumi";
import * as sdk from "../../sdk/index";
import { classNameOf, resources, type ResourceName } from "./resources";

interface ResourceClass {
  new (name: string, args: object, opts?: pulumi.CustomResourceOptions): pulumi.CustomResource;
  __pulumiType: string;
  isInstance(value: unknown): boolean;
}

/** Undefined until `sdk/index.ts` exports it. */
export const classOf = (name: ResourceName): ResourceClass | undefined =>
  (sdk as unknown as Record<string, ResourceClass>)[classNameOf(name)];

/** The classes of all resources, by the names that programs know. */
export const classes = Object.fromEntries(resources.map((name) => [classNameOf(name), classOf(name)!]));
