import * as messages from "@pulumi/pulumi/proto/provider_pb";
import type { HostConfig } from "../auth/hostInput";
import { unknownKeys, unknownKeyText } from "../common/unknownKeys";
import { log, SEVERITY } from "../lifecycle/engine";
import { without, type Props } from "../lifecycle/values";
import { configNames, EXPLICIT, NAMESPACE, secretSettingNames, unknownSetting } from "../settingNames";
import { nameOf, type ReadSetting } from "./kinds";
import { closed, opened } from "./values";

/*
 * The settings of a provider. The default provider has the stack's configuration under `fabric-dataflow:`. An explicit provider has the
 * arguments that the program declares.
 */

/** The inputs of a provider that the engine itself adds. */
const OF_THE_ENGINE = ["version", "pluginDownloadURL", "pluginChecksums", "parameterization", "__internal"] as const;

/** True for a default provider. The engine recognises it by its name too. */
const isDefault = (urn: string): boolean => nameOf(urn).startsWith("default");

/** Checks the settings. Unknown arguments of an explicit provider and misspelt keys of the stack's configuration are failures. */
export function checkConfig(request: messages.CheckRequest): messages.CheckResponse {
  const urn = request.getUrn();
  const { props, secrets } = opened(request.getNews());
  const own = without(props, ...OF_THE_ENGINE);
  const { refused, ignored } = isDefault(urn) ? misspelt(own, urn) : { refused: unknown(own), ignored: [] };
  for (const line of ignored) log(undefined, SEVERITY.warn, line);
  const response = new messages.CheckResponse();
  // Secret settings are always encrypted in the state. The engine does not say here which ones the configuration has in clear.
  response.setInputs(closed(props, [...secrets, ...secretSettingNames.map((name) => [name])]));
  response.setFailuresList(
    refused.map((reason) => {
      const failure = new messages.CheckFailure();
      failure.setReason(reason);
      return failure;
    }),
  );
  return response;
}

const unknown = (own: Props): string[] =>
  unknownKeys(own, configNames).map((name) => `${name} ${unknownKeyText(name, configNames)}`);

function misspelt(own: Props, urn: string): { refused: string[]; ignored: string[] } {
  const keys = Object.keys(own)
    .map((name) => `${NAMESPACE}:${name}`)
    .filter(unknownSetting);
  if (keys.length === 0) return { refused: [], ignored: [] };
  const { misspeltSettings } = require("../auth/misspeltSettings") as typeof import("../auth/misspeltSettings");
  const config = (key: string) => textOf(own[key.slice(NAMESPACE.length + 1)]);
  const found = misspeltSettings({ keys, config, project: urn.split("::")[1] });
  return { refused: Object.values(found.refused), ignored: Object.values(found.ignored) };
}

/** Returns the text of a setting. The engine sends some texts as the JSON value that they hold. */
function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === "object" ? JSON.stringify(value) : `${value as string | number | boolean}`;
}

/** Reports no difference: another identity, or a move from the dynamic provider, must not replace resources. */
export const diffConfig = (): messages.DiffResponse => new messages.DiffResponse();

/** The configuration of a provider. */
export interface Configured {
  host: HostConfig;
  setting: ReadSetting;
}

export function configured(request: messages.ConfigureRequest): Configured {
  const { props } = opened(request.getArgs());
  const setting = (name: string): string | undefined => textOf(props[name]);
  const urn = request.getUrn();
  // An engine that does not send the provider's URN means the default provider.
  const isExplicit = urn !== undefined && urn !== "" && !isDefault(urn);
  const get = (key: string): string | undefined => {
    if (key === `${NAMESPACE}:${EXPLICIT}`) return `${isExplicit}`;
    return key.startsWith(`${NAMESPACE}:`) ? setting(key.slice(NAMESPACE.length + 1)) : undefined;
  };
  return { host: { get }, setting };
}
