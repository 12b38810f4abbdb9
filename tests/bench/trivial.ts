import { inStack, trivialProgram } from "./stacks";

/** Seconds that the engine needs for as many trivial dynamic resources, with the same dependencies, on as many workers. */
export interface Trivial {
  count: number;
  up: number;
  noop?: number;
  previews: number[];
}

export async function trivially(
  count: number,
  parallel: number,
  { previews = 0, noop = false } = {},
): Promise<Trivial> {
  return inStack({ parallel }, trivialProgram(count), async ({ timed }) => {
    const up = (await timed("up")).seconds;
    const result: Trivial = { count, up, previews: [] };
    for (let i = 0; i < previews; i++) result.previews.push((await timed("preview")).seconds);
    if (noop) result.noop = (await timed("up")).seconds;
    return result;
  });
}

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
