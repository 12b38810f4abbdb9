import { archiveOfTexts } from "../../definition/engineAssets";
import type { Definition } from "../../fabric/types";
import { keys, type Inputs, type Outputs } from "../../model/dataflow";
import { keysWith } from "../../model/keys";
import type { Context, Created, Read } from "../context";
import { claim, newOwnerToken } from "../ownership";
import { idsIn } from "../place";
import { isGone, isUnreadable } from "../serviceErrors";
import { notThere, STATE_VERSION } from "../state";
import { without } from "../values";
import { computedOfStored } from "./computedOfStored";
import { bindsConnections, fromResponse } from "./definition";
import { getItem } from "./item";
import { readDefinition } from "./storedDefinition";

const OUTPUTS = keysWith(keys, { kind: "output" });

/**
 * Imports a dataflow as it is, by `<workspace id>/<dataflow id>`. It returns everything that a program can declare of
 * it, so that the program which Pulumi writes from it changes nothing.
 */
export async function importDataflow(
  place: string,
  given: Partial<Outputs>,
  context: Context,
): Promise<Created<Outputs> & Read<Inputs, Outputs>> {
  const [workspaceId = "", id = ""] = idsIn(place, "<workspace id>/<dataflow id>", 2);
  const known: Outputs = { ...given, workspaceId, displayName: "" };
  const [item, definition] = await Promise.all([
    getItem(context, id, known).catch((error: unknown) => {
      throw isGone(error) ? notThere("dataflow", id, error) : error;
    }),
    readDefinition(context, id, known).catch((error: unknown) => {
      if (isGone(error)) return undefined;
      if (!isUnreadable(error)) throw error;
      context.warn(`the definition could not be read, so it is not declared (${error.message})`);
      return undefined;
    }),
  ]);
  const ownerToken = newOwnerToken(item.id);
  const tags = (item.tags ?? []).map((tag) => tag.id);
  const outs: Outputs = {
    ...known,
    displayName: item.displayName,
    ...(item.description && { description: item.description }),
    ...(item.folderId && { folderId: item.folderId }),
    ...(tags.length > 0 && { tags }),
    ...(definition && (await declaredAs(definition, known, context))),
    // As for every item that was adopted or imported.
    ...(definition && bindsConnections(fromResponse(definition)) && { bindingsUntried: true }),
    ownerToken,
    stateVersion: STATE_VERSION,
  };
  claim("dataflow", item.id, ownerToken, outs);
  return { id: item.id, outs, inputs: without(outs, ...OUTPUTS) };
}

/** Returns the definition as an archive of texts, and what `check` will compute of it. */
async function declaredAs(definition: Definition, known: Outputs, context: Context): Promise<Partial<Inputs>> {
  const texts = textsOf(definition);
  if (!texts) {
    context.warn("the definition has a part that is not a text, so it is not declared: declare it with a FileArchive");
    return {};
  }
  return { definition: archiveOfTexts(texts) as Inputs["definition"], ...(await computedOfStored(definition, known)) };
}

function textsOf(definition: Definition): Record<string, string> | undefined {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  try {
    return Object.fromEntries(fromResponse(definition).map(({ path, content }) => [path, decoder.decode(content)]));
  } catch {
    return undefined;
  }
}
