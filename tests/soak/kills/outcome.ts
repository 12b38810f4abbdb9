import type { Emulator, ItemView } from "../../emulator/index";
import type { StateResource, TestStack } from "../../engine/harness/stack";

/** Runs of the service by job type, without `Deduped` starts, which ran nothing. */
export type Runs = Record<string, number>;

const dataflows = (emulator: Emulator): ItemView[] => emulator.items().filter(({ type }) => type === "Dataflow");

export function countRuns(emulator: Emulator): Runs {
  const counts: Runs = {};
  for (const { jobType, status } of dataflows(emulator).flatMap(({ runs }) => runs))
    if (status !== "Deduped") counts[jobType] = (counts[jobType] ?? 0) + 1;
  return counts;
}

const ofType = (stack: TestStack, type: string): StateResource[] =>
  stack.state().resources.filter((resource) => resource.type.endsWith(`:${type}`));

const KEPT = [
  "displayName",
  "description",
  "definitionFingerprint",
  "definitionRevision",
  "publishedRevision",
  "status",
];

/**
 * Everything that must equal the result of an undisturbed operation, without ids, times and tokens. Pulumi itself records a create in
 * progress as pending until `pulumi refresh --clear-pending-creates`, whatever its outcome. That is omitted, too.
 */
export function outcomeOf(emulator: Emulator, stack: TestStack): unknown {
  const items = dataflows(emulator);
  const [sales, loads] = [ofType(stack, "Dataflow"), ofType(stack, "DataflowRefresh")];
  return {
    items: items.map(({ displayName, description, edited, published, runs }) => ({
      ...{ displayName, description, edited, published },
      going: runs.filter(({ status }) => !["Completed", "Deduped", "Failed", "Cancelled"].includes(status)).length,
    })),
    resources: [...sales, ...loads].map(({ urn, outputs = {}, initErrors = [] }) => ({
      urn,
      initErrors,
      ...Object.fromEntries(KEPT.map((key) => [key, outputs[key]])),
    })),
    stateHasTheItem: sales.map(({ id }) => items.some((item) => item.id === id)),
    stateHasTheRun: loads.map(({ outputs }) =>
      items.some(({ runs }) => runs.some(({ id }) => id === outputs?.jobInstanceId)),
    ),
    pending: stack.state().pendingOperations.filter(({ type }) => type !== "creating").length,
  };
}

/** Items and runs of the service that the state does not have, just after a kill. */
export function unknownToState(emulator: Emulator, stack: TestStack): { items: number; runs: Runs } {
  const text = stack.stateText();
  const items = dataflows(emulator);
  const runs: Runs = {};
  for (const { id, jobType, status } of items.flatMap((item) => item.runs))
    if (!text.includes(id) && status !== "Deduped") runs[jobType] = (runs[jobType] ?? 0) + 1;
  return { items: items.filter(({ id }) => !text.includes(id)).length, runs };
}
