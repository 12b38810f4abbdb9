import * as messages from "@pulumi/pulumi/proto/provider_pb";
import type { HostConfig } from "../auth/hostInput";
import { strangers, strangerText } from "../common/strangers";
import { log, SEVERITY } from "../lifecycle/engine";
import { without, type Props } from "../lifecycle/values";
import { configNames, EXPLICIT, NAMESPACE, secretSettingNames, unknownSetting } from "../settingNames";
import { nameOf, type ReadSetting } from "./kinds";
import { closed, opened } from "./values";

/*
 * The settings of a provider: the stack's configuration under `fabric-dataflow:` for the default one, the arguments of one that the program
 * declares.
 */

/** What the engine itself adds to a provider's inputs. */
const OF_THE_ENGINE = ["version", "pluginDownloadURL", "pluginChecksums", "parameterization", "__internal"] as const;

/** As the engine tells them apart. */
const isDefault = (urn: string): boolean => nameOf(urn).startsWith("default");

/** Arguments of an explicit provider that are no settings, and misspelt keys of the stack's configuration, are refused. */
export function checkConfig(request: messages.CheckRequest): messages.CheckResponse {
  const urn = request.getUrn();
  const { props, secrets } = opened(request.getNews());
  const own = without(props, ...OF_THE_ENGINE);
  const { refused, ignored } = isDefault(urn) ? misspelt(own, urn) : { refused: unknown(own), ignored: [] };
  for (const line of ignored) log(undefined, SEVERITY.warn, line);
  const response = new messages.CheckResponse();
  // Encrypted in the state, however they were given. The engine does not tell here which of them the configuration has in clear.
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
  strangers(own, configNames).map((name) => `${name} ${strangerText(name, configNames)}`);

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

/** Settings are texts; the engine has some as what their text says. */
function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === "object" ? JSON.stringify(value) : `${value as string | number | boolean}`;
}

/** Neither another identity nor another provider, such as the dynamic host, is a reason to replace a resource. */
export const diffConfig = (): messages.DiffResponse => new messages.DiffResponse();

/** What a provider was configured with. */
export interface Configured {
  host: HostConfig;
  setting: ReadSetting;
}

export function configured(request: messages.ConfigureRequest): Configured {
  const { props } = opened(request.getArgs());
  const setting = (name: string): string | undefined => textOf(props[name]);
  const urn = request.getUrn();
  // An engine that does not tell whose settings they are is taken for one that speaks for the stack.
  const isExplicit = urn !== undefined && urn !== "" && !isDefault(urn);
  const get = (key: string): string | undefined => {
    if (key === `${NAMESPACE}:${EXPLICIT}`) return `${isExplicit}`;
    return key.startsWith(`${NAMESPACE}:`) ? setting(key.slice(NAMESPACE.length + 1)) : undefined;
  };
  return { host: { get }, setting };
}
