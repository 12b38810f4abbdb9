import { spelled } from "../common/spelling";
import { error, problemText } from "../common/problem";
import { guid } from "../model/checks";

/** The version of the outputs' shape. Older shapes keep working, and the tests have a recorded state of each. */
export const STATE_VERSION = 1;

/** True for outputs that no lifecycle wrote: a program's `get` passes on its own arguments. */
export const isTyped = (outs: { stateVersion?: number }): boolean => outs.stateVersion === undefined;

/**
 * Returns the error of a `get` for something that does not exist. Otherwise the program would go on with the arguments
 * of the `get`.
 */
export const notThere = (kind: string, id: string, cause: unknown): Error =>
  new Error(`there is no ${kind} ${id}, or this identity does not see it: correct the id or the workspace`, { cause });

/**
 * `assertState` of a read. A program's `get` reads too, and wrong arguments of a `get` are not an edited state. The
 * engine calls no `check` for a `get`, so its arguments are checked here.
 */
export function assertRead<Outputs extends { stateVersion?: number }>(
  kind: string,
  id: string,
  outs: Partial<Outputs>,
  ...required: readonly (keyof Outputs & string)[]
): asserts outs is Outputs {
  if (!isTyped(outs)) return assertState<Outputs>(outs, ...required);
  const problems = [
    ...guid(id, "id"),
    ...required.flatMap((key) =>
      outs[key] === undefined ? [error(key, "is missing among the arguments")] : guid(outs[key], key),
    ),
  ];
  if (problems.length > 0) throw new Error(`a ${kind} that is read by its id: ${problems.map(problemText).join("; ")}`);
}

/**
 * Throws if a newer package wrote the state, or if somebody removed by hand what every step needs. Values are not
 * checked, because only lifecycles write them. Rules for arguments become stricter, and an old value that fails them
 * could then be neither refreshed nor destroyed.
 */
export function assertState<Outputs extends { stateVersion?: number }>(
  outs: Partial<Outputs>,
  ...required: readonly (keyof Outputs & string)[]
): asserts outs is Outputs {
  const version: unknown = outs.stateVersion;
  if (typeof version === "number" && version > STATE_VERSION)
    throw new Error(
      `update the ${spelled().product}: a newer pulumi-fabric-dataflow wrote this resource's state (state version ${version}; this ${spelled().product} knows ${STATE_VERSION})`,
    );
  const missing = required.filter((key) => typeof outs[key] !== "string" || outs[key] === "");
  if (missing.length > 0)
    throw new Error(
      `this resource's state has no ${missing.join(" and no ")}, so it was edited by hand. Restore it from an earlier checkpoint (pulumi stack export --version)`,
    );
}
