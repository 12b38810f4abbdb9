import type { RequestLogEntry } from "../emulator/index";
import type { Latencies } from "./service";

/** The calls of a resource's step. The calls of an inner list run at the same time. */
export type Step = readonly (readonly string[])[];

export const steps = {
  create: [["createItem"], ["runApplyChanges", "getDefinition"]],
  createUnpublished: [["createItem"], ["getDefinition"]],
  update: [["getDefinition"], ["updateDefinition"], ["runApplyChanges", "getDefinition"]],
  run: [["runExecute"]],
  read: [["getItem", "getDefinition", "bulkExportDefinitions"]],
  delete: [["deleteItem"]],
} satisfies Record<string, Step>;

const jobs = ["runApplyChanges", "runExecute"];
const operations = ["createItem", "getDefinition", "updateDefinition", "bulkExportDefinitions"];

/** Milliseconds of a call if the client polls exactly when `Retry-After` allows, and no more often than needed. */
function callMs(operation: string, log: readonly RequestLogEntry[], latencies: Latencies): number {
  const { requestMs, retryAfterMs, operationPolls, jobPolls } = latencies;
  const responseMs = (name: string): number => {
    const took = log.filter((entry) => entry.operation === name).map(({ durationMs }) => durationMs);
    return requestMs + (took.length === 0 ? 0 : took.reduce((sum, ms) => sum + ms, 0) / took.length);
  };
  if (jobs.includes(operation)) return responseMs(operation) + jobPolls * (retryAfterMs + responseMs("getJobInstance"));
  if (!operations.includes(operation) || operationPolls === 0) return responseMs(operation);
  const resultMs = operation === "updateDefinition" ? 0 : responseMs("getOperationResult");
  return responseMs(operation) + operationPolls * (retryAfterMs + responseMs("getOperation")) + resultMs;
}

export const stepMs = (step: Step, log: readonly RequestLogEntry[], latencies: Latencies): number =>
  step
    .map((together) => Math.max(...together.map((operation) => callMs(operation, log, latencies))))
    .reduce((sum, ms) => sum + ms, 0);

/** The duration of chains of tasks with this number of workers. A worker takes the task that became ready first. */
export function makespan(chains: readonly (readonly number[])[], workers: number): number {
  const ready = chains.filter((chain) => chain.length > 0).map((chain) => ({ chain, at: 0, task: 0 }));
  const free: number[] = Array.from({ length: workers }, () => 0);
  let end = 0;
  while (ready.length > 0) {
    ready.sort((a, b) => a.at - b.at);
    const { chain, at, task } = ready.shift()!;
    free.sort((a, b) => a - b);
    const done = Math.max(free.shift()!, at) + (chain[task] ?? 0);
    free.push(done);
    end = Math.max(end, done);
    if (task + 1 < chain.length) ready.push({ chain, at: done, task: task + 1 });
  }
  return end;
}
