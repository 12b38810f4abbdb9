import { harmless } from "../../common/harmless";
import type { Item } from "../../fabric/types";
import type { Inputs, Outputs } from "../../model/dataflow";
import type { Context, Created } from "../context";
import { importIdOf } from "../declaration";
import { isGone } from "../serviceErrors";
import { claim, newOwnerToken, warnUnwritten } from "../ownership";
import { STATE_VERSION } from "../state";
import { without } from "../values";
import { apply } from "./apply";
import { asSeen, bindsConnections, fingerprintOf, fromResponse } from "./definition";
import { expectations } from "./dataTests";
import { planned } from "./diff";
import { isEmpty, plan } from "./plan";
import { readDefinition } from "./storedDefinition";
import { seenDestinations } from "./destinations";
import { seenProperties } from "./item";

/**
 * The option `import`: takes over exactly that item. It writes and starts nothing, so runs use the same definition as
 * before. If the item is not as declared, the outputs describe it as it is and list the unwritten keys. The next `up`
 * writes it, and publishes if the program asks for that.
 */
export async function takeOver(context: Context, inputs: Inputs): Promise<Created<Outputs>> {
  const id = importIdOf(inputs) ?? "";
  const item = await context.client.dataflows
    .get(inputs.workspaceId, id, { signal: context.signal })
    .catch((error: unknown) => {
      if (!isGone(error)) throw error;
      throw new Error(
        `import: the workspace has no dataflow ${id}. Correct the id. If this \`up\` continues a replacement that has already deleted it, remove the option import, and a new dataflow is created.`,
        { cause: error },
      );
    });
  const outs = await holdAsIs(context, item, inputs);
  const differences = differencesOf(outs, inputs);
  if (differences.length === 0) {
    const asPublished =
      inputs.definition === undefined ? outs : { ...outs, publishedRevision: inputs.publishedRevision };
    return { id: item.id, outs: await apply(context, item.id, asPublished, inputs, { isSeen: true }) };
  }
  warnUnwritten(`"${harmless(context.mask.value(item.displayName))}" (${item.id})`, differences, context);
  return { id: item.id, outs: { ...outs, unwritten: differences } };
}

/** `adoptExisting`: adopts the item of that name and makes it as declared at once, so that one `up` is enough. */
export async function adopt(context: Context, item: Item, inputs: Inputs): Promise<Created<Outputs>> {
  const outs = await holdAsIs(context, item, inputs);
  const differences = differencesOf(outs, inputs);
  context.warn(
    differences.length === 0
      ? `adopted the existing dataflow ${item.id}; nothing differs`
      : `adopted the existing dataflow ${item.id}, and changes its ${differences.join(", ")} to what is declared`,
  );
  return { id: item.id, outs: await apply(context, item.id, outs, inputs, { isSeen: true }) };
}

/** Returns outputs that describe the item as it is, held by this resource. */
async function holdAsIs(context: Context, item: Item, inputs: Inputs): Promise<Outputs> {
  const ownerToken = newOwnerToken(item.id);
  claim("dataflow", item.id, ownerToken, inputs);
  const outs: Outputs = { ...inputs, ...seenProperties(item, inputs), ownerToken, stateVersion: STATE_VERSION };
  if (inputs.definition === undefined) return outs;
  const definition = await readDefinition(context, item.id, inputs);
  const seen = fingerprintOf(definition, inputs);
  const isAsDeclared = seen.definitionFingerprint === inputs.definitionFingerprint;
  const untested = Object.keys(expectations(inputs));
  const binds = bindsConnections(fromResponse(definition));
  return {
    ...(isAsDeclared ? without(outs, "testedRevision") : without(outs, "testedRevision", "destinations")),
    publishedRevision: 0,
    ...(untested.length > 0 && { untested }),
    ...(isAsDeclared && binds && { bindingsUntried: true }),
    ...(!isAsDeclared && {
      definitionFingerprint: asSeen(seen.definitionFingerprint),
      queries: seen.queries,
      ...(await seenDestinations(definition, inputs)),
    }),
  };
}

/** Returns what would be written. A publish alone writes nothing. */
function differencesOf(outs: Outputs, inputs: Inputs): string[] {
  const changes = { ...plan(outs, inputs), publish: false, test: false };
  return isEmpty(changes) ? [] : planned(changes);
}
