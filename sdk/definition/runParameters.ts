import { isObject } from "../common/objects";
import { Mashup } from "./mashup";
import { didYouMean } from "../common/nearest";
import { openDefinition } from "./open";
import { writeLiteral, type ParameterValue } from "./parameterLiterals";
import { declaredParameters } from "./parameters";
import type { DefinitionPart } from "./parts";
import { error, warning, type Problem } from "../common/problem";

/** What a run of a dataflow can be given. */
export interface RunParameters {
  /** The definition says that runs may be given parameters. */
  parametric: boolean;
  parameters: { name: string; type: string | undefined; nullable: boolean }[];
}

export async function runParametersOf(parts: readonly DefinitionPart[]): Promise<RunParameters | undefined> {
  const opened = openDefinition(parts);
  if (!opened) return undefined;
  const { metadata, root, mashup, mashupPlace } = opened;
  const settings = root.length === 0 ? metadata.value : metadata.get(root);
  const declared = await declaredParameters(new Mashup(mashup, mashupPlace));
  return {
    parametric: isObject(settings) && settings["parametric"] === true,
    parameters: declared.map(({ name, type, nullable }) => ({ name, type, nullable })),
  };
}

/** Problems of the parameters of a run, as far as the definition tells: names count by case, values must fit the declared type. */
export function checkRunParameters(given: Readonly<Record<string, unknown>>, known: RunParameters): Problem[] {
  const names = known.parameters.map(({ name }) => name);
  const problems = Object.entries(given).flatMap(([name, value]): Problem[] => {
    const place = `parameters.${name}`;
    const parameter = known.parameters.find((candidate) => candidate.name === name);
    if (!parameter) return [error(place, `the dataflow has no parameter of that name; ${didYouMean(name, names)}`)];
    if (value === null)
      return parameter.nullable ? [] : [error(place, "cannot be null: its declared type is not nullable")];
    const written = writeLiteral(value as ParameterValue, parameter.type);
    if (!("problem" in written)) return [];
    return [error(place, `does not fit the declared type ${parameter.type ?? "any"}; give ${written.problem}`)];
  });
  if (known.parametric || Object.keys(given).length === 0) return problems;
  const place = "parameters";
  return [
    ...problems,
    warning(
      place,
      'the definition does not say "parametric": true in queryMetadata.json, without which Fabric refuses run parameters',
    ),
  ];
}
