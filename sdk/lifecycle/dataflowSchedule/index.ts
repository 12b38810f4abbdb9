import { wallTimeMs } from "../../common/clock";
import { equal } from "../../common/objects";
import { checkComputed } from "../../model/checks";
import { keys, type Inputs, type Outputs } from "../../model/dataflowSchedule";
import { keysWith } from "../../model/keys";
import { containsUnknown } from "../../model/unknown";
import type { CheckResult, Context, DiffResult, Lifecycle, Read, Reporter, Unchecked } from "../context";
import { importIdOf, secretPathsOf, urnOf } from "../declaration";
import { isGone } from "../serviceErrors";
import { announceTakeOver, checkTakeOver, hasUnwritten, isLeftToOther, keepClaim, release } from "../ownership";
import { assertRead, assertState, isTyped, notThere, STATE_VERSION } from "../state";
import { without } from "../values";
import { scheduleAdvice } from "./advice";
import { differences, seenArguments } from "./compare";
import { create } from "./create";
import { importSchedule } from "./import";
import { checkArguments, replacing, target, toRequest } from "./inputs";
import { warnIfPaused } from "./paused";

const OUTPUTS = keysWith(keys, { kind: "output" });

async function check(olds: Partial<Inputs>, news: Unchecked<Inputs>, report: Reporter): Promise<CheckResult<Inputs>> {
  const problems = [...checkArguments(news), ...checkComputed(keys, olds, news), ...checkTakeOver(news)];
  const creates = olds.schedule === undefined;
  if (creates) announceTakeOver("schedule", news, report);
  const isNew = creates || !equal(olds.schedule, news.schedule);
  if (problems.length === 0 && isNew)
    for (const advice of scheduleAdvice(news, creates && importIdOf(news) === undefined, wallTimeMs()))
      report.warn(advice);
  return { inputs: news, problems };
}

function diff(id: string, olds: Partial<Outputs>, news: Inputs, report: Reporter): DiffResult {
  assertState<Outputs>(olds, "workspaceId", "dataflowId");
  keepClaim("schedule", id, olds);
  const replaces = replacing(olds, news);
  if (replaces.length > 0) return { replaces };
  const changed = differences(olds, news);
  if (hasUnwritten(olds, changed, report)) return { changes: true };
  const sameSecrets = equal(secretPathsOf(olds), secretPathsOf(news));
  return changed.length === 0 && sameSecrets && !containsUnknown(news) ? { changes: false } : {};
}

/** Updates in place: a schedule keeps its id. The service takes only whole schedules. */
async function update(id: string, olds: Partial<Outputs>, news: Inputs, context: Context): Promise<Outputs> {
  assertState<Outputs>(olds, "workspaceId", "dataflowId");
  const outs: Outputs = { ...news, ownerToken: olds.ownerToken, stateVersion: STATE_VERSION };
  if (differences(olds, news).length > 0)
    await context.runClient.schedules.update(...target(news), id, await toRequest(news, context), {
      signal: context.signal,
    });
  return outs;
}

async function read(id: string, outs: Partial<Outputs>, context: Context): Promise<Read<Inputs, Outputs> | undefined> {
  assertRead<Outputs>("schedule", id, outs, "workspaceId", "dataflowId");
  try {
    const seen = await context.runClient.schedules.get(...target(outs), id, { signal: context.signal });
    await warnIfPaused(context, seen, outs);
    const now = seenArguments<Outputs>(seen, { ...without(outs, "unwritten"), stateVersion: STATE_VERSION });
    return { outs: now, inputs: without(now, ...OUTPUTS) };
  } catch (error) {
    if (isGone(error) && isTyped(outs)) throw notThere("schedule", id, error);
    if (isGone(error)) return undefined;
    throw error;
  }
}

async function remove(id: string, olds: Partial<Outputs>, context: Context): Promise<void> {
  assertState<Outputs>(olds, "workspaceId", "dataflowId");
  if (isLeftToOther("schedule", id, olds, context)) return;
  await context.runClient.schedules.delete(...target(olds), id, { signal: context.signal }).catch((error: unknown) => {
    if (!isGone(error)) throw error;
  });
  release(id, urnOf(olds));
}

export const dataflowSchedule: Lifecycle<Inputs, Outputs> = {
  check,
  diff,
  create,
  read,
  import: importSchedule,
  update,
  delete: remove,
};
