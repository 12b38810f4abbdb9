import { ApiError } from "./errors";
import { isObject, JsonObject } from "./http";
import { isParametric, Parameter, parametersOf, ParameterType } from "./parameters";
import { Failure, StartForm } from "./runs";
import { Item, World } from "./world";

const PATTERNS: Partial<Record<ParameterType, RegExp>> = {
  DateTime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
  DateTimeZone: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d$/,
  Date: /^\d{4}-\d\d-\d\d$/,
  Time: /^\d\d:\d\d:\d\d$/,
  Duration: /^P\d+DT\d+H\d+M\d+(\.\d+)?S$/,
};

function fits(type: ParameterType, value: unknown): boolean {
  if (type === "Boolean") return typeof value === "boolean";
  if (type === "Integer") return Number.isInteger(value);
  if (type === "Number") return typeof value === "number";
  return typeof value === "string" && (PATTERNS[type]?.test(value) ?? true);
}

const refuse = (message: string): never => {
  throw new ApiError("InvalidParameter", message);
};

function refuseAny(parameters: unknown): void {
  if (Array.isArray(parameters) && parameters.length > 0)
    throw new ApiError("FeatureNotAvailable", "Parameter is not allowed for this item type or this item job type.");
}

interface Sent {
  name: string;
  value: unknown;
}

function sentIn(list: unknown, nameKey: "parameterName" | "name", onlyAutomatic: boolean): Sent[] {
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) return refuse("'parameters' must be an array.");
  return list.map((entry: unknown) => {
    if (!isObject(entry) || typeof entry[nameKey] !== "string" || !("value" in entry)) {
      return refuse(`A parameter needs '${nameKey}', 'type' and 'value'.`);
    }
    if (onlyAutomatic && entry.type !== "Automatic") refuse(`The type of '${entry[nameKey]}' must be Automatic.`);
    return { name: entry[nameKey], value: entry.value };
  });
}

/**
 * The parameters of a start's body, by name. Each form has its own key for them: the typed form has `executionData.parameters`, the path
 * form has the body's `parameters` if the service supports it, and the query form has none. The key of another form is not read.
 */
export function readRunParameters(
  world: World,
  item: Item,
  body: JsonObject,
  form: StartForm,
): Record<string, unknown> {
  const data = isObject(body.executionData) ? body.executionData : {};
  if (form === "query" && world.switches.startForms.query === "yes") refuseAny(body.parameters ?? data.parameters);
  const generic = form === "typed" ? [] : sentIn(body.parameters, "name", false);
  if (form === "typed") refuseAny(body.parameters);
  if (generic.length > 0 && !world.switches.genericRunParameters) refuseAny(generic);
  const sent = form === "typed" ? sentIn(data.parameters, "parameterName", true) : generic;
  if (form === "query" || world.switches.startForms[form] === "dropsParameters") return {};
  const definition = item.dataflow?.edited;
  if (sent.length === 0 || !definition) return {};
  if (!isParametric(definition)) throw new ApiError("DataflowNotParametricError");
  const known = new Map(parametersOf(definition).map((parameter): [string, Parameter] => [parameter.name, parameter]));
  for (const { name, value } of sent) {
    const parameter = known.get(name) ?? refuse(`The dataflow has no parameter '${name}'; names are case-sensitive.`);
    if (!fits(parameter.type, value)) refuse(`The value of '${name}' is not a ${parameter.type}.`);
  }
  return Object.fromEntries(sent.map(({ name, value }) => [name, value]));
}

/** A required parameter without a value fails the run. The start succeeds. */
export function missingParameter(item: Item, parameters: Record<string, unknown>): Failure | undefined {
  const definition = item.dataflow?.published;
  if (!definition || !isParametric(definition)) return undefined;
  const missing = parametersOf(definition).find(({ name, isRequired }) => isRequired && !(name in parameters));
  return missing && { errorCode: "DataflowParameterMissing", message: `Parameter '${missing.name}' needs a value.` };
}

export const hasRequiredParameter = (item: Item): boolean => {
  const definition = item.dataflow?.edited;
  return definition !== undefined && isParametric(definition) && parametersOf(definition).some((p) => p.isRequired);
};
