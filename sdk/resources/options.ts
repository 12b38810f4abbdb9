import * as pulumi from "@pulumi/pulumi";

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
