import type { CallContext } from "./callContext";
import type { ClientContext } from "./clientContext";
import { NoResponseError } from "./errors";
import type { JobInstance, StartedJob } from "./jobTypes";
import { listAgainWithin } from "./listAgain";
import type { CallOptions } from "./callOptions";

/**
 * Finds the run if the response that accepted the start names none. The list of runs has it, perhaps some seconds later. `list` returns the
 * runs that began within the last `withinMs` milliseconds.
 */
export async function findAcceptedRun(
  list: (withinMs: number, options: CallOptions) => Promise<JobInstance[]>,
  { clock, learned, timing }: ClientContext,
  itemId: string,
  since: number,
  context: CallContext,
): Promise<StartedJob> {
  let unseen: unknown;
  for await (const _ of listAgainWithin(timing.listLagMs, (ms) => context.sleep(ms))) {
    try {
      const options = { signal: context.signal, timeoutMs: context.remainingMs };
      const begun = await list(clock.now() - since, options);
      const ours = begun.find(({ id }) => !learned.startedRuns.has(id));
      unseen = undefined;
      if (ours)
        return {
          jobInstanceId: ours.id,
          note: `Fabric's response did not name the run; the list of runs has it as ${ours.id}`,
        };
    } catch (error) {
      context.throwIfOver();
      unseen = error;
    }
  }
  const outcome =
    unseen instanceof Error
      ? `the list of runs could not be read (${unseen.message})`
      : "the list of runs has no new run";
  const reason = `the start was accepted, but the response does not name the run, and ${outcome}`;
  throw new NoResponseError(context.operation, itemId, reason, true, { cause: unseen, wasAccepted: true });
}
