import type { Context } from "../context";
import { PartialFailure } from "../partialFailure";
import { STATE_VERSION } from "../state";
import { pick, text, type Props } from "../values";
import { definitionToWrite } from "./definition";
import { lookBeforeWrite } from "./guard";
import { timeoutMs } from "./inputs";
import { plan } from "./plan";
import { publish, PublishError } from "./publish";
import { readBack, writeDefinition } from "./steps";

/** Outputs that follow a step: until it is done they say what is really there. */
const PROPERTIES = ["displayName", "description"];
const DEFINITION = ["definitionFingerprint", "definitionRevision", "queries"];
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
    if (changes.tags && changes.tags.apply.length > 0)
      await client.items.applyTags(workspaceId, id, changes.tags.apply, options);
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
  if (news.definition === undefined)
    for (const key of [...DEFINITION, "publishedRevision", "baseline"]) delete outs[key];
  return { ...outs, ...pick(news, PROPERTIES) };
}
