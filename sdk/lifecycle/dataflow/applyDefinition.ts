import type { DefinitionPart } from "../../definition/parts";
import type { Definition } from "../../fabric/types";
import type { Inputs, Outputs } from "../../model/dataflow";
import type { Context } from "../context";
import type { Understanding } from "../../definition/understand";
import type { Settling } from "../settling";
import { definitionToWrite, fromResponse, isUnbound } from "./definition";
import { awaitRuns } from "./awaitRuns";
import { readBeforeWrite, withStoredConnections, type Stored } from "./guard";
import { leading } from "./leading";
import { checkLive } from "./liveContract";
import type { Plan, STEPS } from "./plan";
import type { Replaced } from "./rollBack";
import { writeDefinition } from "./storedDefinition";
import { queriesToTest } from "./dataTests";
import { refuseComparisons, runDataTests, sameConnections } from "./runDataTests";
import { verifyConnections, warnOfMisfits } from "./verifyConnections";
import { isSecretDefinition } from "./secretDefinition";

/**
 * The results of the steps: the outputs, and the function that sets them to the declared values once a step is done.
 */
export interface StepResults {
  outs: Outputs;
  /** Without a step: a part of one is done. */
  follow(step?: (typeof STEPS)[number]): void;
  /** Set once this step has written a definition over another one. */
  replaced?: Replaced;
}

/** The facts about an item that this step has just created. */
export interface JustCreated {
  declared: Understanding | undefined;
  settling: Settling;
}

/**
 * Runs the data tests, then writes the definition. If connections change, the tests can only run after the write. A
 * failed test then stops the publish, and runs use the version published before. The service does not see bindings that
 * only a create has written, so there the same definition is written once more before any test. Returns the parts that
 * it wrote.
 */
export async function applyDefinition(
  context: Context,
  id: string,
  changes: Plan,
  olds: Outputs,
  news: Inputs,
  results: StepResults,
  created?: JustCreated,
): Promise<readonly DefinitionPart[] | undefined> {
  const { outs, follow } = results;
  const isLive = news.contract === "live";
  if (!changes.writeDefinition && !created) await verifyStored(context, olds, news, outs);
  if (!changes.writeDefinition && !changes.test) {
    // A new item is checked as a whole before it is published, and so is one whose first check failed.
    if (isLive && (created || changes.publish))
      await checkLive(context, id, created?.declared ?? (await definitionToWrite(news)), news);
    return undefined;
  }
  const declared = created?.declared ?? (await definitionToWrite(news, olds));
  const queries = queriesToTest(olds, news, declared.lineage);
  const test = async (live?: Definition) => {
    if (queries.length > 0) outs.testResults = await runDataTests(context, id, news, declared, queries, live);
    delete outs.untested;
    follow("test");
  };
  if (!changes.writeDefinition) {
    await test();
    return undefined;
  }
  if (created) {
    await created.settling.wait({ itemId: id }, () => writeDefinition(context, id, news, declared.parts));
    // If the check fails, the next `up` writes and checks the definition again. Until then nothing is published.
    await checkLive(context, id, declared, news);
    follow("definition");
    outs.untested = queries;
    await test();
    return declared.parts;
  }
  await verifyConnections(context, news, declared.parts);
  const stored = await readBeforeWrite(context, id, olds, news);
  const parts = withStoredConnections(context, stored, declared.parts, news);
  await nameSteps(context, stored, parts, news);
  if (!stored.isWritten) await warnOfMisfits(context, news, parts, stored.definition);
  const bindsNow = isUnbound(olds.definitionFingerprint);
  const isDone = stored.isWritten && !bindsNow;
  const canTry =
    (queries.length === 0 && !isLive) || isDone || (!bindsNow && sameConnections(stored.definition, parts));
  const before = canTry || queries.length === 0;
  // A definition that only a create has written was never checked successfully.
  const wanted = bindsNow ? { ...declared, touched: undefined } : declared;
  if (isLive && canTry) await checkLive(context, id, wanted, news);
  // A definition that only a create has written is not bound, so it cannot be evaluated.
  if (!before && !bindsNow) refuseComparisons(news, declared, queries, stored.definition);
  if (before) await test(stored.definition);
  // Tests and runs take minutes, so check again: an edit made meanwhile must not be overwritten.
  const waited = !isDone && (await awaitRuns(context, id, news));
  if (((canTry && (queries.length > 0 || isLive)) || waited) && !isDone) await readBeforeWrite(context, id, olds, news);
  if (!isDone) {
    await writeDefinition(context, id, news, parts);
    if (stored.definition) results.replaced = { before: stored.definition, written: parts };
    delete outs.rolledBack;
  }
  if (isLive && !canTry) await checkLive(context, id, wanted, news);
  follow("definition");
  delete outs.baseline;
  delete outs.bindingsUntried;
  if (!before) {
    outs.untested = queries;
    await test();
  }
  return isDone ? undefined : parts;
}

/**
 * If only `verifyConnections` was switched on, nothing is written, and the connections that are already bound are
 * checked.
 */
async function verifyStored(context: Context, olds: Outputs, news: Inputs, outs: Outputs): Promise<void> {
  const { verifyConnections: wanted, definition } = news;
  if (wanted !== true || olds.verifyConnections === true || definition === undefined || news.__ignored === true) return;
  // The next `up` checks again until it succeeds.
  delete outs.verifyConnections;
  await verifyConnections(context, news, (await definitionToWrite(news)).parts);
  outs.verifyConnections = wanted;
}

/**
 * The preview knows only fingerprints of queries. The stored M was read here anyway, so this names the steps that
 * changed.
 */
async function nameSteps(
  context: Context,
  { definition, isWritten }: Stored,
  parts: readonly DefinitionPart[],
  news: Inputs,
): Promise<void> {
  if (!definition || isWritten || isSecretDefinition(news)) return;
  const { describeSteps } = require("../../review/describeSteps") as typeof import("../../review/describeSteps");
  const hide = (text: string): string => context.mask.text(text);
  for (const line of await describeSteps(fromResponse(definition), parts, hide))
    context.info(`${leading(news)}steps of ${line}`);
}
