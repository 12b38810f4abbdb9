import { harmless } from "../../common/harmless";
import type { DefinitionPart } from "../../definition/parts";
import type { Definition } from "../../fabric/types";
import type { Inputs, Outputs } from "../../model/dataflow";
import type { Context } from "../context";
import { fingerprintOf, fromAnswer, withoutMark } from "./definition";
import { changedNames } from "../../definition/changes";
import { comparesDefinition, isDeclared, readDefinition } from "./storedDefinition";
import { inParentheses } from "../../common/text";
import { isUnreadable } from "../serviceErrors";
import { isSecretDefinition } from "./secretDefinition";

/** What is stored just before it is overwritten. */
export interface Stored {
  /** Undefined where it may not be read. */
  definition?: Definition;
  /** It is what is to be written already: an earlier answer was lost. */
  isWritten: boolean;
}

/**
 * Looks at what is about to be overwritten. An edit that was made elsewhere since the state learned of the definition is in no
 * preview: it is inParentheses, and nothing is written.
 */
export async function lookBeforeWrite(context: Context, id: string, olds: Outputs, news: Inputs): Promise<Stored> {
  let definition: Definition;
  try {
    definition = await readDefinition(context, id, news);
  } catch (error) {
    // Reading can be forbidden where writing is not: a protected label does that.
    if (!isUnreadable(error)) throw error;
    context.warn(`the stored definition could not be read before it is overwritten (${error.message})`);
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
  const names = changedNames(olds.queries, seen.queries);
  // There a refresh would not see it either: who asks for that leaves such edits to be overwritten.
  if (!comparesDefinition(news, context)) {
    context.warn(
      `the definition was edited in Fabric${inParentheses(names)}; it is overwritten, because driftCheck is "item"`,
    );
    return { definition, isWritten: false };
  }
  throw new Error(
    `definition: it was edited in Fabric since this stack last looked${inParentheses(names)}, and nothing was written. ` +
      "Run `pulumi refresh` to take note of it; the next preview then shows what `pulumi up` will overwrite.",
  );
}

/** Paths that the program gives to connections of the file. */
const declaredPaths = ({ connections = {} }: Inputs): string[] =>
  Object.values(connections).flatMap((given) =>
    typeof given === "object" && typeof given.path === "string" ? [given.path] : [],
  );

/**
 * What is to be written: as declared, or with the bindings that only the stored definition has. An update loses what it omits, so what
 * would be lost is inParentheses before it is.
 */
export function withStoredConnections(
  context: Context,
  stored: Stored,
  declared: readonly DefinitionPart[],
  news: Inputs,
): readonly DefinitionPart[] {
  if (!stored.definition) return declared;
  const guard = require("../../definition/connectionGuard") as typeof import("../../definition/connectionGuard");
  const live = fromAnswer(stored.definition);
  for (const line of guard.connectionChanges(live, declared, context.mask)) context.info(harmless(line));
  const dropped = guard.droppedConnections(live, declared, context.mask, declaredPaths(news));
  if (dropped.length === 0) return declared;
  if (news.keepConnections === true) return guard.keepConnections(live, declared);
  context.warn(
    `the definition to be written lacks connections that the stored one is bound to, and they are lost: ${dropped.map(harmless).join(", ")}. ` +
      "Add them to queryMetadata.json, or set keepConnections: true",
  );
  return declared;
}
