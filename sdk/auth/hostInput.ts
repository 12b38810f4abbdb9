import { BRIDGE_NAMESPACE, EXPLICIT, NAMESPACE } from "../settingNames";
import type { SettingsInput } from "./settings";

/** The stack's configuration, or the arguments of a FabricProvider, as the dynamic host hands it over. */
export interface HostConfig {
  get(key: string): string | undefined;
}

/** Returns the input from which a provider's process reads its settings. */
export function hostInput(config: HostConfig, env: NodeJS.ProcessEnv): SettingsInput {
  // A state has a FabricProvider's arguments under the keys of its time. A refresh and a destroy only see these.
  const isFormer = config.get(`${BRIDGE_NAMESPACE}:${EXPLICIT}`) === "true";
  return {
    config: (key) => config.get(isFormer ? key.replace(NAMESPACE, BRIDGE_NAMESPACE) : key),
    env,
    explicit: isFormer || config.get(`${NAMESPACE}:${EXPLICIT}`) === "true",
    // Pulumi's launcher of the host sets it.
    project: env.PULUMI_NODEJS_PROJECT,
  };
}
