import { harmless } from "../../common/harmless";
import type { DefinitionPart } from "../../definition/parts";
import type { Definition } from "../../fabric/types";
import type { Inputs, Outputs } from "../../model/dataflow";
import type { Context } from "../context";
import { fingerprintOf, fromResponse, withoutMark } from "./definition";
import { changedNames } from "../../definition/changes";
import { comparesDefinition, isDeclared, readDefinition } from "./storedDefinition";
import { getItem } from "./item";
import { errorText, inParentheses } from "../../common/text";
import { isProtectedByLabel, isUnreadable } from "../serviceErrors";
import { isSecretDefinition } from "./secretDefinition";

/** The stored definition just before it is overwritten. */
export interface Stored {
  /** Undefined if it may not be read. */
  definition?: Definition;
  /** True if it is already the one to write, because an earlier response was lost. */
  isWritten: boolean;
}

/** The parts of a message about what a step is going to do with the stored definition. */
interface Intent {
  before: string;
  undone: string;
  /** What happens to an edit if `driftCheck: "item"` allows the step. */
  accepted: string;
}

const WRITE: Intent = { before: "it is overwritten", undone: "nothing was written", accepted: "it is overwritten" };
const PUBLISH: Intent = {
  before: "it is published",
  undone: "nothing was published",
  accepted: "the edit is published",
};

/**
 * Reads the definition that is about to be overwritten. An edit made elsewhere since the state was written is in no
 * preview, so the error names it and nothing is written.
 */
export const readBeforeWrite = (context: Context, id: string, olds: Outputs, news: Inputs): Promise<Stored> =>
  readStored(context, id, olds, news, WRITE);

/**
 * Reads the definition that is about to be published, if this step wrote nothing: an edit made meanwhile must not go
 * live unseen.
 */
export async function readBeforePublish(context: Context, id: string, olds: Outputs, news: Inputs): Promise<void> {
  if (!isSecretDefinition(news)) await readStored(context, id, olds, news, PUBLISH);
}

async function readStored(context: Context, id: string, olds: Outputs, news: Inputs, intent: Intent): Promise<Stored> {
  let definition: Definition;
  try {
    definition = await readDefinition(context, id, news);
  } catch (error) {
    if (!(await isProtected(context, id, news, error))) throw error;
    context.warn(`the stored definition could not be read before ${intent.before} (${errorText(error)})`);
    return { isWritten: false };
  }
  if (fingerprintOf(definition, news).definitionFingerprint === news.definitionFingerprint)
    return { definition, isWritten: true };
  const seen = fingerprintOf(definition, olds);
  const known =
    olds.definitionFingerprint === undefined ||
    isSecretDefinition(olds) ||
    isSecretDefinition(news) ||
    isDeclared(seen, olds) ||
    withoutMark(olds.definitionFingerprint) === seen.definitionFingerprint;
  if (known) return { definition, isWritten: false };
  const names = inParentheses(changedNames(olds.queries, seen.queries));
  // A refresh would not see such an edit either, so the program accepts it.
  if (!comparesDefinition(news, context)) {
    context.warn(`the definition was edited in Fabric${names}; ${intent.accepted}, because driftCheck is "item"`);
    return { definition, isWritten: false };
  }
  throw new Error(
    `definition: it was edited in Fabric since the last \`pulumi up\` or refresh${names}, and ${intent.undone}. ` +
      "Run `pulumi refresh`; the next preview then shows what `pulumi up` will overwrite.",
  );
}

/**
 * True if a protected label prevents the read: otherwise, who may write may also read. The code of that refusal is not
 * documented for a single item, so this reads whether the item has a label at all.
 */
async function isProtected(context: Context, id: string, news: Inputs, error: unknown): Promise<boolean> {
  if (isProtectedByLabel(error) || !isUnreadable(error)) return isProtectedByLabel(error);
  return getItem(context, id, news).then(
    ({ sensitivityLabel }) => sensitivityLabel !== undefined,
    () => false,
  );
}

/** Returns the paths that the program gives to connections of the file. */
const declaredPaths = ({ connections = {} }: Inputs): string[] =>
  Object.values(connections).flatMap((given) =>
    typeof given === "object" && typeof given.path === "string" ? [given.path] : [],
  );

/**
 * Returns the parts to write: as declared, or with the bindings that only the stored definition has. An update removes
 * what it omits, so a warning names it first.
 */
export function withStoredConnections(
  context: Context,
  stored: Stored,
  declared: readonly DefinitionPart[],
  news: Inputs,
): readonly DefinitionPart[] {
  if (!stored.definition) return declared;
  const guard = require("../../definition/connectionGuard") as typeof import("../../definition/connectionGuard");
  const live = fromResponse(stored.definition);
  for (const line of guard.connectionChanges(live, declared, context.mask)) context.info(harmless(line));
  const dropped = guard.droppedConnections(live, declared, context.mask, declaredPaths(news));
  if (dropped.length === 0) return declared;
  if (news.keepConnections === true) return guard.keepConnections(live, declared);
  context.warn(
    `the update removes connections, because the definition lacks them and the stored one has them: ${dropped.map(harmless).join(", ")}. ` +
      "To keep them, set keepConnections: true or add them to queryMetadata.json",
  );
  return declared;
}
