import { bindItems, type FoundReference } from "./bind";
import type { Bindings } from "./bindings";
import { bindConnections, type ConnectionBinding } from "./connections";
import { checkLeftPaths } from "./connectionPaths";
import { moveServers } from "./movedServers";
import type { Mask } from "../common/mask";
import { applyEdits, type Edit } from "./m/positions";
import { Mashup } from "./mashup";
import type { Opened } from "./open";
import { setParameters, type ParameterValue } from "./parameters";
import type { DefinitionPart } from "./parts";
import type { Problem } from "../common/problem";
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
  /** Hides what is secret in the data of messages. */
  mask?: Mask;
}

export interface Bound {
  opened: Opened;
  parts: readonly DefinitionPart[];
  mashup: Mashup;
  references: readonly FoundReference[];
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
  const problems: Problem[] = [];
  const mashup = new Mashup(opened.mashup, opened.mashupPlace);
  let bound: Bound = { opened, parts, mashup, references: [], problems };

  const replaced = replaceTexts(opened, mashup.section, parts, replacements, secretReplacements);
  problems.push(...replaced.problems);
  bound = edited({ ...bound, opened: replaced.opened, parts: replaced.parts }, replaced.edits);

  const set = await setParameters(bound.mashup, parameters);
  problems.push(...set.problems);
  bound = edited(bound, set.edits);

  const connected = bindConnections(bound.opened, bound.mashup.section, connections, gatewayObjectId, mask);
  problems.push(...connected.problems);
  bound = edited({ ...bound, opened: connected.opened }, connected.edits);

  if (bind !== undefined) bound = await withItems(bound, bind);
  problems.push(...checkLeftPaths(mashup.section, bound.mashup.section, bound.opened, mask));
  return bound;
}

async function withItems(bound: Bound, bind: Bindings): Promise<Bound> {
  const items = await bindItems(bound.mashup, bind);
  bound.problems.push(...items.problems);
  const { opened: moved } = moveServers(bound.opened, items.servers);
  return edited({ ...bound, opened: moved, references: items.references }, items.edits);
}

function edited(bound: Bound, edits: readonly Edit[]): Bound {
  if (edits.length === 0) return bound;
  const text = applyEdits(bound.opened.mashup, edits);
  return {
    ...bound,
    opened: { ...bound.opened, mashup: text },
    mashup: new Mashup(text, bound.opened.mashupPlace),
  };
}
