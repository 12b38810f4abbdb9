import { type BenchStack, inStack, trivialProgram } from "./stacks";

/** Seconds that the engine needs for as many trivial dynamic resources, with the same dependencies, on as many workers. */
export interface Trivial {
  count: number;
  up: number;
  previews: number[];
  /** Bytes of state of a pair: one that stands for a dataflow, and one for its refresh. */
  pairBytes: number;
}

export async function trivially(
  count: number,
  parallel: number,
  { previews = 0, alike = false } = {},
): Promise<Trivial> {
  return inStack({ parallel }, trivialProgram(count, { alike }), async (bench) => {
    const up = (await bench.timed("up")).seconds;
    const result: Trivial = { count, up, previews: [], pairBytes: pairBytes(bench, count) };
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
