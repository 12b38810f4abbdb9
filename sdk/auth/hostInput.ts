import { BRIDGE_NAMESPACE, EXPLICIT, NAMESPACE } from "../settingNames";
import type { SettingsInput } from "./settings";

/** The stack's configuration, or the arguments of a FabricProvider, as the dynamic host hands it over. */
export interface HostConfig {
  get(key: string): string | undefined;
}

/** Returns the input from which a provider's process reads its settings. */
export function hostInput(config: HostConfig, env: NodeJS.ProcessEnv): SettingsInput {
  // An older state has a FabricProvider's arguments under the former keys. A refresh or a destroy sees only the state.
  const isFormer = config.get(`${BRIDGE_NAMESPACE}:${EXPLICIT}`) === "true";
  return {
    config: (key) => config.get(isFormer ? key.replace(NAMESPACE, BRIDGE_NAMESPACE) : key),
    env,
    explicit: isFormer || config.get(`${NAMESPACE}:${EXPLICIT}`) === "true",
    // Pulumi sets this variable when it starts the host.
    project: env.PULUMI_NODEJS_PROJECT,
  };
}
