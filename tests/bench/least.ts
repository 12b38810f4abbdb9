/** The smallest number of requests of a step for these dataflows, by operation, without polls of operations and jobs. */
export type Requests = Record<string, number>;

export type StepName = "up" | "noop" | "oneChanged" | "allChanged" | "refresh" | "destroy";

const polls = ["getJobInstance", "getOperation", "getOperationResult"];

/**
 * A definition is read before a write, because an edit made elsewhere would be lost, and after it, because only that shows how the
 * service stored it. Both are necessary. One list before the first create of a process shows which items existed before a lost
 * response.
 */
export function least(step: StepName, count: number): Requests {
  const written = (n: number): Requests => ({ runApplyChanges: n, runExecute: n });
  switch (step) {
    case "up":
      return { listItems: 1, createItem: count, getDefinition: count, ...written(count) };
    case "noop":
      return {};
    case "oneChanged":
      return { updateDefinition: 1, getDefinition: 2, ...written(1) };
    case "allChanged":
      return { updateDefinition: count, getDefinition: 2 * count, ...written(count) };
    case "refresh":
      // For more than a few items of a workspace, pages of a list and exports of 50 replace two calls for each.
      return {
        getItem: Math.min(count, 3),
        getDefinition: Math.min(count, 3),
        ...(count > 3 && { listItems: Math.ceil(count / 100), bulkExportDefinitions: Math.ceil((count - 3) / 50) }),
      };
    case "destroy":
      return { deleteItem: count };
  }
}

export const total = (requests: Requests): number => Object.values(requests).reduce((sum, n) => sum + n, 0);

/** The requests without polls, whose number depends on the service's speed. */
export const withoutPolls = (requests: Requests): Requests =>
  Object.fromEntries(Object.entries(requests).filter(([operation]) => !polls.includes(operation)));

/** The differences of two counts, as lines. None if they are equal. */
export function differences(requests: Requests, wanted: Requests): string[] {
  return [...new Set([...Object.keys(requests), ...Object.keys(wanted)])]
    .filter((operation) => (requests[operation] ?? 0) !== (wanted[operation] ?? 0))
    .map((operation) => `${operation}: ${requests[operation] ?? 0} instead of ${wanted[operation] ?? 0}`);
}
