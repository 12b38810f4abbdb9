import type { ConnectionBinding } from "../../definition/connections";
import { entryName } from "../../definition/connections";
import { parseConnectionId } from "../../definition/connectionId";
import { Mashup } from "../../definition/mashup";
import { viewMetadata } from "../../definition/metadata";
import { openDefinition, type Opened } from "../../definition/open";
import { declaredParameters, type DeclaredParameter, type ParameterValue } from "../../definition/parameters";
import type { DefinitionPart } from "../../definition/parts";
import { understand, type UnderstandOptions } from "../../definition/understand";

/** What differs by environment, pulled out of a definition so that a stack's configuration can hold it. */
export interface PulledOut {
  parameters: Record<string, ParameterValue>;
  connections: Record<string, ConnectionBinding>;
  /** Set where the service took what the checks would refuse. */
  validate?: "warn" | "off";
  /** Parameters whose value stays in the file: it is computed, or of a type that a configuration does not hold. */
  parametersLeft?: string[];
}

/** Only what gives the very same definition when it is set is pulled out: the first `up` must find nothing to write. */
export async function pullOut(parts: readonly DefinitionPart[]): Promise<PulledOut> {
  const opened = openDefinition(parts);
  const plain = await understand(parts);
  const result: PulledOut = { parameters: {}, connections: {} };
  const isError = ({ severity }: { severity: string }) => severity === "error";
  if (plain.problems.some(isError)) {
    const { problems } = await understand(parts, { validate: "warn" });
    result.validate = problems.some(isError) ? "off" : "warn";
  }
  if (!opened) return result;
  const same = async (environment: UnderstandOptions): Promise<boolean> => {
    const { definitionFingerprint, problems } = await understand(parts, { ...environment, validate: "off" });
    return definitionFingerprint === plain.definitionFingerprint && !problems.some(isError);
  };
  const declared = await declaredParameters(new Mashup(opened.mashup, opened.mashupPlace));
  for (const [name, value] of currentValues(declared))
    if (fitsConfig(name, value) && (await same({ parameters: { [name]: value } }))) result.parameters[name] = value;
  for (const [key, binding] of bindings(opened))
    if (fitsConfig(key) && (await same({ connections: { [key]: binding } }))) result.connections[key] = binding;
  if (looksEncrypted(result.parameters)) result.parameters = {};
  const left = declared.filter(({ name }) => !Object.hasOwn(result.parameters, name));
  if (left.length > 0) result.parametersLeft = left.map(({ name }) => name);
  return result;
}

/** YAML takes keys of 1024 characters, and no half characters. */
const fitsConfig = (...texts: unknown[]): boolean =>
  texts.every((text) => typeof text !== "string" || !/\p{Cs}/u.test(text)) && String(texts[0]).length <= 200;

/** Pulumi takes an object with the key `secure` alone for an encrypted value. */
const looksEncrypted = (settings: object): boolean => Object.keys(settings).join() === "secure";

/** Values that are plain literals; a computed one stays in the file. */
function currentValues(parameters: readonly DeclaredParameter[]): [string, ParameterValue][] {
  return parameters.flatMap(({ name, current }): [string, ParameterValue][] =>
    ["string", "number", "boolean"].includes(typeof current) ? [[name, current as ParameterValue]] : [],
  );
}

function bindings(opened: Opened): [string, ConnectionBinding][] {
  return viewMetadata(opened).connections.flatMap((entry): [string, ConnectionBinding][] => {
    const id = parseConnectionId(entry.connectionId);
    if (id?.clusterId === undefined) return [];
    return [[entryName(entry), { clusterId: id.clusterId, datasourceId: id.datasourceId }]];
  });
}
