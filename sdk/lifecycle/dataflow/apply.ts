import type { Context } from "../context";
import { PartialFailure } from "../partialFailure";
import { STATE_VERSION } from "../state";
import { text, type Props } from "../values";
import { definitionToWrite } from "./definition";
import { lookBeforeWrite } from "./guard";
import { timeoutMs } from "./inputs";
import { plan } from "./plan";
import { publish, PublishError } from "./publish";
import { readBack, writeDefinition } from "./steps";

/** Outputs that follow a step: until it is done they say what is really there. */
const PROPERTIES = ["displayName", "description"];
const DEFINITION = ["definition", "definitionFingerprint", "definitionRevision", "queries"];
const UNTIL_DONE = [
  ...PROPERTIES,
  "folderId",
  "tags",
  ...DEFINITION,
  "publishedRevision",
  "baseline",
  "pendingPublish",
];

/**
 * Makes the calls that lead from the outputs `olds` to the inputs `news`, and answers with the new outputs. What fails half-way
 * leaves outputs that say how far it went, so that the next `up` goes on from there and does no step twice.
 */
export async function apply(context: Context, id: string, olds: Props, news: Props): Promise<Props> {
  const changes = plan(olds, news);
  const workspaceId = text(news.workspaceId) ?? "";
  const options = { signal: context.signal, timeoutMs: timeoutMs(news, "update") };
  const { client } = context;
  const outs: Props = { ...news, ownerToken: olds.ownerToken, stateVersion: STATE_VERSION };
  for (const key of UNTIL_DONE) outs[key] = olds[key];
  // Old assets are hashes alone. Those of a definition that is written are kept only once it is: `check` takes the hashes of its old
  // inputs for those that the fingerprints belong to.
  if (changes.writeDefinition) delete outs.definition;
  else outs.definition = news.definition;
  let done = 0;
  let wrote = false;
  const follow = (keys: readonly string[]) => {
    done++;
    for (const key of keys) outs[key] = news[key];
  };

  try {
    if (changes.properties) await client.dataflows.update(workspaceId, id, changes.properties, options);
    if (changes.properties) follow(PROPERTIES);
    if (changes.move) await client.items.move(workspaceId, id, changes.move.folderId, options);
    if (changes.move) follow(["folderId"]);
    if (changes.tags && changes.tags.apply.length > 0) {
      await client.items.applyTags(workspaceId, id, changes.tags.apply, options);
      done++;
      outs.tags = [...(Array.isArray(olds.tags) ? (olds.tags as unknown[]) : []), ...changes.tags.apply];
    }
    if (changes.tags && changes.tags.unapply.length > 0)
      await client.items.unapplyTags(workspaceId, id, changes.tags.unapply, options);
    if (changes.tags) follow(["tags"]);
    if (changes.writeDefinition) {
      const declared = await definitionToWrite(news);
      const { isWritten } = await lookBeforeWrite(context, id, olds, news);
      if (!isWritten) await writeDefinition(context, id, news, declared);
      wrote = !isWritten;
      follow(DEFINITION);
      delete outs.baseline;
    }
    const [published, stored] = await Promise.allSettled([
      changes.publish ? publish(context, id, olds, news) : undefined,
      wrote ? readBack(context, id, news) : undefined,
    ]);
    if (stored.status === "fulfilled" && stored.value) outs.baseline = stored.value;
    if (published.status === "rejected") throw published.reason;
    if (changes.publish) follow(["publishedRevision"]);
    delete outs.pendingPublish;
  } catch (e) {
    if (e instanceof PublishError) outs.pendingPublish = e.pending;
    else if (done === 0) throw e;
    throw new PartialFailure(e instanceof Error ? e.message : String(e), id, outs, e);
  }
  const declared = [...PROPERTIES, "folderId", "tags", ...DEFINITION];
  for (const key of declared) outs[key] = news[key];
  if (news.definition === undefined) for (const key of ["publishedRevision", "baseline"]) delete outs[key];
  return outs;
}
