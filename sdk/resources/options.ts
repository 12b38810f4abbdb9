import * as pulumi from "@pulumi/pulumi";

/** A line of progress needs the URN, which the provider is not told. */
export function progressUrn(type: string, name: string, opts: pulumi.CustomResourceOptions): pulumi.Input<string> {
  const { parent } = opts;
  // An Output costs the program more than all else that is told here.
  if (!parent) return `urn:pulumi:${pulumi.getStack()}::${pulumi.getProject()}::${type}::${name}`;
  // As an Output it would bring its dependencies along: those of a component are its children, this very resource among them.
  const parentUrn = new Promise<string>((resolve) => void parent.urn.apply(resolve));
  return pulumi.createUrn(name, type, parentUrn, pulumi.getProject(), pulumi.getStack());
}

/** A computed key that a program sets would be taken for one that `ignoreChanges` put there. */
export function refuseComputed(name: string, args: object, computed: readonly string[]): void {
  const own = computed.filter((key) => (args as Record<string, unknown>)[key] !== undefined);
  if (own.length > 0)
    throw new pulumi.RunError(`${name}: ${own.join(", ")} is computed, it cannot be set: remove it from the arguments`);
}

/**
 * A resource's properties as the SDK wants them: what the class shows is an Output even where nobody sets it. Nothing else is
 * undefined: each property costs the program four promises with their stack traces, which is most of the time of a preview.
 */
export const properties = (given: pulumi.Inputs, shown: readonly string[]): pulumi.Inputs => ({
  ...Object.fromEntries(shown.map((key) => [key, undefined])),
  ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
});
