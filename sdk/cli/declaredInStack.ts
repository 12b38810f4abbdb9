import { isObject } from "../common/objects";
import { UsageError } from "../common/usageError";
import type { Environment } from "../definition/environment";
import { askPulumi } from "../identity/askPulumi";
import { byName } from "../lifecycle/dataflow/queryKeys";

/** The types of the npm package and of the provider plugin. */
const DATAFLOWS: readonly unknown[] = ["pulumi-nodejs:dynamic/fabric:Dataflow", "fabric-dataflow:index:Dataflow"];
/** How Pulumi marks a secret among the values of a state. https://www.pulumi.com/docs/iac/concepts/secrets/ */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const ENVIRONMENT = ["parameters", "connections", "gatewayObjectId", "bind", "replacements"] as const;

/** The arguments of a stack's program when it was last deployed. */
export interface Declared {
  environment: Environment;
  /** Parameters whose values are secret. The state has them encrypted, and they are not read here. */
  secretParameters: readonly string[];
  /** Other arguments that were left out because they are secret. */
  left: readonly string[];
}

/** Returns what the stack's state declares for the dataflow with this id. Throws a UsageError if there is none. */
export async function declaredInStack(stack: string, itemId: string): Promise<Declared> {
  const inputs = inputsOf(await askPulumi(["stack", "export"], stack), itemId);
  if (inputs) return declaredBy(inputs);
  throw new UsageError(
    `The stack ${stack} has no Dataflow with the id ${itemId}. To compare the files as they are, leave out --stack.`,
  );
}

/** The state of one dataflow in a stack. */
export interface StateOf {
  definitionRevision?: number;
  publishedRevision?: number;
  definitionFingerprint?: string;
  /** The fingerprint of the stored definition after the last write, if it differs from the declared one. */
  baseline?: string;
  /** Fingerprints by query name. */
  queries?: Record<string, string>;
  /** True if some of its values are encrypted. */
  hasSecrets: boolean;
}

/** Returns every dataflow of a stack, by its id in lower case. */
export async function statesInStack(stack: string): Promise<ReadonlyMap<string, StateOf>> {
  const found = dataflowsIn(await askPulumi(["stack", "export"], stack));
  return new Map(found.map((resource) => [String(resource["id"]).toLowerCase(), stateOf(resource)]));
}

function stateOf({ inputs, outputs }: Record<string, unknown>): StateOf {
  const outs = isObject(outputs) ? outputs : {};
  const baseline = isObject(outs["baseline"]) ? outs["baseline"]["definitionFingerprint"] : undefined;
  const number = (name: string) => (typeof outs[name] === "number" ? { [name]: outs[name] } : {});
  return {
    ...number("definitionRevision"),
    ...number("publishedRevision"),
    // The lifecycle may add a mark in parentheses after it.
    ...(typeof outs["definitionFingerprint"] === "string" && {
      definitionFingerprint: outs["definitionFingerprint"].replace(/ \([^()]*\)$/, ""),
    }),
    ...(typeof baseline === "string" && { baseline }),
    ...(isObject(outs["queries"]) && { queries: byQueryName(outs["queries"]) }),
    hasSecrets: [inputs, outs].some(holdsSecret),
  };
}

const byQueryName = (queries: Record<string, unknown>): Record<string, string> =>
  byName(
    Object.fromEntries(
      Object.entries(queries).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
    ),
  );

/** Returns the inputs of that item in an exported state. */
export function inputsOf(state: unknown, itemId: string): Record<string, unknown> | undefined {
  const found = dataflowsIn(state).find((resource) => String(resource["id"]).toLowerCase() === itemId.toLowerCase());
  return found && isObject(found["inputs"]) ? found["inputs"] : undefined;
}

/** Returns the dataflows of an exported state, except those that wait for their deletion. */
export function dataflowsIn(state: unknown): Record<string, unknown>[] {
  const resources = isObject(state) && isObject(state["deployment"]) ? state["deployment"]["resources"] : undefined;
  return (Array.isArray(resources) ? (resources as unknown[]) : []).filter(
    (resource): resource is Record<string, unknown> =>
      isObject(resource) && DATAFLOWS.includes(resource["type"]) && resource["delete"] !== true,
  );
}

/** Returns the inputs that decide the text of the definition. Secret values are encrypted, so they are left out. */
export function declaredBy(inputs: Record<string, unknown>): Declared {
  const environment: Record<string, unknown> = {};
  const left: string[] = [];
  const secretParameters: string[] = [];
  for (const key of ENVIRONMENT) {
    const value = inputs[key];
    if (value === undefined) continue;
    if (isSecret(value)) left.push(key);
    else if (key === "parameters" && isObject(value)) {
      secretParameters.push(...Object.keys(value).filter((name) => isSecret(value[name])));
      environment[key] = Object.fromEntries(Object.entries(value).filter(([, one]) => !isSecret(one)));
    } else if (isObject(value)) {
      const kept = Object.entries(value).filter(([, one]) => !holdsSecret(one));
      left.push(
        ...Object.keys(value)
          .filter((name) => holdsSecret(value[name]))
          .map((name) => `${key}.${name}`),
      );
      environment[key] = Object.fromEntries(kept);
    } else environment[key] = value;
  }
  return { environment: environment as Environment, secretParameters, left };
}

const isSecret = (value: unknown): boolean => isObject(value) && value[SIGNATURE] === SECRET;

const holdsSecret = (value: unknown): boolean =>
  isSecret(value) || (typeof value === "object" && value !== null && Object.values(value).some(holdsSecret));
