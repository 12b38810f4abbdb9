import { FabricError } from "../../fabric/errors";
import type { Item, NewItem } from "../../fabric/types";
import type { Context } from "../context";
import { hold, newOwnerToken } from "../holders";
import { mayHaveTakenEffect } from "../lostAnswer";
import { PartialFailure } from "../partialFailure";
import { STATE_VERSION } from "../state";
import { isObject, text, type Props } from "../values";
import { adopt, takeOver } from "./adopt";
import { definitionToWrite, toRequest, type Declared } from "./definition";
import { timeoutMs } from "./inputs";
import { findLost, namesBefore } from "./lostCreate";
import { publish, PublishError } from "./publish";
import { progressOf, readBack } from "./steps";
import { findByName } from "./findByName";

/** Creates the item, or takes over one that exists where the program says so. */
export async function create(inputs: Props, context: Context): Promise<{ id: string; outs: Props }> {
  const ownerToken = newOwnerToken();
  if (typeof inputs.importId === "string") return takeOver(context, inputs, ownerToken);
  const adoptExisting = inputs.adoptExisting === true || context.settings.adoptExisting === true;
  const found = adoptExisting ? await findByName(context, inputs) : undefined;
  if (found) return adopt(context, found, inputs, ownerToken);
  const declared = inputs.definition === undefined ? undefined : await definitionToWrite(inputs);
  let item: Item;
  try {
    item = await post(context, inputs, declared);
  } catch (e) {
    // The list can lag behind: the name was taken although no item of that name was listed.
    const late = adoptExisting && isNameTaken(e) ? await findByName(context, inputs) : undefined;
    if (late) return adopt(context, late, inputs, ownerToken);
    throw explain(e, inputs);
  }
  hold(item.id, ownerToken);
  return finish(context, item, inputs, ownerToken);
}

const isNameTaken = (e: unknown): e is FabricError =>
  e instanceof FabricError && e.errorCode === "ItemDisplayNameAlreadyInUse";

async function post(context: Context, inputs: Props, declared: Declared | undefined): Promise<Item> {
  const workspaceId = text(inputs.workspaceId) ?? "";
  const before = await namesBefore(context, workspaceId);
  try {
    return await context.client.dataflows.create(workspaceId, request(inputs, declared), {
      timeoutMs: timeoutMs(inputs, "create"),
      signal: context.signal,
      onProgress: progressOf(context, "create"),
    });
  } catch (e) {
    if (!mayHaveTakenEffect(e)) throw e;
    return findLost(context, inputs, before, e);
  }
}

function request(inputs: Props, declared: Declared | undefined): NewItem {
  const [description, folderId, label] = [text(inputs.description), text(inputs.folderId), inputs.sensitivityLabel];
  return {
    displayName: text(inputs.displayName) ?? "",
    ...(description && { description }),
    ...(folderId && { folderId }),
    ...(isObject(label) && {
      sensitivityLabelSettings: {
        labelId: text(label.labelId) ?? "",
        sensitivityLabelApplyStrategy: label.applyStrategy === "Ignore" ? "Ignore" : "ApplyOrFail",
      },
    }),
    ...(declared && { definition: toRequest(declared.parts) }),
  };
}

/** From here on the id is known: what fails leaves a state from which the next `up` goes on. */
async function finish(
  context: Context,
  item: Item,
  inputs: Props,
  ownerToken: string,
): Promise<{ id: string; outs: Props }> {
  const outs: Props = { ...inputs, ownerToken, stateVersion: STATE_VERSION };
  const hasDefinition = inputs.definition !== undefined;
  const wanted = hasDefinition && inputs.publishOnUpdate === true;
  const tags = Array.isArray(inputs.tags) ? (inputs.tags as string[]) : [];
  if (hasDefinition) outs.publishedRevision = wanted ? 0 : inputs.publishedRevision;
  const [tagged, published, stored] = await Promise.allSettled([
    tags.length > 0
      ? context.client.items.applyTags(item.workspaceId, item.id, tags, { signal: context.signal })
      : undefined,
    wanted ? publish(context, item.id, {}, inputs) : undefined,
    hasDefinition ? readBack(context, item.id, inputs) : undefined,
  ]);
  if (stored.status === "fulfilled" && stored.value) outs.baseline = stored.value;
  if (wanted && published.status === "fulfilled") outs.publishedRevision = inputs.publishedRevision;
  if (tagged.status === "rejected") delete outs.tags;
  const failures = [tagged, published]
    .filter((step) => step.status === "rejected")
    .map((step) => step.reason as unknown);
  if (failures.length === 0) return { id: item.id, outs };
  const pending = failures.find((e) => e instanceof PublishError)?.pending;
  if (pending) outs.pendingPublish = pending;
  throw new PartialFailure(
    failures.map((e) => (e instanceof Error ? e.message : String(e))).join("\n"),
    item.id,
    outs,
    failures[0],
  );
}

/** What to do about a name that is taken is for this resource to say; every other refusal speaks for itself. */
function explain(e: unknown, inputs: Props): unknown {
  if (!isNameTaken(e)) return e;
  return new Error(
    `${e.message}\nAn item named "${text(inputs.displayName)}" exists in the workspace. To take it over, set the resource option import: "<its id>" ` +
      "(writes nothing at first) or adoptExisting: true (makes it as declared); else choose another displayName. Where only the resource's name " +
      'in the program changed, the resource option aliases: [{ name: "<old name>" }] tells Pulumi so.',
    { cause: e },
  );
}
