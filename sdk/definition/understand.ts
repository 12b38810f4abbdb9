import { queryChanges, touchedQueries, type QueryChanges, type QueryFingerprints } from "./changes";
import { checkMashup } from "./checkMashup";
import { checkMetadata } from "./checkMetadata";
import type { Fingerprints } from "./fingerprint";
import { isObject } from "./json";
import type { Lineage } from "./lineage";
import { applyEdits } from "./m/positions";
import { Mashup } from "./mashup";
import { closeDefinition, openDefinition, type Opened } from "./open";
import { setParameters, type ParameterValue } from "./parameters";
import { checkParts, type DefinitionPart } from "./parts";
import type { Problem } from "./problem";
import { queryFingerprints } from "./queryFingerprints";
import type { Secret } from "./secrets";

/** How strictly a definition is looked at: `warn` reports as warnings what the service may accept all the same; `off` does not look. */
export type Validate = "error" | "warn" | "off";

export interface UnderstandOptions {
  /** What places begin with; default `definition`. */
  argument?: string;
  validate?: Validate;
  /** Values of M parameters, by name. */
  parameters?: Readonly<Record<string, ParameterValue>>;
  /** Which of them may not be guessed from a fingerprint. */
  secretParameters?: readonly string[];
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
  /** The parameters can be set for each run. */
  parametric: boolean;
}

/** Applies what the environment sets, fingerprints the result, and looks for mistakes. Never throws for what a file says. */
export async function understand(
  parts: readonly DefinitionPart[],
  options: UnderstandOptions = {},
): Promise<Understanding> {
  const { argument = "definition", validate = "error", previous } = options;
  const problems = checkParts(parts, argument);
  const opened = openDefinition(parts, argument);
  if (!opened || problems.some(({ severity }) => severity === "error"))
    return { ...nothing, ...queryFingerprints(parts), parts: [...parts], problems };

  const bound = await applyEnvironment(opened, options);
  problems.push(...bound.problems);
  const result = closeDefinition(parts, opened, bound.opened);
  const fingerprints = queryFingerprints(result, secretsOf(options));
  const changes = previous && queryChanges(previous, fingerprints.queries);
  const understanding: Understanding = {
    ...fingerprints,
    parts: result,
    problems,
    lineage: [],
    changes,
    parametric: isParametric(bound.opened),
  };
  if (validate === "off") return understanding;
  const checked = await checkMashup(bound.mashup, changes && touchedQueries(bound.mashup, changes));
  understanding.lineage = checked.lineage;
  const found = [...checked.problems, ...checkMetadata(bound.opened, checked.roles)];
  problems.push(...(validate === "warn" ? found.map(asWarning) : found));
  return understanding;
}

const nothing = { lineage: [], changes: undefined, parametric: false };

interface Bound {
  opened: Opened;
  mashup: Mashup;
  problems: Problem[];
}

/** What the program sets must fit whatever `validate` says: these problems stay errors. */
async function applyEnvironment(opened: Opened, options: UnderstandOptions): Promise<Bound> {
  const problems: Problem[] = [];
  const source = new Mashup(opened.mashup, opened.mashupPlace);
  const parameters = await setParameters(source, options.parameters ?? {});
  problems.push(...parameters.problems);
  const text = applyEdits(opened.mashup, parameters.edits);
  const mashup = text === opened.mashup ? source : new Mashup(text, opened.mashupPlace, source);
  return { opened: { ...opened, mashup: text }, mashup, problems };
}

function secretsOf({ parameters = {}, secretParameters = [] }: UnderstandOptions): Secret[] {
  return secretParameters
    .filter((name) => Object.hasOwn(parameters, name))
    .map((name) => ({ kind: "parameter", name, value: parameters[name] as ParameterValue }));
}

function isParametric({ metadata, root }: Opened): boolean {
  const value = root.length === 0 ? metadata.value : metadata.get(root);
  return isObject(value) && value["parametric"] === true;
}

const asWarning = (problem: Problem): Problem => ({ ...problem, severity: "warning" });
