import type { Fault } from "./faults";

/** The operation meets the fault at this request: its name in the request log, and the how manieth of that name it is, from 1. */
export interface Moment {
  operation: string;
  request: string;
  nth: number;
}

export type Outcome = "ok" | "error";

/** Calls that do more each time they are repeated. */
const CREATES = new Set(["createItem", "createSchedule"]);
const STARTS = new Set(["runExecute", "runApplyChanges"]);
/** Looks at something that goes on: they bear an outage. */
const LOOKS = new Set(["getJobInstance", "getOperation"]);

/** Looks at a definition before and after a write, and after a create. */
const isSideLook = ({ operation, request, nth }: Moment): boolean =>
  request === "getDefinition" && !/take over|refresh/.test(operation) && (operation !== "adopt" || nth > 1);

const formOf = (fault: Fault["fault"]): string =>
  fault.kind === "status" ? (fault.status === 200 ? (fault.body ?? "") : "") : fault.kind;

/** How often the stored definition is looked at before it is overwritten. */
const looksBefore = (operation: string): number => (/^adopt|^compare|run that is going/.test(operation) ? 2 : 1);

/** What the disturbed operation comes to. Whatever it is, the next one ends as if nothing had been. */
export function expected(moment: Moment, { name, sort, fault }: Fault): Outcome {
  const { operation, request, nth } = moment;
  // A result is read as it comes: once it has begun, or if it never does, the call is not repeated. It changes nothing, so the next run may.
  if (request === "executeQuery" && ["hang", "cut", "html"].includes(formOf(fault))) return "error";
  const isReadBack = isSideLook(moment) && (nth > looksBefore(operation) || operation.startsWith("create"));
  switch (sort) {
    case "refused for now":
    case "done":
      return "ok";
    case "not done":
      // Whether a create took place cannot be told before the lists have caught up: then it says so, and is not repeated.
      return CREATES.has(request) ? "error" : "ok";
    case "refused":
      // What a create leaves whose operation may not be looked at is found by its name.
      if (request.startsWith("getOperation")) return "ok";
      // A job that was just started may be unknown for a while.
      if (LOOKS.has(request) && name.startsWith("404")) return "ok";
      // What nobody could look at is not overwritten: who may write may read, and these items have no label.
      return isReadBack ? "ok" : "error";
    case "outage":
      // Where the result of a create cannot be had, its item is looked for; the second result is that of the read-back.
      if (request === "getOperationResult") return nth > 1 || operation.startsWith("create") ? "ok" : "error";
      return LOOKS.has(request) || isReadBack ? "ok" : "error";
  }
}

/** The most requests of the disturbed kind: what creates is never sent twice, and what starts never without a look. */
export function mostRequests({ request }: Moment, { sort, times }: Fault): number {
  if (sort === "refused for now") return 1 + times;
  if (CREATES.has(request)) return 1;
  return STARTS.has(request) ? 2 : 1 + times;
}
