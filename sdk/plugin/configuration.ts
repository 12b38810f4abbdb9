import * as messages from "@pulumi/pulumi/proto/provider_pb";
import type { HostConfig } from "../auth/hostInput";
import { strangers, strangerText } from "../common/strangers";
import { log, SEVERITY } from "../lifecycle/engine";
import { without } from "../lifecycle/values";
import {
  configKey,
  EXPLICIT,
  NAMESPACE,
  plainSecretText,
  secretSettingNames,
  settingNames,
  stackSettingNames,
} from "../settingNames";
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

const KNOWN: readonly string[] = [...settingNames, ...stackSettingNames];

const hasText = (value: unknown): boolean => typeof value === "string" && value.trim() !== "";

/** Refuses arguments of an explicit provider that are no settings. The stack's configuration may have keys of the project's own. */
export function checkConfig(request: messages.CheckRequest): messages.CheckResponse {
  const { props, secrets } = opened(request.getNews());
  const unknown = isDefault(request.getUrn()) ? [] : strangers(without(props, ...OF_THE_ENGINE), KNOWN);
  const response = new messages.CheckResponse();
  // Encrypted in the state, however they were given.
  const inClear = secretSettingNames.filter(
    (name) => hasText(props[name]) && !secrets.some(([first]) => first === name),
  );
  if (isDefault(request.getUrn()))
    for (const name of inClear) log(undefined, SEVERITY.warn, plainSecretText(configKey(name)));
  response.setInputs(closed(props, [...secrets, ...inClear.map((name) => [name])]));
  response.setFailuresList(
    unknown.map((name) => {
      const failure = new messages.CheckFailure();
      failure.setReason(`${name} ${strangerText(name, KNOWN)}`);
      return failure;
    }),
  );
  return response;
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
  const setting = (name: string): string | undefined => {
    const value = props[name];
    if (value === undefined || value === null) return undefined;
    return typeof value === "object" ? JSON.stringify(value) : `${value as string | number | boolean}`;
  };
  const isExplicit = !isDefault(request.getUrn() ?? "::::::default");
  const get = (key: string): string | undefined => {
    if (key === `${NAMESPACE}:${EXPLICIT}`) return `${isExplicit}`;
    return key.startsWith(`${NAMESPACE}:`) ? setting(key.slice(NAMESPACE.length + 1)) : undefined;
  };
  return { host: { get }, setting };
}
