import type { Context } from "../context";
import { PartialFailure } from "../partialFailure";
import { COMPUTED, OUTPUT_ONLY } from "../../outputNames";
import { STATE_VERSION } from "../state";
import { text, type Props } from "../values";
import { applyDefinition } from "./applyDefinition";
import { timeoutMs } from "./inputs";
import { plan, type Plan } from "./plan";
import { publish, PublishError } from "./publish";
import { DEFINITION, type Sofar } from "./sofar";
import { readBack } from "./steps";
import { DataTestError } from "./runDataTests";
import { errorText } from "../../common/text";

const PROPERTIES = ["displayName", "description"];

/** What the first step settles: the state's shape, whose the item is, and that nothing is left to write after a take-over. */
const AT_ONCE: readonly string[] = ["stateVersion", "ownerToken", "unwritten"];

/** Outputs that follow a step: until it is done they say what is really there. So does every output that is not named above. */
const UNTIL_DONE = [
  ...[...PROPERTIES, "folderId", "tags", ...DEFINITION, "tests"],
  ...[...COMPUTED, ...OUTPUT_ONLY].filter((key) => !AT_ONCE.includes(key)),
];

/**
 * Makes the calls that lead from the outputs `olds` to the inputs `news`, and answers with the new outputs. What fails half-way
 * leaves outputs that say how far it went, so that the next `up` goes on from there and does no step twice.
 */
export async function apply(
  context: Context,
  id: string,
  olds: Props,
  news: Props,
  { justCreated = false } = {},
): Promise<Props> {
  const changes = plan(olds, news);
  const outs: Props = { ...news, ownerToken: olds.ownerToken, stateVersion: STATE_VERSION };
  for (const key of UNTIL_DONE) outs[key] = olds[key];
  // Old assets are hashes alone. Those of a definition that is written are kept only once it is: `check` takes the hashes of its old
  // inputs for those that the fingerprints belong to.
  if (changes.writeDefinition) delete outs.definition;
  else outs.definition = news.definition;
  let done = 0;
  const follow = (...keys: readonly string[]) => {
    done++;
    for (const key of keys) outs[key] = news[key];
  };
  try {
    await applyProperties(context, id, changes, news, { outs, follow });
    const written = await applyDefinition(context, id, changes, olds, news, { outs, follow });
    const [published, stored] = await Promise.allSettled([
      changes.publish ? publish(context, id, olds, news) : undefined,
      (written ?? (justCreated && news.definition !== undefined)) ? readBack(context, id, news, written) : undefined,
    ]);
    if (stored.status === "fulfilled" && stored.value) outs.baseline = stored.value;
    if (published.status === "rejected") throw published.reason;
    if (changes.publish) follow("publishedRevision");
    delete outs.pendingPublish;
  } catch (e) {
    if (e instanceof DataTestError) outs.testResults = e.results;
    if (e instanceof PublishError) outs.pendingPublish = e.pending;
    else if (done === 0 && !justCreated) throw e;
    throw new PartialFailure(errorText(e), id, outs, e);
  }
  for (const key of [...PROPERTIES, "folderId", "tags", ...DEFINITION]) outs[key] = news[key];
  if (news.definition === undefined)
    for (const key of ["publishedRevision", "testedRevision", "baseline"]) delete outs[key];
  return outs;
}

async function applyProperties(
  context: Context,
  id: string,
  changes: Plan,
  news: Props,
  { outs, follow }: Sofar,
): Promise<void> {
  const { client } = context;
  const workspaceId = text(news.workspaceId) ?? "";
  const options = { signal: context.signal, timeoutMs: timeoutMs(news, "update") };
  if (changes.properties) {
    await client.dataflows.update(workspaceId, id, changes.properties, options);
    follow(...PROPERTIES);
  }
  if (changes.move) {
    await client.items.move(workspaceId, id, changes.move.folderId, options);
    follow("folderId");
  }
  if (changes.tags) {
    const { apply: added, unapply: removed } = changes.tags;
    if (added.length > 0) {
      await client.items.applyTags(workspaceId, id, added, options);
      follow();
      outs.tags = [...(Array.isArray(outs.tags) ? (outs.tags as unknown[]) : []), ...added];
    }
    if (removed.length > 0) await client.items.unapplyTags(workspaceId, id, removed, options);
    follow("tags");
  }
}
