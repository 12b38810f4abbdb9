import { bindItems, type BoundItems } from "./bind";
import type { Bindings } from "./bindings";
import { type BoundConnections, bindConnections, gatewayOf, type ConnectionBinding } from "./connections";
import { judgeLeft, type Isolation, type Judged } from "./foreign";
import type { FoundReference } from "./itemsFound";
import { checkLeftPaths } from "./connectionPaths";
import { moveServers } from "./movedServers";
import type { Mask } from "../common/mask";
import { isObject } from "../common/objects";
import { LIMITS } from "./limits";
import { applyEdits, type Edit } from "./m/positions";
import { Mashup } from "./mashup";
import type { Opened } from "./open";
import { setParameters, type ParameterValue } from "./parameters";
import type { DefinitionPart } from "./parts";
import { error, type Problem } from "../common/problem";
import { replaceTexts, type Replacement } from "./replacements";

/** The values that differ by environment. One definition has many environments. */
export interface Environment {
  /** Values of M parameters, by name. */
  parameters?: Readonly<Record<string, ParameterValue>>;
  /** Connections, by path, kind or `kind:path` of the file's entry. */
  connections?: Readonly<Record<string, ConnectionBinding>>;
  /** Id of the gateway that the dataflow uses (GUID). */
  gatewayObjectId?: string;
  /** Items that take the place of those that the M names by id. */
  bind?: Bindings;
  /** Plain texts, by the text in the file that they replace. */
  replacements?: Readonly<Record<string, Replacement>>;
  /** The replacements that are secret, by the text in the file. Their values must not be guessable from a fingerprint. */
  secretReplacements?: readonly string[];
  /** If ids of the file may lead to other environments. */
  isolation?: Isolation;
  /** Masks secret values in messages. */
  mask?: Mask;
}

export interface Bound {
  opened: Opened;
  parts: readonly DefinitionPart[];
  mashup: Mashup;
  references: readonly FoundReference[];
  /** The warning about items in other workspaces. Undefined if there is none. */
  foreign: Problem | undefined;
  /** The ids that `allowForeign` would have to list for an isolated program. */
  foreignIds: readonly string[];
  problems: Problem[];
}

/**
 * Applies an environment in this order: plain texts, as the file has them; parameters; connections, which find the paths that parameters set;
 * items. Values that do not fit are errors, however strictly the file is checked. `read`: the M of the parts, if it was read before.
 */
export async function applyEnvironment(
  opened: Opened,
  parts: readonly DefinitionPart[],
  environment: Environment,
  read?: Mashup,
): Promise<Bound> {
  const { connections = {}, gatewayObjectId, bind, parameters = {}, replacements = {} } = environment;
  const { secretReplacements = [], mask } = environment;
  const problems = tooMany(environment);
  const isSame = read?.section.text === opened.mashup && read.place === opened.mashupPlace;
  const mashup = isSame ? read : new Mashup(opened.mashup, opened.mashupPlace);
  let bound: Bound = { opened, parts, mashup, references: [], foreign: undefined, foreignIds: [], problems };
  if (problems.length > 0) return bound;

  const replaced = replaceTexts(opened, mashup.section, parts, replacements, secretReplacements);
  problems.push(...replaced.problems);
  bound = edited({ ...bound, opened: replaced.opened, parts: replaced.parts }, replaced.edits, "replacements");

  const set = await setParameters(bound.mashup, parameters);
  problems.push(...set.problems);
  bound = edited(bound, set.edits, "parameters");

  const connected = bindConnections(bound.opened, bound.mashup.section, connections, gatewayObjectId, mask);
  problems.push(...connected.problems);
  bound = edited({ ...bound, opened: connected.opened }, connected.edits, "connections");

  const judges = bindsAnything(environment) || environment.isolation?.isolated === true;
  if (bind !== undefined || judges) {
    const items = await bindItems(bound.mashup, bind ?? {});
    const left = judgeEnvironment(environment, opened, connected, items);
    problems.push(...items.problems, ...left.problems);
    const { opened: moved } = moveServers(bound.opened, items.servers);
    const { references } = items;
    const { foreign, foreignIds } = left;
    bound = edited({ ...bound, opened: moved, references, foreign, foreignIds }, items.edits, "bind");
  }
  problems.push(...checkLeftPaths(mashup.section, bound.mashup.section, bound.opened, mask));
  return bound;
}

const isEmpty = (map: object = {}): boolean => Object.keys(map).length === 0;

/** True if the program binds something, which shows that ids differ by environment. */
const bindsAnything = ({ connections, bind, replacements }: Environment): boolean =>
  ![connections, bind, replacements].every(isEmpty);

/** Judges the ids that the environment left as they are in the file: they may belong to another environment. */
function judgeEnvironment(
  environment: Environment,
  opened: Opened,
  connected: BoundConnections,
  items: BoundItems,
): Judged {
  const { isolation, gatewayObjectId, connections, mask } = environment;
  const left = {
    references: items.references,
    connections: isolation?.isolated === true ? connected.keptIds : connected.unbound,
    gateway: gatewayObjectId === undefined ? gatewayOf(opened) : undefined,
    given: textsGiven(environment),
    differs: bindsAnything(environment),
    bindsItems: items.binds,
    bindsConnections: !isEmpty(connections) && connected.problems.length === 0,
  };
  return judgeLeft(left, isolation, mask);
}

/** Returns an error for each argument that has more entries than any definition. Nothing is applied then. */
function tooMany({ connections, parameters, replacements, bind }: Environment): Problem[] {
  const ofBind = Object.entries(bind ?? {}).map(([kind, items]): [string, unknown] => [`bind.${kind}`, items]);
  return [...Object.entries({ connections, parameters, replacements }), ...ofBind].flatMap(([place, entries]) => {
    const count = isObject(entries) ? Object.keys(entries).length : 0;
    return count > LIMITS.environmentEntries
      ? [error(place, `has ${count} entries; at most ${LIMITS.environmentEntries} are allowed`)]
      : [];
  });
}

function edited(bound: Bound, edits: readonly Edit[], argument: string): Bound {
  if (edits.length === 0) return bound;
  const length = edits.reduce(
    (sum, { start, end, text }) => sum + text.length - (end - start),
    bound.opened.mashup.length,
  );
  if (length > LIMITS.mashupBytes) {
    bound.problems.push(
      error(argument, `makes the M ${length} characters long; the service takes ${LIMITS.mashupBytes} bytes`),
    );
    return bound;
  }
  const text = applyEdits(bound.opened.mashup, edits);
  return {
    ...bound,
    opened: { ...bound.opened, mashup: text },
    mashup: new Mashup(text, bound.opened.mashupPlace),
  };
}

/** Returns the texts that the program itself puts into the file. An id in one of them is the program's decision. */
function textsGiven({ replacements = {}, parameters = {}, connections = {} }: Environment): string[] {
  const paths = Object.values(connections).map((given: unknown) => (isObject(given) ? given["path"] : undefined));
  return [
    ...Object.values(replacements).flatMap((given) => textIn(given)),
    ...[...Object.values(parameters), ...paths].filter((value) => typeof value === "string"),
  ];
}

/** A value that is not a text is ignored: it already is a problem. */
function textIn(given: Replacement): string[] {
  const text: unknown = typeof given === "string" ? given : given?.value;
  return typeof text === "string" ? [text] : [];
}
