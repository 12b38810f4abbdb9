import * as pulumi from "@pulumi/pulumi";
import { keys as dataflowKeys } from "../../../sdk/model/dataflow";
import { keys as refreshKeys } from "../../../sdk/model/dataflowRefresh";
import { keys as scheduleKeys } from "../../../sdk/model/dataflowSchedule";
import { keysWith, type Key } from "../../../sdk/model/keys";

/*
 * The resources of the plugin as a generated SDK declares them: a type, arguments, and outputs by name. They have no other
 * information.
 */

const outputs = (keys: Readonly<Record<string, Key>>) =>
  Object.fromEntries(keysWith(keys, { shown: true }).map((key) => [key, undefined]));

export class Dataflow extends pulumi.CustomResource {
  constructor(name: string, args: object, opts?: pulumi.CustomResourceOptions) {
    super("fabric-dataflow:index:Dataflow", name, { ...outputs(dataflowKeys), ...args }, opts);
  }

  static get(name: string, id: pulumi.Input<string>, args: object, opts?: pulumi.CustomResourceOptions): Dataflow {
    return new Dataflow(name, args, { ...opts, id });
  }
}

export class DataflowRefresh extends pulumi.CustomResource {
  constructor(name: string, args: object, opts?: pulumi.CustomResourceOptions) {
    super("fabric-dataflow:index:DataflowRefresh", name, { ...outputs(refreshKeys), ...args }, opts);
  }
}

export class DataflowSchedule extends pulumi.CustomResource {
  constructor(name: string, args: object, opts?: pulumi.CustomResourceOptions) {
    super("fabric-dataflow:index:DataflowSchedule", name, { ...outputs(scheduleKeys), ...args }, opts);
  }
}

/** Generated SDKs send a provider's argument as JSON if it is not a text. */
export class FabricProvider extends pulumi.ProviderResource {
  constructor(
    name: string,
    args: Record<string, pulumi.Input<string | number | boolean>> = {},
    opts?: pulumi.ResourceOptions,
  ) {
    const texts = Object.entries(args).map(([key, value]) => [
      key,
      pulumi.output(value).apply((known) => (typeof known === "string" ? known : JSON.stringify(known))),
    ]);
    super("fabric-dataflow", name, Object.fromEntries(texts) as pulumi.Inputs, opts);
  }
}

/** The property with a function's result if the result is not an object. */
const PROPERTY: Record<string, string> = { getDataflowParameters: "parameters", getLastRun: "run" };
const resultOf = (name: string) => (result: Record<string, unknown>) =>
  PROPERTY[name] ? result[PROPERTY[name]] : result;

const looking = (name: string) => ({
  [name]: async (args: object, opts?: pulumi.InvokeOptions) =>
    resultOf(name)((await pulumi.runtime.invoke(`fabric-dataflow:index:${name}`, { ...args }, opts)) as Props),
  [`${name}Output`]: (args: object, opts?: pulumi.InvokeOutputOptions) =>
    pulumi.runtime.invokeOutput<Props>(`fabric-dataflow:index:${name}`, { ...args }, opts).apply(resultOf(name)),
});
type Props = Record<string, unknown>;

export const lookups = Object.assign(
  {},
  ...["getWorkspace", "getItem", "getDataflow", "getDataflowParameters", "getConnection", "getLastRun"].map(looking),
) as object;
