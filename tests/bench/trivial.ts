import * as pulumi from "@pulumi/pulumi";
import { type BenchStack, inStack } from "./stacks";

/*
 * The time of only the engine, its host and the SDK: the simplest dynamic resources, written as in Pulumi's documentation. Pulumi keeps the
 * text of their provider in the state.
 */

/** A provider with as many methods as the product's lifecycles. Its text in the state is twice as long. */
const wholeLifecycle: pulumi.dynamic.ResourceProvider = {
  check: async (_olds, news: Args) => ({ inputs: news, failures: [] }),
  diff: async (_id, olds: Args, news: Args) => ({ changes: olds.text !== news.text }),
  create: async (inputs: Args) => ({ id: `trivial-${process.pid}-${Math.random()}`, outs: inputs }),
  read: async (id, props: Args) => ({ id, props }),
  update: async (_id, _olds, news: Args) => ({ outs: news }),
  delete: async () => {},
};

/** A provider with the fewest methods. The product is compared with it. */
const createOnly: pulumi.dynamic.ResourceProvider = {
  create: async (inputs: Args) => ({ id: `trivial-${process.pid}-${Math.random()}`, outs: inputs }),
};

const providers = { createOnly, wholeLifecycle };
type TrivialKind = keyof typeof providers;

interface Args {
  text: pulumi.Input<string>;
}

class Trivial extends pulumi.dynamic.Resource {
  constructor(kind: TrivialKind, name: string, args: Args) {
    super(providers[kind], name, args, undefined, "bench", "Trivial");
  }
}

/** The same number of resources, with the same dependencies. */
const trivialProgram = (kind: TrivialKind, count: number, pairs: boolean) => (): void => {
  for (let index = 0; index < count; index++) {
    const flow = new Trivial(kind, `flow-${index}`, { text: `${index}` });
    if (pairs) new Trivial(kind, `load-${index}`, { text: flow.id });
  }
};

/** Seconds that the engine needs for as many trivial dynamic resources, with the same dependencies, on as many workers. */
export interface TrivialTimes {
  count: number;
  up: number;
  previews: number[];
  /** Bytes of state of a pair: one resource for a dataflow, and one for its refresh. */
  pairBytes: number;
}

export async function trivially(
  kind: TrivialKind,
  count: number,
  parallel: number,
  { previews = 0, pairs = true } = {},
): Promise<TrivialTimes> {
  return inStack({ parallel }, trivialProgram(kind, count, pairs), async (bench) => {
    const up = (await bench.timed("up")).seconds;
    const result: TrivialTimes = { count, up, previews: [], pairBytes: pairBytes(bench, count) };
    for (let i = 0; i < previews; i++) result.previews.push((await bench.timed("preview")).seconds);
    return result;
  });
}

/** Bytes of state for each dataflow and its refresh together. */
export const pairBytes = ({ stack }: BenchStack, count: number): number =>
  Math.round(
    stack
      .state()
      .resources.filter(({ type }) => type.startsWith("pulumi-nodejs:dynamic/"))
      .reduce((sum, resource) => sum + Buffer.byteLength(JSON.stringify(resource)), 0) / count,
  );

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
