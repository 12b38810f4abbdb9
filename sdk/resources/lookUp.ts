import * as pulumi from "@pulumi/pulumi";
import { errorText } from "../common/text";
import type { Lookups } from "../lookup/lookups";
import type {
  GetConnectionArgs,
  GetDataflowArgs,
  GetDataflowParametersArgs,
  GetFolderArgs,
  GetItemArgs,
  GetLastRunArgs,
  GetTagArgs,
  GetWorkspaceArgs,
} from "./lookupArgs";
import { awaited, declareFailed, isMocked, reasonOf } from "./failedInputs";
import { lookupNames, type LookupName } from "../model/lookupNames";
import { refuseUnknownKeys } from "./refuseUnknownKeys";

interface Arguments {
  getWorkspace: GetWorkspaceArgs;
  getFolder: GetFolderArgs;
  getTag: GetTagArgs;
  getItem: GetItemArgs;
  getDataflow: GetDataflowArgs;
  getDataflowParameters: GetDataflowParametersArgs;
  getConnection: GetConnectionArgs;
  getLastRun: GetLastRunArgs;
}
type Names<T> = Record<T extends unknown ? keyof T : never, true>;

/** It does not compile if a look-up is missing. */
const argumentNames: { readonly [Name in LookupName]: Names<Arguments[Name]> } = lookupNames;

/** Runs a look-up when its arguments, which may be Outputs, and the resources of `dependsOn` are known. */
export function known<A, R>(
  args: object,
  { dependsOn, ...opts }: pulumi.InvokeOutputOptions = {},
  get: (args: A, opts?: pulumi.InvokeOptions) => Promise<R>,
): pulumi.Output<never> {
  const waited = pulumi.output(dependsOn).apply((resources) => {
    const all: unknown[] = Array.isArray(resources) ? resources : [resources];
    const ids = all.flatMap((one) => (pulumi.CustomResource.isInstance(one) ? [one.id] : []));
    return { ids, hasComponent: all.some((one) => pulumi.ComponentResource.isInstance(one)) };
  });
  const found = pulumi.all([args, waited]).apply(async ([ready, { hasComponent }]) => {
    try {
      // Pulumi does not show which resources a component has.
      if (hasComponent)
        throw new pulumi.RunError(
          `${get.name}: dependsOn has a component; list its resources instead, such as \`deployment.dataflow\` of a DataflowDeployment`,
        );
      return await get(ready as A, opts);
    } catch (error) {
      declareFailed({ type: "LookUp", lifecycle: "dataflow" }, get.name, { [get.name]: reasonOf(error) });
      throw error;
    }
  });
  return found as never;
}

/** Runs a look-up whose arguments are known. */
export const lookUp = <T>(...given: Parameters<typeof lookUpNow<T>>): Promise<T> => awaited(lookUpNow(...given));

/**
 * One set of look-ups for each run of a program. An Automation API process runs many programs, and each reads again.
 */
const open = new WeakMap<object, Lookups>();
const outsideOfPulumi = {};

async function lookUpNow<T>(name: LookupName, args: object, opts: pulumi.InvokeOptions | undefined): Promise<T> {
  if (opts?.provider)
    throw new pulumi.RunError(
      `${name}: remove the option provider, or take the id from the stack's configuration. Look-ups always use the default provider's identity`,
    );
  refuseUnknownKeys(name, args, Object.keys(argumentNames[name]));
  const run = pulumi.runtime.getMonitor() ?? outsideOfPulumi;
  if (isMocked())
    return mocked(name, await pulumi.runtime.invoke(`fabric-dataflow:index:${name}`, { ...args }, opts)) as T;
  try {
    let lookups = open.get(run);
    if (!lookups) {
      const { openLookups } = require("../lookup/open") as typeof import("../lookup/open");
      const config = (key: string) => pulumi.runtime.getConfig(key);
      lookups = openLookups(
        {
          config,
          keys: Object.keys(pulumi.runtime.allConfig()),
          env: process.env,
          explicit: false,
          project: pulumi.getProject(),
        },
        (text) => void pulumi.log.info(text, undefined, undefined, true),
      );
      open.set(run, lookups);
    }
    const { functions } = require("../lookup/functions") as typeof import("../lookup/functions");
    const use = functions[name] as (lookups: Lookups, args: object) => Promise<unknown>;
    return (await use(lookups, args)) as T;
  } catch (error) {
    // A RunError is printed without a stack.
    throw new pulumi.RunError(errorText(error) + (isInline() ? adviceOn(error) : ""));
  }
}

/**
 * True in an inline program of the Automation API, which runs in the caller's process. Any other program has a process
 * of its own, and Pulumi's language host sets this variable there.
 */
const isInline = (): boolean =>
  pulumi.runtime.getMonitor() !== undefined && process.env.PULUMI_NODEJS_MONITOR === undefined;

function adviceOn(error: unknown): string {
  const { inlineAdvice } = require("../lookup/inlineProgram") as typeof import("../lookup/inlineProgram");
  return inlineAdvice(error);
}

/**
 * Returns a mock's result. The SDK turns a list into an object with indexes, and cannot pass on undefined. So a mock
 * may also return the plugin's form: `{ parameters }` and `{ run }`.
 */
function mocked(name: LookupName, result: Record<string, unknown>): unknown {
  if (name === "getLastRun")
    return "run" in result ? result["run"] : Object.keys(result).length > 0 ? result : undefined;
  if (name !== "getDataflowParameters") return result;
  const entries = result["parameters"] ?? result;
  return Array.isArray(entries) || !Object.keys(entries as object).every((key) => /^\d+$/.test(key))
    ? entries
    : Object.values(entries as object);
}
