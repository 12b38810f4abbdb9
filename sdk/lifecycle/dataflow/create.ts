import type { Item, NewItem } from "../../fabric/types";
import type { Inputs, Outputs } from "../../model/dataflow";
import { type Context, type Created, progressOf } from "../context";
import { importIdOf, urnOf } from "../declaration";
import { hold, newOwnerToken, replaces } from "../ownership";
import { rememberItem } from "../knownParameters";
import { mayHaveTakenEffect } from "../serviceErrors";
import { Settling } from "../settling";
import { STATE_VERSION } from "../state";
import { without } from "../values";
import { adopt, takeOver } from "./adopt";
import type { Understanding } from "../../definition/understand";
import { apply } from "./apply";
import { asUnbound, bindsConnections, definitionToWrite, toRequest } from "./definition";
import { expectations } from "./dataTests";
import { verifyConnections, warnOfMisfits } from "./verifyConnections";
import { timeoutMs } from "./timeouts";
import { findLost, listedBefore } from "./lostCreate";
import { findByName } from "./item";
import { explainTakenName, isNameTaken, namedAlike, refuseTakenName } from "./takenName";

/** Creates the item, or takes over an existing one if the program says so. */
export async function create(inputs: Inputs, context: Context): Promise<Created<Outputs>> {
  const imported = importIdOf(inputs);
  if (imported !== undefined && !replaces(imported, urnOf(inputs))) return takeOver(context, inputs);
  const adoptExisting = inputs.adoptExisting === true || context.settings.adoptExisting === true;
  const settling = new Settling(context, inputs.workspaceId, timeoutMs(inputs, "create"));
  const found = adoptExisting ? await settling.wait({}, () => findByName(context, inputs)) : undefined;
  if (found) return adopt(context, found, inputs);
  const declared = inputs.definition === undefined ? undefined : await definitionToWrite(inputs);
  if (declared) {
    await verifyConnections(context, inputs, declared.parts, settling);
    await warnOfMisfits(context, inputs, declared.parts);
  }
  let item: Item;
  try {
    item = await settling.wait({}, () => post(context, inputs, declared));
  } catch (error) {
    // The list may lag, or the item has the name in another case: the service refuses that too.
    const late = adoptExisting && isNameTaken(error) ? await findTaken(context, inputs) : undefined;
    if (late) return adopt(context, late, inputs);
    throw isNameTaken(error) ? await explainTakenName(context, inputs, error) : error;
  }
  const ownerToken = newOwnerToken(item.id);
  hold(item.id, ownerToken, urnOf(inputs));
  rememberItem(item.id, inputs);
  return {
    id: item.id,
    outs: await apply(context, item.id, created(inputs, ownerToken, declared), inputs, {
      created: { declared, settling },
    }),
  };
}

/** Returns the item that has the name. If several have it in other cases, the error says which. */
async function findTaken(context: Context, inputs: Inputs): Promise<Item | undefined> {
  const exact = await findByName(context, inputs);
  if (exact) return exact;
  const [item, ...others] = await namedAlike(context, inputs);
  return others.length === 0 ? item : undefined;
}

async function post(context: Context, inputs: Inputs, declared: Understanding | undefined): Promise<Item> {
  const { workspaceId } = inputs;
  const before = await listedBefore(context, workspaceId);
  await refuseTakenName(context, inputs, before);
  try {
    return await context.client.dataflows.create(workspaceId, request(inputs, declared), {
      timeoutMs: timeoutMs(inputs, "create"),
      signal: context.signal,
      onProgress: progressOf(context, "create"),
    });
  } catch (error) {
    if (!mayHaveTakenEffect(error)) throw error;
    return findLost(context, inputs, before, error);
  }
}

function request(inputs: Inputs, declared: Understanding | undefined): NewItem {
  const { displayName, description, folderId, sensitivityLabel: label } = inputs;
  return {
    displayName,
    ...(description && { description }),
    ...(folderId && { folderId }),
    ...(label && {
      sensitivityLabelSettings: {
        labelId: label.labelId,
        sensitivityLabelApplyStrategy: label.applyStrategy ?? "ApplyOrFail",
      },
    }),
    ...(declared && { definition: toRequest(declared.parts) }),
  };
}

/** Returns the outputs of an item that was just created. They differ from the inputs in what is still to be done. */
function created(inputs: Inputs, ownerToken: string, declared: Understanding | undefined): Outputs {
  const undone = { ...without(inputs, "tags", "testedRevision"), ownerToken, stateVersion: STATE_VERSION };
  if (inputs.definition === undefined) return undone;
  const published = inputs.publishOnUpdate === true ? 0 : inputs.publishedRevision;
  const untested = Object.keys(expectations(inputs));
  return {
    ...undone,
    publishedRevision: published,
    ...(untested.length > 0 && { untested }),
    ...(declared &&
      bindsConnections(declared.parts) && { definitionFingerprint: asUnbound(inputs.definitionFingerprint) }),
  };
}
