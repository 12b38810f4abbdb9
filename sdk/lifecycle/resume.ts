import type { Lifecycle } from "./context";
import { urnOf } from "./declaration";
import { PartialFailure } from "./partialFailure";

/*
 * Steps of this process that failed half-way, by the resource's URN. The engine's error hooks repeat a failed step with
 * what was known before it. Engines before 3.274 call create again although the item exists, and call update with the
 * outputs from before the first try.
 * https://www.pulumi.com/docs/iac/concepts/options/hooks/
 */

interface Unfinished<Outputs> {
  id: string;
  outs: Partial<Outputs>;
}

/** Wraps the lifecycle so that a repeated step continues where an earlier try in this process stopped. */
export function resuming<Inputs extends object, Outputs extends object>(
  lifecycle: Lifecycle<Inputs, Outputs>,
): Lifecycle<Inputs, Outputs> {
  const unfinished = new Map<string, Unfinished<Outputs>>();

  const trying = async <T>(inputs: Inputs, step: (left: Unfinished<Outputs> | undefined) => Promise<T>): Promise<T> => {
    const urn = urnOf(inputs);
    try {
      const result = await step(urn === undefined ? undefined : unfinished.get(urn));
      if (urn !== undefined) unfinished.delete(urn);
      return result;
    } catch (error) {
      if (error instanceof PartialFailure && urn !== undefined)
        unfinished.set(urn, { id: error.id, outs: error.outs as Partial<Outputs> });
      throw error;
    }
  };

  return {
    ...lifecycle,
    create: (inputs, context) =>
      trying(inputs, async (left) => {
        if (!left) return lifecycle.create(inputs, context);
        return { id: left.id, outs: await lifecycle.update(left.id, left.outs, inputs, context) };
      }),
    update: (id, olds, news, context) =>
      trying(news, (left) => lifecycle.update(id, left?.id === id ? left.outs : olds, news, context)),
  };
}
