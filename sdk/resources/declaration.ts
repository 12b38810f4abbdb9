import * as pulumi from "@pulumi/pulumi";
import type { Declaration } from "../model/declaration";
import { holderOfTakenOver } from "./heldElsewhere";

/**
 * Returns the declaration, which the lifecycle gets beside the arguments. Each key may be an Output, so that one
 * unknown value does not make all of them unknown.
 */
export const declaration = (
  type: string,
  name: string,
  args: object,
  opts: pulumi.CustomResourceOptions,
  secrets: Promise<string[][] | undefined> | undefined,
): pulumi.Inputs & { [key in keyof Declaration]?: unknown } => {
  const urn = urnOf(type, name, opts);
  const heldBy = holderOfTakenOver(type, urn, args, opts);
  return {
    urn,
    ...(opts.import !== undefined && { import: opts.import }),
    ...(opts.deleteBeforeReplace === false && { deleteBeforeReplace: false }),
    ...(heldBy && { heldBy }),
    secrets,
  };
};

function urnOf(type: string, name: string, { parent }: pulumi.CustomResourceOptions): pulumi.Input<string> {
  // An Output would cost the program more than everything else in here.
  if (!parent) return `urn:pulumi:${pulumi.getStack()}::${pulumi.getProject()}::${type}::${name}`;
  // An Output would bring its dependencies along. Those of a component are its children, and this resource is one of
  // them.
  const parentUrn = new Promise<string>((resolve) => void parent.urn.apply(resolve));
  return pulumi.createUrn(name, type, parentUrn, pulumi.getProject(), pulumi.getStack());
}
