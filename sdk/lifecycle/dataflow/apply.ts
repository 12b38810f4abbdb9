import { keys, type Inputs, type Outputs } from "../../model/dataflow";
import { keysWith } from "../../model/keys";
import type { Context } from "../context";
import { secretPathsOf, withSecrets } from "../declaration";
import { PartialFailure } from "../partialFailure";
import { STATE_VERSION } from "../state";
import { BINDS_NEXT, bindStored, lacksCredentials } from "../untriedBindings";
import { exactly, without } from "../values";
import { rememberWritten } from "../formerFiles";
import { applyDefinition, type JustCreated, type StepResults } from "./applyDefinition";
import { NOT_WRITTEN } from "../../definition/engineAssets";
import { asUnbound, withoutMark } from "./definition";
import { readBeforePublish } from "./guard";
import { timeoutMs } from "./timeouts";
import { plan, STEPS, type Plan } from "./plan";
import { publish, PublishError } from "./publish";
import { comparesDefinition, readBack } from "./storedDefinition";
import { FOLLOWING, rollBack, showsUnfit } from "./rollBack";
import { DataTestError } from "./runDataTests";
import { explainTakenNewName, isNameTaken } from "./takenName";
import { errorText } from "../../common/text";

/** The keys that only the lifecycle sets. They stay until a step changes them. */
const OUTPUTS = keysWith(keys, { kind: "output" });

const keysOf = (steps: readonly (typeof STEPS)[number][]) => steps.flatMap((step) => keysWith(keys, { step }));

const LEFT =
  "definition: the stored one differs from the state, and stays as it is because ignoreChanges names the definition. " +
  "The next `pulumi up` that does not ignore the definition writes it.";

/** Said if an earlier `up` has written the definition, or if the stored one could not be read. */
const NOTHING_BEFORE = "rollback: this update does not know what was stored before, so nothing was written back";

/**
 * Makes the calls that lead from the outputs `olds` to the inputs `news`, and returns the new outputs. If a call fails
 * half-way, the outputs say how far it went, so that the next `up` continues from there and does no step twice.
 * `isSeen`: the stored definition was read just now.
 */
export async function apply(
  context: Context,
  id: string,
  olds: Outputs,
  news: Inputs,
  { created, isSeen }: { created?: JustCreated; isSeen?: boolean } = {},
): Promise<Outputs> {
  const changes = plan(olds, news);
  const open = new Set(openSteps(changes, news));
  // Until its step is done, each key has the value that the service has.
  const outs: Outputs = { ...news, ...exactly(olds, [...keysOf([...open]), ...OUTPUTS]), stateVersion: STATE_VERSION };
  // The first step also writes what an import left.
  delete outs.unwritten;
  // A refresh turns outputs into inputs, and `check` assumes that the files in its old inputs have the old
  // fingerprints. So the outputs must not have files that are not written yet.
  if (news.definition !== undefined)
    outs.definition = isToBeWritten(changes) ? (NOT_WRITTEN as Outputs["definition"]) : news.definition;
  let done = 0;
  let isDefinitionSeen = isSeen === true || created !== undefined;
  const follow: StepResults["follow"] = (step) => {
    done++;
    isDefinitionSeen ||= step === "definition";
    if (!step) return;
    open.delete(step);
    Object.assign(outs, exactly(news, keysOf([step])));
  };
  const results: StepResults = { outs, follow };
  const checkEdits = async (): Promise<void> => {
    if (!isDefinitionSeen) await readBeforePublish(context, id, olds, news);
  };
  const withTheirSecrets = (): Outputs => withSecrets(outs, secretsIn(keysOf([...open]), olds, news));
  try {
    await applyProperties(context, id, changes, news, { outs, follow });
    if (changes.bindStored) {
      await bindStored(context, news.workspaceId, id, "its connections are not bound yet");
      outs.definitionFingerprint = withoutMark(olds.definitionFingerprint);
    }
    if (changes.leaveDefinition) context.warn(LEFT);
    const written = await applyDefinition(context, id, changes, olds, news, results, created);
    if (written || created?.declared) rememberWritten(id, news);
    // The definition is read back only if something is compared with it.
    const readsBack = (written ?? (created && news.definition !== undefined)) && comparesDefinition(news, context);
    const [published, stored] = await Promise.allSettled([
      changes.publish ? publish(context, id, olds, news, checkEdits) : undefined,
      readsBack ? readBack(context, id, news, written) : undefined,
    ]);
    if (stored.status === "fulfilled" && stored.value) outs.baseline = stored.value;
    if (published.status === "rejected") throw published.reason;
    if (changes.publish) follow("publish");
    delete outs.pendingPublish;
    if (changes.test || changes.publish) delete outs.bindingsUntried;
  } catch (error) {
    const hint = outs.bindingsUntried === true && lacksCredentials(errorText(error)) ? BINDS_NEXT : "";
    if (hint) outs.definitionFingerprint = asUnbound(outs.definitionFingerprint);
    if (error instanceof DataTestError) outs.testResults = error.results;
    const { replaced } = results;
    if (news.rollback === true && !hint && !context.signal.aborted && showsUnfit(error)) {
      const { text, outs: back } = replaced
        ? await rollBack(context, id, replaced, { olds, news, outs })
        : { text: NOTHING_BEFORE, outs: undefined };
      if (back) for (const step of FOLLOWING) open.add(step);
      const kept = withSecrets(back ?? outs, secretsIn(keysOf([...open]), olds, news));
      throw new PartialFailure(`${errorText(error)}\n${text}`, id, kept, error);
    }
    if (error instanceof PublishError) outs.pendingPublish = error.pending;
    else if (done === 0 && !created && !hint) throw error;
    throw new PartialFailure(errorText(error) + hint, id, withTheirSecrets(), error);
  }
  return news.definition === undefined
    ? without(outs, "publishedRevision", "testedRevision", "baseline")
    : withTheirSecrets();
}

/**
 * Returns the steps to do, and those whose keys stay as they are. Only the publish step itself sets what is published:
 * after a failed publish the program may no longer want one.
 */
const openSteps = (changes: Plan, news: Inputs): (typeof STEPS)[number][] => [
  ...(changes.properties ? (["properties"] as const) : []),
  ...(changes.move ? (["move"] as const) : []),
  ...(changes.tags ? (["tags"] as const) : []),
  ...(changes.writeDefinition || news.__ignored === true ? (["definition"] as const) : []),
  ...(changes.test || news.__ignored === true ? (["test"] as const) : []),
  "publish",
];

const isToBeWritten = (changes: Plan): boolean => changes.writeDefinition || changes.leaveDefinition === true;

/**
 * Returns the paths of secret values: of the old inputs for the keys in `old`, which still have their old values, and
 * of the new inputs for all others.
 */
const secretsIn = (old: readonly string[], olds: Outputs, news: Inputs): string[][] => [
  ...secretPathsOf(news).filter(([name = ""]) => !old.includes(name)),
  ...secretPathsOf(olds).filter(([name = ""]) => old.includes(name)),
];

async function applyProperties(
  context: Context,
  id: string,
  changes: Plan,
  news: Inputs,
  { outs, follow }: StepResults,
): Promise<void> {
  const { client } = context;
  const { workspaceId } = news;
  const options = { signal: context.signal, timeoutMs: timeoutMs(news, "update") };
  if (changes.properties) {
    await client.dataflows.update(workspaceId, id, changes.properties, options).catch(async (error: unknown) => {
      throw isNameTaken(error) ? await explainTakenNewName(context, id, news, error) : error;
    });
    follow("properties");
  }
  if (changes.move) {
    await client.items.move(workspaceId, id, changes.move.folderId, options);
    follow("move");
  }
  if (changes.tags) {
    const { apply: added, unapply: removed } = changes.tags;
    if (added.length > 0) {
      await client.items.applyTags(workspaceId, id, added, options);
      follow();
      outs.tags = [...(outs.tags ?? []), ...added];
    }
    if (removed.length > 0) await client.items.unapplyTags(workspaceId, id, removed, options);
    follow("tags");
  }
}
