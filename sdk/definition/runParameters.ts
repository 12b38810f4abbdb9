import { isObject } from "../common/objects";
import { Mashup } from "./mashup";
import { didYouMean } from "../common/nearest";
import { openDefinition } from "./open";
import { declaredParameters } from "./parameters";
import type { DefinitionPart } from "./parts";
import { error, warning, type Problem } from "../common/problem";
import { runParameterValue, type RunParameterType } from "../common/runParameterValue";

/** The parameters that a run of a dataflow can set. */
export interface RunParameters {
  /** True if the definition says that runs can set parameters. */
  parametric: boolean;
  parameters: KnownParameter[];
}

export interface KnownParameter {
  name: string;
  /** M's name of the type, as in the definition, for messages. */
  declared: string | undefined;
  /** The REST API's name of the type. Undefined if every value is sent as it is. */
  type: RunParameterType | undefined;
  nullable: boolean;
  required: boolean;
}

export async function runParametersOf(parts: readonly DefinitionPart[]): Promise<RunParameters | undefined> {
  const opened = openDefinition(parts);
  if (!opened) return undefined;
  const { metadata, root, mashup, mashupPlace } = opened;
  const settings = root.length === 0 ? metadata.value : metadata.get(root);
  const declared = await declaredParameters(new Mashup(mashup, mashupPlace));
  return {
    parametric: isObject(settings) && settings["parametric"] === true,
    parameters: declared.map(({ name, type, nullable, required }) => ({
      ...{ name, declared: type, type: apiType(type), nullable, required },
    })),
  };
}

/**
 * Returns the problems of a run's parameters, by the definition: names are case-sensitive, and values must fit the declared type.
 */
export function checkRunParameters(given: Readonly<Record<string, unknown>>, known: RunParameters): Problem[] {
  const names = known.parameters.map(({ name }) => name);
  const problems = Object.entries(given).flatMap(([name, value]): Problem[] => {
    const place = `parameters.${name}`;
    const parameter = known.parameters.find((candidate) => candidate.name === name);
    if (!parameter) return [error(place, `the dataflow has no parameter of that name; ${didYouMean(name, names)}`)];
    if (value === null)
      return parameter.nullable ? [] : [error(place, "cannot be null: its declared type is not nullable")];
    const written = parameter.type && runParameterValue(parameter.type, value);
    if (!written || "value" in written) return [];
    return [error(place, `does not fit the declared type ${parameter.declared ?? "any"}; give ${written.wanted}`)];
  });
  if (known.parametric) return [...problems, ...missing(given, known)];
  if (Object.keys(given).length === 0) return problems;
  const place = "parameters";
  return [
    ...problems,
    warning(
      place,
      'need "parametric": true in queryMetadata.json of the definition: without it, Fabric refuses run parameters',
    ),
  ];
}

/** Returns an error for each required parameter without a value. A dataflow that is not parametric runs with its stored values. */
const missing = (given: Readonly<Record<string, unknown>>, { parameters }: RunParameters): Problem[] =>
  parameters
    .filter(({ name, required }) => required && given[name] === undefined)
    .map(({ name }) =>
      error(`parameters.${name}`, "is required: the dataflow is parametric, and a run without a value fails"),
    );

const API_TYPES: Readonly<Record<string, RunParameterType>> = {
  text: "String",
  logical: "Boolean",
  number: "Number",
  datetime: "DateTime",
  datetimezone: "DateTimeZone",
  date: "Date",
  time: "Time",
  duration: "Duration",
};
const WHOLE = new Set(["int8.type", "int16.type", "int32.type", "int64.type", "byte.type"]);

/** Returns the REST API's name for M's type. Undefined for `any` and types that have none. */
function apiType(declared: string | undefined): RunParameterType | undefined {
  const type = declared?.toLowerCase() ?? "any";
  if (WHOLE.has(type)) return "Integer";
  if (/^(currency|decimal|double|percentage|single)\.type$/.test(type)) return "Number";
  return API_TYPES[type.replace(/\.type$/, "")];
}
