import * as pulumi from "@pulumi/pulumi";
import { refuseStrangers } from "./refuseStrangers";
import { configKey, EXPLICIT, NAMESPACE, secretSettingNames, settingNames, type SettingName } from "../settingNames";

/** Arguments of {@link FabricProvider}: the names of the stack configuration under `fabric-dataflow:`, as the guide to signing in lists them. Secrets and Outputs are welcome. */
export type FabricProviderArgs = { [name in SettingName]?: pulumi.Input<string | number | boolean> };

/**
 * An identity and endpoint of its own, passed as `provider:` to the resources that use it. Its arguments win over the environment.
 *
 * @example
 * ```ts
 * const other = new FabricProvider("other", { tenantId, clientId, clientSecret: config.requireSecret("clientSecret") });
 * new Dataflow("sales", { workspaceId }, { provider: other });
 * ```
 */
export class FabricProvider extends pulumi.ProviderResource {
  /** Throws if an argument is no setting, and names the near ones. */
  constructor(name: string, args: FabricProviderArgs = {}, opts?: pulumi.ResourceOptions) {
    refuseStrangers(name, args, settingNames);
    const config = Object.entries(args)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [configKey(key as SettingName), setting(key as SettingName, value)]);
    super("pulumi-nodejs", name, { ...Object.fromEntries(config), [`${NAMESPACE}:${EXPLICIT}`]: "true" }, opts);
  }
}

function setting(name: SettingName, value: pulumi.Input<string | number | boolean>): pulumi.Output<string> {
  const text = pulumi.output(value).apply(String);
  return secretSettingNames.includes(name) ? pulumi.secret(text) : text;
}
