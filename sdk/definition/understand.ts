import { queryChanges, touchedQueries, type QueryChanges, type QueryFingerprints } from "./changes";
import type { FoundReference } from "./itemsFound";
import { checkColumns } from "./checkColumns";
import { checkMashup, checkMovedTargets, type CheckedMashup } from "./checkMashup";
import { applyEnvironment, type Bound, type Environment } from "./environment";
import { checkMetadata } from "./checkMetadata";
import type { Fingerprints } from "./fingerprint";
import type { Mask } from "../common/mask";
import { isObject } from "../common/objects";
import type { Lineage } from "./lineage";
import type { Mashup } from "./mashup";
import { closeDefinition, openDefinition, type Opened } from "./open";
import { checkParts, METADATA, type DefinitionPart } from "./parts";
import type { Problem } from "../common/problem";
import { checkPrivacy } from "./privacy";
import { queryFingerprints } from "./queryFingerprints";
import type { Secret } from "./secrets";
import { checkVariables } from "./variables";

/** How strictly a definition is checked. `warn`: mistakes that the service may accept are warnings. `off`: no check. */
export type Validate = "error" | "warn" | "off";

export interface UnderstandOptions extends Environment {
  /** The beginning of places in messages. Default `definition`. */
  argument?: string;
  /** Default `error`. */
  validate?: Validate;
  /** Names of the secret parameters: their values must not be guessable from a fingerprint. */
  secretParameters?: readonly string[];
  /** Further secret texts: paths of connections, and ids. */
  secretTexts?: readonly { name: string; value: string }[];
  /** Fingerprints of queries that were checked before without an error. Only queries that differ are parsed. */
  previous?: QueryFingerprints;
}

/** A definition in the form that is sent, and the facts about it. */
export interface Understanding extends Fingerprints {
  /** The parts with the values of this environment, or the given parts if there are none. */
  parts: DefinitionPart[];
  problems: Problem[];
  /** Lineage of the checked queries: all, or those that changed since `previous` and those that depend on them. */
  lineage: Lineage;
  /** Changes since `previous`. Undefined without it. */
  changes: QueryChanges | undefined;
  /** References of the M to items, and how they were bound. Empty unless the program binds something. */
  references: readonly FoundReference[];
  /** The warning about items in other workspaces. Undefined if there is none. */
  foreign: Problem | undefined;
  /** The ids that `allowForeign` would have to list for an isolated program. */
  foreignIds: readonly string[];
  /** True if each run can set the parameters. */
  parametric: boolean;
  /** The M of the parts. Undefined if there is none that can be read. */
  mashup: Mashup | undefined;
  /** Names of the checked queries. Undefined if all were checked. */
  touched: ReadonlySet<string> | undefined;
}

/** Applies the environment, makes the fingerprints of the result, and checks it. Mistakes in files are problems and never throw. */
export async function understand(
  parts: readonly DefinitionPart[],
  options: UnderstandOptions = {},
): Promise<Understanding> {
  const { argument = "definition", validate = "error", previous } = options;
  const problems = checkParts(parts, argument);
  const opened = openDefinition(parts, argument);
  if (!opened || problems.some(({ severity }) => severity === "error")) {
    const ofMashup = validate === "off" ? [] : await mashupProblems(parts, argument);
    problems.push(...(validate === "warn" ? ofMashup.map(asWarning) : ofMashup));
    return { ...nothing, ...queryFingerprints(parts), parts: [...parts], problems };
  }

  const bound = await applyEnvironment(opened, parts, options);
  problems.push(...bound.problems);
  const result = closeDefinition(bound.parts, opened, bound.opened);
  const fingerprints = queryFingerprints(result, secretsOf(options), bound.mashup.section);
  const changes = previous && queryChanges(previous, fingerprints.queries);
  const touched = changes && touchedQueries(bound.mashup, changes);
  const understanding: Understanding = {
    ...fingerprints,
    parts: result,
    problems,
    lineage: [],
    changes,
    references: bound.references,
    foreign: bound.foreign,
    foreignIds: bound.foreignIds,
    parametric: isParametric(bound.opened),
    mashup: bound.mashup,
    touched,
  };
  if (validate === "off") return understanding;
  const checked = await checkMashup(bound.mashup, touched);
  understanding.lineage = checked.lineage;
  const found = [
    ...(await problemsOf(bound, checked, options.mask, touched)),
    ...checkMovedTargets(checked.targets, new Set(changes?.changed), bound.mashup),
  ];
  problems.push(...(validate === "warn" ? found.map(asWarning) : found));
  return understanding;
}

/** Returns the problems of a definition as it is. `read`: its M, if it was read before. Mistakes in files never throw. */
export async function definitionProblems(
  parts: readonly DefinitionPart[],
  argument: string,
  read?: Mashup,
): Promise<Problem[]> {
  const problems = checkParts(parts, argument);
  const opened = openDefinition(parts, argument);
  if (!opened || problems.some(({ severity }) => severity === "error"))
    return [...problems, ...(await mashupProblems(parts, argument))];
  const bound = await applyEnvironment(opened, parts, {}, read);
  return [...problems, ...bound.problems, ...(await problemsOf(bound, await checkMashup(bound.mashup)))];
}

const problemsOf = async (
  { mashup, opened }: Bound,
  checked: CheckedMashup,
  mask?: Mask,
  touched?: ReadonlySet<string>,
): Promise<Problem[]> => [
  ...checked.problems,
  ...checkMetadata(opened, checked.roles, mask),
  ...(await checkPrivacy(mashup, opened)),
  ...checkVariables(mashup, opened, touched),
  ...(await checkColumns(mashup, touched)),
];

/** Returns the problems of the M if the metadata cannot be read, so that a mistake in its JSON does not hide them. */
async function mashupProblems(parts: readonly DefinitionPart[], argument: string): Promise<Problem[]> {
  const empty = Buffer.from("{}");
  const alone = parts.map((part) => (part.path === METADATA ? { ...part, content: empty } : part));
  if (checkParts(alone, argument).some(({ severity }) => severity === "error")) return [];
  const opened = openDefinition(alone, argument);
  if (!opened) return [];
  const { mashup } = await applyEnvironment(opened, alone, {});
  return (await checkMashup(mashup)).problems;
}

const nothing = {
  lineage: [],
  changes: undefined,
  references: [],
  foreign: undefined,
  foreignIds: [],
  parametric: false,
  mashup: undefined,
  touched: undefined,
};

/** Returns the values that must not be guessable from fingerprints, of the declared definition and of a stored one. */
export function secretsOf(options: UnderstandOptions): Secret[] {
  const { parameters = {}, secretParameters = [], replacements = {}, secretReplacements = [] } = options;
  const { secretTexts = [] } = options;
  const of = <T>(names: readonly string[], values: Readonly<Record<string, T>>): [string, T][] =>
    names.filter((name) => Object.hasOwn(values, name)).map((name) => [name, values[name] as T]);
  return [
    ...of(secretParameters, parameters).map(([name, value]): Secret => ({ kind: "parameter", name, value })),
    ...of(secretReplacements, replacements).map(([name, given]): Secret => ({
      kind: "text",
      name,
      value: typeof given === "string" ? given : given.value,
    })),
    ...secretTexts.map((text): Secret => ({ kind: "text", ...text })),
  ];
}

function isParametric({ metadata, root }: Opened): boolean {
  const value = root.length === 0 ? metadata.value : metadata.get(root);
  return isObject(value) && value["parametric"] === true;
}

const asWarning = (problem: Problem): Problem => ({ ...problem, severity: "warning" });
