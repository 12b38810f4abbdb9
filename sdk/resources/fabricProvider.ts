import * as pulumi from "@pulumi/pulumi";
import { unknownKeys } from "../common/unknownKeys";
import {
  configKey,
  EXPLICIT,
  NAMESPACE,
  secretSettingNames,
  settingNames,
  UNKNOWN_ARGUMENTS,
  type SettingName,
} from "../settingNames";
import { DYNAMIC, isOfType } from "../model/providerText";
import { awaited, declareFailed, reasonOf } from "./failedInputs";
import { secretPaths } from "./secretPaths";

/**
 * Arguments of {@link FabricProvider}: the settings of the stack configuration under `fabric-dataflow:`, as the guide
 * to signing in lists them. Values may be secrets and Outputs.
 */
export type FabricProviderArgs = { [name in SettingName]?: pulumi.Input<string | number | boolean> };

/**
 * A provider with its own identity and endpoint. Pass it as the option `provider` to the resources that use it. Its arguments have
 * precedence over the environment.
 *
 * @example Another identity for some resources
 * ```ts
 * const other = new FabricProvider("other", { tenantId, clientId, clientSecret: config.requireSecret("clientSecret") });
 * new Dataflow("sales", { workspaceId }, { provider: other });
 * ```
 *
 * @example Another cloud, and a second identity that runs jobs and owns schedules
 * ```ts
 * new FabricProvider("government", { environment: "usgovernment", useOidc: true, tenantId, clientId, runUseMsi: true });
 * ```
 */
export class FabricProvider extends pulumi.ProviderResource {
  /**
   * The type by which the engine knows every provider of dynamic resources, the default one too. Policies by class use
   * it. @internal
   */
  static readonly __pulumiType: string = `pulumi:providers:${DYNAMIC}`;

  /** True if the value is a FabricProvider, or another provider of dynamic resources. */
  static override isInstance(value: unknown): value is FabricProvider {
    return isOfType(value, FabricProvider.__pulumiType);
  }

  /** An unknown argument is an error of each resource that uses the provider. */
  constructor(name: string, args: FabricProviderArgs = {}, opts?: pulumi.ResourceOptions) {
    const config = settingNames
      .filter((key) => args[key] !== undefined)
      .map((key) => [configKey(key), setting(key, args[key] as Value)]);
    const unknown = unknownKeys(args, settingNames);
    const failed = secretPaths(args, (path, error) =>
      declareFailed({ type: "FabricProvider", lifecycle: "dataflow" }, name, { [path.join(".")]: reasonOf(error) }),
    );
    if (failed) void awaited(failed);
    super(
      DYNAMIC,
      name,
      {
        ...Object.fromEntries(config),
        [`${NAMESPACE}:${EXPLICIT}`]: "true",
        ...(unknown.length > 0 && { [`${NAMESPACE}:${UNKNOWN_ARGUMENTS}`]: unknown.join(",") }),
      },
      opts,
    );
  }
}

type Value = pulumi.Input<string | number | boolean>;

function setting(name: SettingName, value: pulumi.Input<string | number | boolean>): pulumi.Output<string> {
  const text = pulumi.output(value).apply(String);
  return secretSettingNames.includes(name) ? pulumi.secret(text) : text;
}
