import { queryChanges, touchedQueries, type QueryChanges, type QueryFingerprints } from "./changes";
import type { FoundReference } from "./itemsFound";
import { checkColumns } from "./checkColumns";
import { checkMashup, checkMovedTargets } from "./checkMashup";
import { applyEnvironment, type Environment } from "./environment";
import { checkMetadata } from "./checkMetadata";
import type { Fingerprints } from "./fingerprint";
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

/** How strictly a definition is looked at: `warn` reports as warnings what the service may accept all the same; `off` does not look. */
export type Validate = "error" | "warn" | "off";

export interface UnderstandOptions extends Environment {
  /** What places begin with; default `definition`. */
  argument?: string;
  validate?: Validate;
  /** Which of them may not be guessed from a fingerprint. */
  secretParameters?: readonly string[];
  /** Further texts that may not be: paths of connections, and ids. */
  secretTexts?: readonly { name: string; value: string }[];
  /** Fingerprints of queries that were found in order before: only what differs is parsed. */
  previous?: QueryFingerprints;
}

/** A definition as it is to be sent, and all that is known of it. */
export interface Understanding extends Fingerprints {
  /** With parameters, connections and ids of this environment; the given parts where there are none. */
  parts: DefinitionPart[];
  problems: Problem[];
  /** Of the queries that were looked at: all, or what changed since `previous` and what depends on it. */
  lineage: Lineage;
  /** Since `previous`; undefined without it. */
  changes: QueryChanges | undefined;
  /** Where the M names items, and what `bind` made of them; only if the program binds something. */
  references: readonly FoundReference[];
  /** What the file names in another workspace, if that is a warning. */
  foreign: Problem | undefined;
  /** What `allowForeign` would have to list, if the program is isolated. */
  foreignIds: readonly string[];
  /** The parameters can be set for each run. */
  parametric: boolean;
  /** The M of the parts; undefined if there is none to read. */
  mashup: Mashup | undefined;
  /** The queries that were looked at; undefined: all of them. */
  touched: ReadonlySet<string> | undefined;
}

/** Applies what the environment sets, fingerprints the result, and looks for mistakes. Never throws for what a file says. */
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
    ...checked.problems,
    ...checkMetadata(bound.opened, checked.roles, options.mask),
    ...(await checkPrivacy(bound.mashup, bound.opened)),
    ...checkVariables(bound.mashup, bound.opened, touched),
    ...(await checkColumns(bound.mashup, touched)),
    ...checkMovedTargets(checked.targets, new Set(changes?.changed), bound.mashup),
  ];
  problems.push(...(validate === "warn" ? found.map(asWarning) : found));
  return understanding;
}

/** A mistake in the JSON of the metadata hides none of those in the M. */
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

/** What must not be guessed from fingerprints; the same for what is read back. */
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
