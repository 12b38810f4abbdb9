import { gatewayOf, entryName } from "../../definition/connections";
import { parseConnectionId } from "../../definition/connectionId";
import { Mashup } from "../../definition/mashup";
import { viewMetadata } from "../../definition/metadata";
import { openDefinition, type Opened } from "../../definition/open";
import { declaredParameters, type DeclaredParameter, type ParameterValue } from "../../definition/parameters";
import type { DefinitionPart } from "../../definition/parts";
import { understand, type UnderstandOptions } from "../../definition/understand";
import { elsewhere, NOWHERE } from "./elsewhere";
import { isoText } from "./isoText";
import { bindArgument, bindingsOf, textsOf, workspacesOf, type Binding } from "./references";

/** A connection by its ids; `path` if the source may have another one in another environment. */
export interface PulledConnection {
  kind: string;
  clusterId: string;
  datasourceId: string;
  path?: string;
}

/** The values that differ by environment, taken from a definition for a stack's configuration. */
export interface PulledOut {
  parameters: Record<string, ParameterValue>;
  /** By key, as the argument `connections` takes it. */
  connections: Record<string, PulledConnection>;
  gatewayObjectId?: string;
  bindings: Binding[];
  /** Texts that `replacements` replaces. */
  texts: string[];
  /** Set if the service accepted what the checks would refuse. */
  validate?: "warn" | "off";
  /** Parameters whose values stay in the file: computed ones, and types that a configuration cannot hold. */
  parametersLeft?: string[];
  /** Ids of this environment that stay in the file and lead out of its workspace. */
  allowForeign: string[];
  /** All ids that stay in the file. */
  idsLeft: string[];
}

/** One value that a program can set in place of the file's. */
type Candidate =
  | { kind: "parameter"; name: string; value: ParameterValue }
  | { kind: "connection"; key: string; connection: PulledConnection }
  | { kind: "gateway"; id: string }
  | { kind: "bind"; binding: Binding }
  | { kind: "text"; text: string };

/**
 * Takes out only values that give exactly the same definition when they are set, because the first `up` must find
 * nothing to write, and only values that another environment can change.
 */
export async function pullOut(parts: readonly DefinitionPart[], workspaceId = NOWHERE): Promise<PulledOut> {
  const opened = openDefinition(parts);
  const plain = await understand(parts);
  const isError = ({ severity }: { severity: string }) => severity === "error";
  const result: PulledOut = {
    ...{ parameters: {}, connections: {}, bindings: [], texts: [], allowForeign: [], idsLeft: [] },
    ...(plain.problems.some(isError) && {
      validate: (await understand(parts, { validate: "warn" })).problems.some(isError) ? "off" : "warn",
    }),
  };
  if (!opened) return result;

  const accepted: Candidate[] = [];
  const isWhole = async (candidates: readonly Candidate[]): Promise<boolean> => {
    const here = await understand(parts, { ...environmentOf(candidates, (text) => text), validate: "off" });
    if (here.definitionFingerprint !== plain.definitionFingerprint || here.problems.some(isError)) return false;
    const there = await understand(parts, { ...environmentOf(candidates, elsewhere), validate: "off" });
    return !there.problems.some(isError);
  };
  const accept = async (more: readonly Candidate[]): Promise<void> => {
    if (await isWhole([...accepted, ...more])) accepted.push(...more);
    else for (const one of more) if (await isWhole([...accepted, one])) accepted.push(one);
  };

  const mashup = new Mashup(opened.mashup, opened.mashupPlace);
  const declared = await declaredParameters(mashup);
  const { references } = await understand(parts, { bind: {}, validate: "off" });
  const bindings = bindingsOf(references);
  const connections = connectionsOf(opened, servers(bindings));
  const paths = connections.flatMap(({ connection }) => connection.path ?? []);
  const gateway = gatewayOf(opened);
  await accept([
    ...parametersOf(declared, mashup),
    ...(gateway === undefined ? [] : [{ kind: "gateway" as const, id: gateway }]),
    ...connections,
    ...textsOf(references, paths).map((text) => ({ kind: "text" as const, text })),
    ...bindings.map((binding) => ({ kind: "bind" as const, binding })),
  ]);
  const bound = await understand(parts, { bind: {}, ...environmentOf(accepted, (text) => text), validate: "off" });
  await accept(workspacesOf(bound.references).map((binding) => ({ kind: "bind" as const, binding })));

  for (const one of accepted) {
    if (one.kind === "parameter") result.parameters[one.name] = one.value;
    else if (one.kind === "connection") result.connections[one.key] = one.connection;
    else if (one.kind === "gateway") result.gatewayObjectId = one.id;
    else if (one.kind === "bind") result.bindings.push(one.binding);
    else result.texts.push(one.text);
  }
  const left = declared.filter(({ name }) => !Object.hasOwn(result.parameters, name));
  if (left.length > 0) result.parametersLeft = left.map(({ name }) => name);

  const leftIn = async (map: (text: string) => string, own: string): Promise<string[]> => {
    const isolation = { workspaceId: own, isolated: true, allowForeign: [] };
    const { foreignIds } = await understand(parts, { ...environmentOf(accepted, map), isolation, validate: "off" });
    return [...foreignIds];
  };
  result.allowForeign = await leftIn((text) => text, workspaceId);
  result.idsLeft = await leftIn(elsewhere, NOWHERE);
  return result;
}

function environmentOf(candidates: readonly Candidate[], map: (text: string) => string): UnderstandOptions {
  const of = <K extends Candidate["kind"]>(kind: K) =>
    candidates.filter((one): one is Extract<Candidate, { kind: K }> => one.kind === kind);
  const bindings = of("bind").map(({ binding }) => binding);
  const [gateway] = of("gateway");
  return {
    parameters: Object.fromEntries(of("parameter").map(({ name, value }) => [name, value])),
    connections: Object.fromEntries(
      of("connection").map(({ key, connection: { clusterId, datasourceId, path } }) => [
        key,
        { clusterId: map(clusterId), datasourceId: map(datasourceId), ...(path !== undefined && { path }) },
      ]),
    ),
    ...(gateway && { gatewayObjectId: map(gateway.id) }),
    ...(bindings.length > 0 && { bind: bindArgument(bindings, map) }),
    replacements: Object.fromEntries(of("text").map(({ text }) => [text, map(text)])),
  };
}

/** YAML allows keys of 1024 characters, and no half characters. */
const fitsConfig = (...texts: unknown[]): boolean =>
  texts.every((text) => typeof text !== "string" || !/\p{Cs}/u.test(text)) && String(texts[0]).length <= 200;

/** Returns values that are plain literals; computed values stay in the file. */
function parametersOf(parameters: readonly DeclaredParameter[], mashup: Mashup): Candidate[] {
  const plain = parameters.flatMap(({ name, current, query, value }): Candidate[] => {
    const isPlain = ["string", "number", "boolean"].includes(typeof current);
    const given = isPlain ? current : isoText(mashup.textOf(query).slice(value.start, value.end));
    return given !== undefined && fitsConfig(name, given)
      ? [{ kind: "parameter", name, value: given as ParameterValue }]
      : [];
  });
  // Pulumi takes an object whose only key is `secure` for an encrypted value.
  const [only] = plain;
  return plain.length === 1 && only?.kind === "parameter" && only.name === "secure" ? [] : plain;
}

function connectionsOf(opened: Opened, movedServers: readonly string[]): Extract<Candidate, { kind: "connection" }>[] {
  const entries = viewMetadata(opened).connections;
  const isOnly = (kind: string) => entries.filter((entry) => same(entry.kind, kind)).length === 1;
  return entries.flatMap((entry) => {
    const { clusterId, datasourceId } = parseConnectionId(entry.connectionId) ?? {};
    const key = isOnly(entry.kind) ? entry.kind : entryName(entry);
    if (clusterId === undefined || datasourceId === undefined || !fitsConfig(key, entry.path)) return [];
    // A path equal to the kind is the same everywhere. The path of a bound endpoint follows the binding.
    const isFixed = same(entry.path, entry.kind) || movedServers.some((server) => isAt(entry.path, server));
    const connection = { kind: entry.kind, clusterId, datasourceId, ...(!isFixed && { path: entry.path }) };
    return [{ kind: "connection", key, connection }];
  });
}

const servers = (bindings: readonly Binding[]): string[] =>
  bindings.flatMap((binding) => (binding.kind === "sqlEndpoint" ? [binding.server] : []));

const isAt = (path: string, server: string): boolean => same(path.split(";")[0] ?? "", server);

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
