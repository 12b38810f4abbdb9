import type { Fault } from "./faults";

/** The request with the fault: its name in the request log, and its number among those with that name, from 1. */
export interface Moment {
  operation: string;
  request: string;
  nth: number;
}

export type Outcome = "ok" | "error";

/** Calls that take effect again if they are repeated. */
const CREATES = new Set(["createItem", "createSchedule"]);
const STARTS = new Set(["runExecute", "runApplyChanges"]);
/** Polls, which tolerate an outage. */
const LOOKS = new Set(["getJobInstance", "getOperation"]);

/** Reads of a definition before and after a write, and after a create. */
const isSideLook = ({ operation, request, nth }: Moment): boolean =>
  request === "getDefinition" && !/take over|refresh/.test(operation) && (operation !== "adopt" || nth > 1);

const formOf = (fault: Fault["fault"]): string =>
  fault.kind === "status" ? (fault.status === 200 ? (fault.body ?? "") : "") : fault.kind;

/** The number of reads of the stored definition before a write. */
const looksBefore = (operation: string): number => (/^adopt|^compare|run that is going/.test(operation) ? 2 : 1);

/** The result of the disturbed operation. The next operation always ends as without the fault. */
export function expected(moment: Moment, { name, sort, fault }: Fault): Outcome {
  const { operation, request, nth } = moment;
  // A result is streamed. The call is not repeated after its first bytes, or if no bytes come. It changes nothing, so the next operation may repeat it.
  if (request === "executeQuery" && ["hang", "cut", "html"].includes(formOf(fault))) return "error";
  const isReadBack = isSideLook(moment) && (nth > looksBefore(operation) || operation.startsWith("create"));
  switch (sort) {
    case "refused for now":
    case "done":
      return "ok";
    case "not done":
      // The effect of a create is unknown until the lists have the item. The error says so, and the create is not repeated.
      return CREATES.has(request) ? "error" : "ok";
    case "refused":
      // The item of a create whose operation cannot be polled is found by its name.
      if (request.startsWith("getOperation")) return "ok";
      // A job that was just started may be unknown for a while.
      if (LOOKS.has(request) && name.startsWith("404")) return "ok";
      // A definition that could not be read is not overwritten: a user who may write may read, too, and these items have no label.
      return isReadBack ? "ok" : "error";
    case "outage":
      // If the result of a create is unavailable, its item is searched for. The second result is that of the read after it.
      if (request === "getOperationResult") return nth > 1 || operation.startsWith("create") ? "ok" : "error";
      return LOOKS.has(request) || isReadBack ? "ok" : "error";
  }
}

/** The largest number of requests with the fault's name. A create is never sent twice, and a start never without a search. */
export function maxRequests({ request }: Moment, { sort, times }: Fault): number {
  if (sort === "refused for now") return 1 + times;
  if (CREATES.has(request)) return 1;
  return STARTS.has(request) ? 2 : 1 + times;
}
