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
 * Run parameters in the forms that the service takes. What types they have is known from a definition that this process looked at, or else
 * the service is asked, only where there are any. Throws for a value that no form of its type fits, and for a required parameter that has
 * none. `asText`: numbers and true or false may come as texts.
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
    .map(({ name }) => `parameters.${harmless(name)}: is required, and has no value`);

/** What the service says; undefined where it does not, and the start will say what is wrong. */
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
