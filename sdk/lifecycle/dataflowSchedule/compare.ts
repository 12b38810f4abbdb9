import type { Schedule } from "../../fabric/scheduleTypes";
import { executionData } from "../executionData";
import { containsUnknown, equal, isObject, type Props } from "../values";
import { sameConfiguration } from "./normal";

/** The arguments that differ in meaning, of those that an update can change. */
export const differences = (one: Props, other: Props): string[] => [
  ...((one.enabled ?? true) === (other.enabled ?? true) ? [] : ["enabled"]),
  ...(!containsUnknown(other.schedule) && sameConfiguration(one.schedule, other.schedule) ? [] : ["schedule"]),
  ...(equal(one.parameters ?? {}, other.parameters ?? {}) ? [] : ["parameters"]),
  ...(equal(executionData({ ...one, parameters: {} }), executionData({ ...other, parameters: {} }))
    ? []
    : ["executeOption"]),
];

/** A schedule of the service as arguments. What means the same as the declared stays as declared. */
export function seenArguments(seen: Schedule, declared: Props): Props {
  const { executeOption, parameters, ...rest } = declared;
  const now: Props = { ...rest, ...(seen.enabled === (declared.enabled ?? true) ? {} : { enabled: seen.enabled }) };
  if (!sameConfiguration(seen.configuration, declared.schedule)) now.schedule = seen.configuration;
  const execution = seenExecution(seen.executionData);
  const wanted = seenExecution(executionData(declared));
  // Not every answer shows it.
  if (seen.executionData === undefined || equal(execution, wanted)) return { ...now, executeOption, parameters };
  return { ...now, executeOption: undefined, parameters: undefined, ...execution };
}

function seenExecution(data: unknown): Props {
  if (!isObject(data)) return {};
  const list = Array.isArray(data.parameters) ? data.parameters.filter(isObject) : [];
  const parameters = Object.fromEntries(list.map(({ parameterName, value }) => [String(parameterName), value]));
  return {
    ...(data.executeOption !== undefined && { executeOption: data.executeOption }),
    ...(list.length > 0 && { parameters }),
  };
}
