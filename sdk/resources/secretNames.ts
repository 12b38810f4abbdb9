import * as pulumi from "@pulumi/pulumi";

type Values = Record<string, unknown>;

/**
 * The names of the secret values of a map, which the provider is not told: it sees them all in clear. Where the map is an Output that
 * is secret, all of them.
 */
export const secretNames = (
  map: pulumi.Input<Record<string, pulumi.Input<unknown>>> | undefined,
): pulumi.Output<string[] | undefined> | undefined => (map === undefined ? undefined : pulumi.output(namesOf(map)));

async function namesOf(given: unknown): Promise<string[] | pulumi.Output<string[]> | undefined> {
  if (pulumi.Output.isInstance(given)) return namesOfOutput(given as pulumi.Output<Values>);
  // What a promise brings is looked at as if it had been given: Pulumi keeps each value's secrecy through it.
  const map = await given;
  if (pulumi.Output.isInstance(map)) return namesOfOutput(map as pulumi.Output<Values>);
  return typeof map === "object" && map !== null ? namesOfMap(map as Values) : undefined;
}

async function namesOfMap(map: Values): Promise<string[] | undefined> {
  const secret = await Promise.all(
    Object.entries(map).map(async ([name, value]) => ((await isSecret(value)) ? name : undefined)),
  );
  const names = secret.filter((name) => name !== undefined).sort();
  return names.length > 0 ? names : undefined;
}

/** A promise and a list can hold a secret, too. */
const isSecret = async (value: unknown): Promise<boolean> =>
  typeof value === "object" && value !== null && pulumi.isSecret(pulumi.output(value));

const namesOfOutput = async (map: pulumi.Output<Values>): Promise<pulumi.Output<string[]> | undefined> =>
  (await pulumi.isSecret(map)) ? pulumi.unsecret(map.apply((values) => Object.keys(values).sort())) : undefined;
