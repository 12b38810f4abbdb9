import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { hostInput, type HostConfig } from "../auth/hostInput";
import { unknownKeys, unknownKeyText } from "../common/unknownKeys";
import { log, SEVERITY } from "../lifecycle/engine";
import { toJson, type Props } from "../lifecycle/values";
import type { functions } from "../lookup/functions";
import type { Lookups } from "../lookup/lookups";
import { lookupNames, type LookupName } from "../model/lookupNames";
import { closed, opened } from "./values";

/** The look-ups of this process. They keep the lists that they read, so that many look-ups make few requests. */
let lookups: Lookups | undefined;

/** Runs a look-up with the identity of the provider that the program chose for it. */
export async function invoke(
  request: messages.InvokeRequest,
  config: HostConfig | undefined,
): Promise<messages.InvokeResponse> {
  const name = request.getTok().split(":").at(-1) as LookupName;
  if (!Object.hasOwn(lookupNames, name)) throw new Error(`this package has no function ${request.getTok()}`);
  const { props } = opened(request.getArgs());
  const args = Object.fromEntries(Object.entries(props).filter(([, value]) => value !== null));
  const known = Object.keys(lookupNames[name]);
  const [unknown] = unknownKeys(args, known);
  if (unknown !== undefined) throw new Error(`${name}: ${unknown} ${unknownKeyText(unknown, known)}`);
  const { openLookups } = require("../lookup/open") as typeof import("../lookup/open");
  const all = require("../lookup/functions") as typeof import("../lookup/functions");
  lookups ??= openLookups(hostInput(config ?? { get: () => undefined }, process.env), (text) =>
    log(undefined, SEVERITY.info, text, true),
  );
  const use = all.functions[name] as (lookups: Lookups, args: Props) => Promise<unknown>;
  const response = new messages.InvokeResponse();
  response.setReturn(closed(asObject(name, await use(lookups, args)), []));
  return response;
}

/** A plugin's function must return an object. These functions return a list or an optional value, so the object has it under this name. */
const PROPERTY: { [name in keyof typeof functions]?: string } = {
  getDataflowParameters: "parameters",
  getLastRun: "run",
};

function asObject(name: LookupName, result: unknown): Props {
  const property = PROPERTY[name];
  const json = toJson(result);
  if (property === undefined) return json as Props;
  return json === undefined ? {} : { [property]: json };
}
