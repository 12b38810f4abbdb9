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

/** What differs by environment: one definition, many of these. */
export interface Environment {
  /** Values of M parameters, by name. */
  parameters?: Readonly<Record<string, ParameterValue>>;
  /** By path, kind or `kind:path`. */
  connections?: Readonly<Record<string, ConnectionBinding>>;
  /** GUID of the gateway that the dataflow uses. */
  gatewayObjectId?: string;
  /** Items that the M names by id. */
  bind?: Bindings;
  /** Plain texts, by what the file says. */
  replacements?: Readonly<Record<string, Replacement>>;
  /** Which replacements may not be guessed from a fingerprint, by what the file says. */
  secretReplacements?: readonly string[];
  /** How far ids of the file may lead into other environments. */
  isolation?: Isolation;
  /** Hides what is secret in the data of messages. */
  mask?: Mask;
}

export interface Bound {
  opened: Opened;
  parts: readonly DefinitionPart[];
  mashup: Mashup;
  references: readonly FoundReference[];
  /** What the file names in another workspace, if that is a warning. */
  foreign: Problem | undefined;
  /** What `allowForeign` would have to list, if the program is isolated. */
  foreignIds: readonly string[];
  problems: Problem[];
}

/**
 * Applies an environment. Plain texts first, as the file has them; then parameters, so that connections find the paths that these
 * set; then items. What the program sets must fit, however strictly the file is looked at: these problems are errors.
 */
export async function applyEnvironment(
  opened: Opened,
  parts: readonly DefinitionPart[],
  environment: Environment,
): Promise<Bound> {
  const { connections = {}, gatewayObjectId, bind, parameters = {}, replacements = {} } = environment;
  const { secretReplacements = [], mask } = environment;
  const problems = tooMany(environment);
  const mashup = new Mashup(opened.mashup, opened.mashupPlace);
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

/** The program shows that ids differ by environment. */
const bindsAnything = ({ connections, bind, replacements }: Environment): boolean =>
  ![connections, bind, replacements].every(isEmpty);

/** Judges what the environment left as the file has it: ids that may be those of another environment. */
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

/** What sets more than any definition has: nothing of it is looked at. */
function tooMany({ connections, parameters, replacements, bind }: Environment): Problem[] {
  const ofBind = Object.entries(bind ?? {}).map(([kind, items]): [string, unknown] => [`bind.${kind}`, items]);
  return [...Object.entries({ connections, parameters, replacements }), ...ofBind].flatMap(([place, entries]) => {
    const count = isObject(entries) ? Object.keys(entries).length : 0;
    return count > LIMITS.environmentEntries
      ? [error(place, `has ${count} entries; ${LIMITS.environmentEntries} are the most`)]
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

/** An id in one of them stands there because the program put it there. */
function textsGiven({ replacements = {}, parameters = {}, connections = {} }: Environment): string[] {
  const paths = Object.values(connections).map((given: unknown) => (isObject(given) ? given["path"] : undefined));
  return [
    ...Object.values(replacements).flatMap((given) => textIn(given)),
    ...[...Object.values(parameters), ...paths].filter((value) => typeof value === "string"),
  ];
}

/** What is no text is among the problems already. */
function textIn(given: Replacement): string[] {
  const text: unknown = typeof given === "string" ? given : given?.value;
  return typeof text === "string" ? [text] : [];
}
