import * as pulumi from "@pulumi/pulumi";
import { join } from "node:path";
import { root } from "../tools/layout.mjs";
import { type BenchStack, inStack } from "./stacks";
import { pairBytes } from "./trivial";

/** The size of a resource in the state. */
export interface StateShape {
  inputs: number;
  outputs: number;
  bytes: number;
}

/** The size of a dataflow and of its refresh. */
export interface PairShape {
  flow: StateShape;
  load: StateShape;
}

export interface AlikeTimes {
  up: number;
  previews: number[];
  pairBytes: number;
}

/** The name is as short as the product's, so that the properties have the bytes. */
const providerText = `exports.handler = () => require(${JSON.stringify(join(root, "tests/bench/alikeRuntime.cjs"))}).provider;`;
const TYPE = "pulumi-nodejs:dynamic/bench:Alike";
/** Inputs of every resource: the provider, the source, the number of further outputs, and their value. */
const FIXED = 4;

class Alike extends pulumi.CustomResource {}

function alikeResource(name: string, { inputs, outputs }: StateShape, width: number, source: pulumi.Input<string>) {
  const value = "v".repeat(width);
  const properties = Object.fromEntries(
    Array.from({ length: Math.max(0, inputs - FIXED) }, (_, at) => [`p${at}`, value]),
  );
  const more = Math.max(0, outputs - Math.max(inputs, FIXED));
  return new Alike(TYPE, name, { __provider: providerText, source, more, value, ...properties });
}

const program =
  (count: number, { flow, load }: PairShape, widths: { flow: number; load: number }) =>
  (): void => {
    for (let index = 0; index < count; index++) {
      const one = alikeResource(`flow-${index}`, flow, widths.flow, `${index}`);
      alikeResource(`load-${index}`, load, widths.load, one.id);
    }
  };

/** Seconds for as many trivial resources with as many properties and bytes of state as the product's, and the same dependencies. */
export async function alike(
  shape: PairShape,
  count: number,
  parallel: number,
  { previews = 0 } = {},
): Promise<AlikeTimes> {
  const widths = await inStack({ parallel }, program(1, shape, { flow: 0, load: 0 }), async (bench) => {
    await bench.timed("up");
    return { flow: width(bench, "flow-0", shape.flow), load: width(bench, "load-0", shape.load) };
  });
  return inStack({ parallel }, program(count, shape, widths), async (bench) => {
    const up = (await bench.timed("up")).seconds;
    const times: AlikeTimes = { up, previews: [], pairBytes: pairBytes(bench, count) };
    for (let preview = 0; preview < previews; preview++) times.previews.push((await bench.timed("preview")).seconds);
    return times;
  });
}

/** The length of each value, so that the whole state has the bytes. Empty values are subtracted. */
function width({ stack }: BenchStack, name: string, { inputs, outputs, bytes }: StateShape): number {
  const empty = stack.state().resources.find(({ urn }) => urn.endsWith(`::${name}`));
  const missing = bytes - Buffer.byteLength(JSON.stringify(empty));
  return Math.max(0, Math.round(missing / Math.max(1, inputs + outputs - 2 * (FIXED - 1))));
}
