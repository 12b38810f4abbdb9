import * as pulumi from "@pulumi/pulumi";

/** A line of progress needs the URN, which the provider is not told. */
export function progressUrn(type: string, name: string, opts: pulumi.CustomResourceOptions): pulumi.Output<string> {
  return pulumi.createUrn(name, type, opts.parent, pulumi.getProject(), pulumi.getStack());
}

/** A computed key that a program sets would be taken for one that `ignoreChanges` put there. */
export function refuseComputed(name: string, args: object, computed: readonly string[]): void {
  const own = computed.filter((key) => (args as Record<string, unknown>)[key] !== undefined);
  if (own.length > 0)
    throw new pulumi.RunError(`${name}: ${own.join(", ")} is computed, it cannot be set: remove it from the arguments`);
}

export const undefinedKeys = (keys: readonly string[]): Record<string, undefined> =>
  Object.fromEntries(keys.map((key) => [key, undefined]));
