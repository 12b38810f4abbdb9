import * as pulumi from "@pulumi/pulumi";
import { join } from "node:path";
import { root } from "../tools/layout.mjs";
import type { StateResource } from "../engine/harness/stack";
import { inStack } from "./stacks";
import { pairBytes } from "./trivial";

/*
 * Trivial resources with the state of the product's: the same properties and dependencies, with the same values. Their provider only
 * adds the properties that the product computes. The rest of the time of an `up` is the product's own.
 */

type Values = Record<string, unknown>;
type Form = (value: unknown, index: number) => unknown;

/** A dataflow and its refresh in the state. */
export interface Pair {
  flow: StateResource;
  load: StateResource;
}

export interface AlikeTimes {
  up: number;
  previews: number[];
  pairBytes: number;
}

export interface AlikeOptions {
  count: number;
  parallel: number;
  /** The files of the archives. */
  files: Record<string, string>;
  previews: number;
  /** True if each property is one text of as many bytes. The engine needs less time for such a state. */
  flat?: boolean;
}

const PROVIDER = "exports.handler = () => require(process.env.ALIKE).provider;";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";

class Alike extends pulumi.CustomResource {}

/** Seconds for as many trivial resources with the same state as the product's. */
export async function alike(pair: Pair, options: AlikeOptions): Promise<AlikeTimes> {
  const { count, parallel, files, previews, flat = false } = options;
  const form = flat ? asText : withArchives;
  const flow = inputsOf(pair.flow, form);
  const load = inputsOf(pair.load, form);
  const secrets = { additionalSecretOutputs: ["__formerSecrets"] };
  const program = (): void => {
    for (let index = 0; index < count; index++) {
      const first = new Alike(
        typeOf(pair.flow),
        `flow-${index}`,
        { ...flow(index), displayName: `flow-${index}` },
        secrets,
      );
      const triggers = flat ? {} : { triggers: [first.id, 1] };
      new Alike(typeOf(pair.load), `load-${index}`, { ...load(index), ...triggers, dataflowId: first.id }, secrets);
    }
  };
  const computed = JSON.stringify({ flow: computedOf(pair.flow, form), load: computedOf(pair.load, form) });
  const settings = {
    parallel,
    files: { ...files, "computed.json": computed },
    config: { ALIKE: join(root, "tests/bench/alikeRuntime.cjs") },
  };
  return inStack(settings, program, async (bench) => {
    const up = (await bench.timed("up")).seconds;
    const times: AlikeTimes = { up, previews: [], pairBytes: pairBytes(bench, count) };
    for (let preview = 0; preview < previews; preview++) times.previews.push((await bench.timed("preview")).seconds);
    return times;
  });
}

/** As long as the product's. */
const typeOf = ({ type }: StateResource): string => type.replace("fabric:", "simple:");
const providerOf = ({ inputs = {} }: StateResource): string => PROVIDER.padEnd(String(inputs.__provider).length);

/** The inputs that a program passes, by the resource's number. */
const inputsOf =
  (resource: StateResource, form: Form) =>
  (index: number): pulumi.Inputs => {
    const { inputs = {}, propertyDependencies = {} } = resource;
    const values = Object.keys(propertyDependencies).map((key) => [key, form(inputs[key], index)]);
    return { ...Object.fromEntries(values), __provider: providerOf(resource) };
  };

/** The properties that `check` and `create` add. */
const computedOf = ({ inputs = {}, outputs = {}, propertyDependencies = {} }: StateResource, form: Form) => {
  const added = (values: Values, known: Values): Values =>
    Object.fromEntries(Object.entries(values).flatMap(([key, value]) => (key in known ? [] : [[key, form(value, 0)]])));
  return { check: added(inputs, propertyDependencies), create: added(outputs, inputs) };
};

/** A value of the state as a program passes it: archives are Pulumi's objects again. */
function withArchives(value: unknown, index: number): unknown {
  if (Array.isArray(value)) return value.map((entry) => withArchives(entry, index));
  if (typeof value !== "object" || value === null) return value;
  if (Object.values(value).includes(ARCHIVE)) return new pulumi.asset.FileArchive(`./Flow ${index}.Dataflow`);
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withArchives(entry, index)]));
}

/** A text with as many bytes in the state. */
const asText = (value: unknown): string =>
  typeof value === "string" ? value : "v".repeat(Math.max(0, JSON.stringify(value).length - 2));
