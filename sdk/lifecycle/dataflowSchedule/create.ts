import type { Schedule } from "../../fabric/scheduleTypes";
import type { Inputs, Outputs } from "../../model/dataflowSchedule";
import type { Context, Created } from "../context";
import { importIdOf, urnOf } from "../declaration";
import { claim, isHeld, newOwnerToken, replaces, warnUnwritten } from "../ownership";
import { Settling } from "../settling";
import { listAgain } from "../listAgain";
import { mayHaveTakenEffect } from "../serviceErrors";
import { STATE_VERSION } from "../state";
import { differences, seenArguments } from "./compare";
import { target, toRequest } from "./inputs";

/** The most schedules that Fabric takes for a job of an item. */
const MAX_SCHEDULES = 20;

/**
 * Creates the schedule. An existing schedule with the same meaning is adopted instead: a second one would double every
 * run, and an earlier create may have left it if its response was lost.
 */
export async function create(inputs: Inputs, context: Context): Promise<Created<Outputs>> {
  const imported = importIdOf(inputs);
  if (imported !== undefined && !replaces(imported, urnOf(inputs))) return takeOver(context, inputs);
  const settling = new Settling(context, inputs.workspaceId, Infinity);
  const place = { itemId: inputs.dataflowId };
  const existing = await settling.wait(place, () => list(context, inputs));
  const identical = existing.find((schedule) => means(schedule, inputs) && !isHeld(schedule.id));
  if (identical) {
    context.warn(`adopted the schedule ${identical.id}, which exists and has the same meaning`);
    return { id: identical.id, outs: held(identical, inputs) };
  }
  if (existing.length >= MAX_SCHEDULES)
    throw new Error(
      `delete a schedule, or join the times of several in one: the dataflow has ${existing.length} schedules of this job, and Fabric takes at most ${MAX_SCHEDULES}`,
    );
  const created = await settling.wait(place, () => post(context, inputs, existing));
  return { id: created.id, outs: held(created, inputs) };
}

/** Returns the outputs of a schedule that this resource holds from now on. */
function held({ id }: Schedule, inputs: Inputs): Outputs {
  const ownerToken = newOwnerToken(id);
  claim("schedule", id, ownerToken, inputs);
  return { ...inputs, ownerToken, stateVersion: STATE_VERSION };
}

async function list(context: Context, inputs: Inputs): Promise<Schedule[]> {
  const found: Schedule[] = [];
  for await (const schedule of context.runClient.schedules.list(...target(inputs), { signal: context.signal }))
    found.push(schedule);
  return found;
}

const means = (schedule: Schedule, inputs: Inputs): boolean =>
  differences(seenArguments(schedule, inputs), inputs).length === 0;

async function post(context: Context, inputs: Inputs, before: readonly Schedule[]): Promise<Schedule> {
  const request = await toRequest(inputs, context);
  try {
    return await context.runClient.schedules.create(...target(inputs), request, { signal: context.signal });
  } catch (error) {
    if (!mayHaveTakenEffect(error)) throw error;
    for await (const _ of listAgain(context)) {
      const fresh = (await list(context, inputs)).find(
        ({ id, ...rest }) => !before.some((old) => old.id === id) && !isHeld(id) && means({ id, ...rest }, inputs),
      );
      if (fresh) return fresh;
    }
    throw new Error(
      `${error.message}\nNo such schedule has appeared since. Run \`pulumi up\` again, which lists the schedules again.`,
      {
        cause: error,
      },
    );
  }
}

/** The option `import`: takes over exactly that schedule and writes nothing. The next `up` writes what differs. */
async function takeOver(context: Context, inputs: Inputs): Promise<Created<Outputs>> {
  const id = importIdOf(inputs) ?? "";
  const seen = await context.runClient.schedules.get(...target(inputs), id, { signal: context.signal });
  const outs = held(seen, inputs);
  const now = { ...outs, ...seenArguments(seen, inputs) };
  const unwritten = differences(now, inputs);
  if (unwritten.length === 0) return { id: seen.id, outs };
  warnUnwritten(`the schedule ${seen.id}`, unwritten, context);
  return { id: seen.id, outs: { ...now, unwritten } };
}
