import { harmless } from "../common/harmless";
import { isRunParameterType, runParameterValue, type RunParameterType } from "../common/runParameterValue";
import type { FabricClient } from "../fabric/client";
import { FabricError } from "../fabric/errors";
import { parametersOf } from "./knownParameters";

type Values = Readonly<Record<string, unknown>>;

interface Declared {
  name: string;
  type: RunParameterType | undefined;
  required: boolean;
}

/**
 * Returns the run parameters in the forms that the service takes. Their types come from a definition that this process
 * read, or else from the service, which is asked only if there are parameters. Throws if a value fits no form of its
 * type, or if a required parameter has no value. `asText`: numbers, true and false may be given as texts.
 */
export async function sentRunParameters(
  client: FabricClient,
  [workspaceId, dataflowId]: readonly [string, string],
  given: Values | undefined,
  options: { signal?: AbortSignal; asText?: boolean } = {},
): Promise<Values | undefined> {
  if (given === undefined || Object.keys(given).length === 0) return given;
  const known = parametersOf(dataflowId);
  const declared = known?.parameters ?? (await discovered(client, workspaceId, dataflowId, options.signal));
  if (!declared) return given;
  const problems = known ? [] : missing(given, declared);
  const sent = Object.entries(given).map(([name, value]) => {
    const type = declared.find((parameter) => parameter.name === name)?.type;
    const written = type === undefined ? { value } : runParameterValue(type, value, options.asText);
    if ("wanted" in written)
      problems.push(`parameters.${harmless(name)}: does not fit the type ${type}; give ${written.wanted}`);
    return [name, "value" in written ? written.value : value];
  });
  if (problems.length > 0) throw new Error(`${problems.join("\n")}\nNothing was started.`);
  return Object.fromEntries(sent) as Values;
}

const missing = (given: Values, declared: readonly Declared[]): string[] =>
  declared
    .filter(({ name, required }) => required && given[name] === undefined)
    .map(({ name }) => `parameters.${harmless(name)}: is required and has no value`);

/** Returns the parameters that the service lists; undefined if it refuses. The start then reports the error. */
async function discovered(
  client: FabricClient,
  workspaceId: string,
  dataflowId: string,
  signal: AbortSignal | undefined,
): Promise<Declared[] | undefined> {
  const found: Declared[] = [];
  try {
    for await (const { name, type, isRequired } of client.dataflows.discoverParameters(workspaceId, dataflowId, {
      signal,
    }))
      found.push({ name, type: isRunParameterType(type) ? type : undefined, required: isRequired });
    return found;
  } catch (error) {
    if (error instanceof FabricError) return undefined;
    throw error;
  }
}
