import { spelled } from "../common/door";
import { error, problemText } from "../common/problem";
import { guid } from "../model/checks";

/** The shape in which outputs are written. Older shapes keep working; every one has a recorded state among the tests. */
export const STATE_VERSION = 1;

/** Outputs that no lifecycle wrote: a program's `get` hands over the arguments that were typed. */
export const isTyped = (outs: { stateVersion?: number }): boolean => outs.stateVersion === undefined;

/** A program that gets what is not there must not go on with what was typed. */
export const notThere = (kind: string, id: string, cause: unknown): Error =>
  new Error(`there is no ${kind} ${id}, or this identity does not see it: correct the id or the workspace`, { cause });

/**
 * `assertState` of a read, which a program's `get` asks for, too: what that one was given wrongly is nothing that somebody did to a state.
 * The engine asks no `check` for it.
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
 * Throws where a newer package wrote the state, or somebody took away by hand what no step can do without. Values are not judged: lifecycles
 * alone write them, and rules for arguments become stricter, so what was right once could be neither refreshed nor destroyed.
 */
export function assertState<Outputs extends { stateVersion?: number }>(
  outs: Partial<Outputs>,
  ...required: readonly (keyof Outputs & string)[]
): asserts outs is Outputs {
  const version: unknown = outs.stateVersion;
  if (typeof version === "number" && version > STATE_VERSION)
    throw new Error(
      `this resource's state was written by a newer pulumi-fabric-dataflow (state version ${version}, this ${spelled().product} knows ${STATE_VERSION}): update the ${spelled().product}`,
    );
  const missing = required.filter((key) => typeof outs[key] !== "string" || outs[key] === "");
  if (missing.length > 0)
    throw new Error(
      `this resource's state has no ${missing.join(" and no ")}: it was edited by hand; restore it from an earlier checkpoint (pulumi stack export --version)`,
    );
}
