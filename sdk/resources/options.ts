import * as pulumi from "@pulumi/pulumi";

/** A line of progress needs the URN, which the provider is not told. */
export function progressUrn(type: string, name: string, opts: pulumi.CustomResourceOptions): pulumi.Output<string> {
  const { parent } = opts;
  // As an Output it would bring its dependencies along: those of a component are its children, this very resource among them.
  const parentUrn = parent && new Promise<string>((resolve) => void parent.urn.apply(resolve));
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

/**
 * The names of the secret values of a map, which the provider is not told: it sees them all in clear. Where the map itself is secret,
 * all of them.
 */
export function secretNames(
  map: pulumi.Input<Record<string, pulumi.Input<unknown>>> | undefined,
): pulumi.Output<string[] | undefined> | undefined {
  if (map === undefined) return undefined;
  if (pulumi.Output.isInstance(map)) return pulumi.output(namesOfOutput(map as pulumi.Output<Record<string, unknown>>));
  return pulumi.output(namesOfMap(map as Record<string, pulumi.Input<unknown>>));
}

async function namesOfMap(map: Record<string, pulumi.Input<unknown>>): Promise<string[] | undefined> {
  const secret = await Promise.all(
    Object.entries(map).map(async ([name, value]) =>
      pulumi.Output.isInstance(value) && (await pulumi.isSecret(value)) ? name : undefined,
    ),
  );
  const names = secret.filter((name) => name !== undefined).sort();
  return names.length > 0 ? names : undefined;
}

async function namesOfOutput(
  map: pulumi.Output<Record<string, unknown>>,
): Promise<pulumi.Output<string[]> | undefined> {
  return (await pulumi.isSecret(map)) ? pulumi.unsecret(map.apply((values) => Object.keys(values).sort())) : undefined;
}
