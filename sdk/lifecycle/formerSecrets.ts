import { DECLARATION, FORMER_SECRETS } from "../model/declaration";
import { isObject } from "../common/objects";
import type { Lifecycle } from "./context";
import { isCovered, secretPathsOf } from "./declaration";
import { PartialFailure } from "./partialFailure";
import { pick, without } from "./values";

/*
 * The engine keeps an output secret if the input of that name is secret now. An update that failed half-way, or that
 * ignores the definition, leaves old values in the outputs. A value that was secret may now be declared in clear, or
 * under another key, and the state would show it. Such arguments go into one output of their own, which the class names
 * in `additionalSecretOutputs`.
 */

type Kept = { readonly [FORMER_SECRETS]?: unknown; readonly [DECLARATION]?: unknown };

const formerOf = (outs: Kept): object | undefined => {
  const former = outs[FORMER_SECRETS];
  return isObject(former) ? former : undefined;
};

/** Returns the outputs in the form that a lifecycle uses, with these arguments under their own keys. */
export const joined = <T extends object>(outs: T): T => {
  const former = formerOf(outs);
  return former === undefined ? outs : ({ ...without(outs, FORMER_SECRETS as never), ...former } as T);
};

const apart = (outs: object, names: readonly string[]): object =>
  names.length === 0
    ? outs
    : { ...without(outs, ...(names as never[])), [FORMER_SECRETS]: pick(outs, names as never[]) };

/** Returns the names of arguments in these outputs that would be in clear beside the inputs `news`. */
function inClear(outs: Kept, news: Kept): string[] {
  const covering = secretPathsOf(news);
  const open = secretPathsOf(outs).filter((path) => !isCovered(path, covering));
  return [...new Set(open.flatMap(([name]) => name ?? []))].filter((name) => outs[name as keyof Kept] !== undefined);
}

/** Wraps the lifecycle so that a half-done update leaves no former secret in clear. */
export function keepingSecrets<Inputs extends object, Outputs extends object>(
  lifecycle: Lifecycle<Inputs, Outputs>,
): Lifecycle<Inputs, Outputs> {
  return {
    ...lifecycle,
    diff: (id, olds, news, report) => lifecycle.diff(id, joined(olds), news, report),
    update: async (id, olds, news, context) => {
      const safe = (outs: object): object => apart(outs, inClear(outs, news));
      try {
        return safe(await lifecycle.update(id, joined(olds), news, context)) as Outputs;
      } catch (error) {
        if (!(error instanceof PartialFailure)) throw error;
        throw new PartialFailure(error.message, error.id, safe(error.outs), error.cause);
      }
    },
    read: async (id, outs, context) => {
      const former = Object.keys(formerOf(outs) ?? {});
      const now = await lifecycle.read(id, joined(outs), context);
      if (!now) return undefined;
      // After a failed update the state has the inputs of that update, which are in clear.
      return {
        outs: apart(now.outs, former) as Outputs,
        inputs: without(now.inputs, ...(former as never[])) as Inputs,
      };
    },
    delete: (id, olds, context) => lifecycle.delete(id, joined(olds), context),
  };
}
