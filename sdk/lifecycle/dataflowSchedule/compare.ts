import { equal, isObject } from "../../common/objects";
import type { Schedule } from "../../fabric/scheduleTypes";
import type { Inputs } from "../../model/dataflowSchedule";
import { containsUnknown } from "../../model/unknown";
import { sameRunParameterValue } from "../../common/runParameterValue";
import { executionData } from "../executionData";
import { sameSchedule } from "./normal";

/** Returns the arguments that differ in meaning, among those that an update can change. */
export const differences = (one: Inputs, other: Inputs): string[] => [
  ...((one.enabled ?? true) === (other.enabled ?? true) ? [] : ["enabled"]),
  ...(!containsUnknown(other.schedule) && sameSchedule(one.schedule, other.schedule) ? [] : ["schedule"]),
  ...(equal(one.parameters ?? {}, other.parameters ?? {}) ? [] : ["parameters"]),
  ...(equal(executionData({ ...one, parameters: {} }), executionData({ ...other, parameters: {} }))
    ? []
    : ["executeOption"]),
];

/** Returns a schedule of the service as arguments. An argument with the declared meaning stays as declared. */
export function seenArguments<Declared extends Inputs>(seen: Schedule, declared: Declared): Declared {
  const now: Declared = {
    ...declared,
    ...(seen.enabled !== (declared.enabled ?? true) && { enabled: seen.enabled }),
    ...(seen.configuration && !sameSchedule(seen.configuration, declared.schedule) && { schedule: seen.configuration }),
  };
  const execution = seenExecution(seen.executionData);
  // Some responses lack it.
  const wanted = seenExecution(executionData(declared));
  if (seen.executionData === undefined || sameExecution(execution, wanted)) return now;
  return { ...now, executeOption: undefined, parameters: undefined, ...execution };
}

/** Compares by meaning: the service has values in its own forms. */
function sameExecution(one: Execution, other: Execution): boolean {
  const [values, others] = [one.parameters ?? {}, other.parameters ?? {}];
  const names = [...new Set([...Object.keys(values), ...Object.keys(others)])];
  return (
    one.executeOption === other.executeOption &&
    names.every((name) => sameRunParameterValue(values[name], others[name]))
  );
}

type Execution = Pick<Inputs, "executeOption" | "parameters">;

export function seenExecution(data: unknown): Pick<Inputs, "executeOption" | "parameters"> {
  if (!isObject(data)) return {};
  const list = Array.isArray(data.parameters) ? data.parameters.filter(isObject) : [];
  const parameters = Object.fromEntries(list.map(({ parameterName, value }) => [String(parameterName), value]));
  return {
    ...(data.executeOption !== undefined && { executeOption: data.executeOption }),
    ...(list.length > 0 && { parameters }),
  } as Pick<Inputs, "executeOption" | "parameters">;
}
