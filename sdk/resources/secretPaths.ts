import * as pulumi from "@pulumi/pulumi";

type Path = string[];

/**
 * Returns the paths of secret values in arguments: `["parameters", "Password"]`, or `["parameters"]` if the whole map
 * is secret. Undefined if there is none. Paths hold no value, and no key of a map that is secret as a whole. `failed`
 * gets each value that could not be computed.
 */
export function secretPaths(
  args: object,
  failed: (path: readonly string[], error: unknown) => void,
): Promise<Path[] | undefined> | undefined {
  const found: Path[] = [];
  const waits: Promise<void>[] = [];
  visit(args, [], []);
  return waits.length === 0 ? undefined : settled();

  /** Plain values cost nothing: only Outputs and promises are awaited. */
  function visit(value: unknown, path: Path, above: readonly object[]): void {
    if (typeof value !== "object" || value === null || isLeaf(value)) return;
    // Pulumi's own code refuses a cycle.
    if (above.includes(value)) return;
    const within = [...above, value];
    if (pulumi.Output.isInstance(value)) waits.push(visitOutput(value, path, within));
    else if (value instanceof Promise)
      waits.push(
        value.then(
          (inner) => visit(inner, path, within),
          (error: unknown) => failed(path, error),
        ),
      );
    else for (const [key, inner] of Object.entries(value)) visit(inner, [...path, key], within);
  }

  async function visitOutput(output: pulumi.Output<unknown>, path: Path, within: readonly object[]): Promise<void> {
    try {
      if (await pulumi.isSecret(output)) found.push(path);
      // Undefined if it is not known yet.
      else visit(await (output as unknown as Awaitable).promise(), path, within);
    } catch (error) {
      failed(path, error);
    }
  }

  /** The value of an Output may hold further Outputs, so the list grows while it is awaited. */
  async function settled(): Promise<Path[] | undefined> {
    for (let i = 0; i < waits.length; i++) await waits[i];
    return found.length > 0 ? found.sort(byText) : undefined;
  }
}

/** An Output as the SDK itself sees it. */
interface Awaitable {
  promise(): Promise<unknown>;
}

/** An asset's text is never an Output, and a resource is a reference. */
const isLeaf = (value: object): boolean =>
  pulumi.asset.Asset.isInstance(value) || pulumi.asset.Archive.isInstance(value) || pulumi.Resource.isInstance(value);

const byText = (one: Path, other: Path): number => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1);
