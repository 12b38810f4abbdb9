import { defaultTiming } from "../../../sdk/fabric/clock";
import { Limiter } from "../../../sdk/fabric/limiter";
import { decide, type Outcome, refusedForMs, type RetryFacts } from "../../../sdk/fabric/retry";
import { CallContext } from "../../../sdk/fabric/callContext";
import { type CallCounter, callCounter, type CallLimit } from "../../emulator/callCounters";
import { VirtualClock } from "./virtualClock";

export interface Scenario {
  calls: number;
  /** The number of processes of one identity. Each makes an equal share of the calls. */
  processes: number;
  limit: CallLimit | "none";
  callsPerMinute: number;
  /** `Retry-After`: the whole seconds until the service accepts a call, or always 55 s. */
  retryAfter: "rest" | "constant";
  /** The delay between the starts of two processes. */
  laterMs?: number;
  /** The part of a window before the first call. */
  windowPassedMs?: number;
}

export interface Simulated {
  seconds: number;
  /** The result of an ideal client, which always knows if the service accepts a call. */
  idealSeconds: number;
  ratio: number;
  refused: number;
  /** Refused calls of each process, by pause. */
  byPause: number[][];
}

export const RESPONSE_MS = 150;
export const CONCURRENT = 10;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** The real limiter and the real decisions, in virtual time, with a service that has only its limit. */
export async function simulate(scenario: Scenario): Promise<Simulated> {
  const clock = new VirtualClock();
  const service = counterOf(scenario);
  const processes = Array.from({ length: scenario.processes }, async (_, process) => {
    await clock.sleep(process * (scenario.laterMs ?? 0));
    const limiter = new Limiter({ concurrent: CONCURRENT }, clock);
    const pauses: { began: number; refused: number }[] = [];
    const refused = (sentAt: number) => {
      const last = pauses.at(-1);
      // Calls that were sent before a pause belong to it.
      if (last && sentAt <= last.began) last.refused++;
      else pauses.push({ began: clock.now(), refused: 1 });
    };
    const calls = Array.from({ length: scenario.calls / scenario.processes }, () =>
      callUntilTaken(limiter, clock, service, scenario.retryAfter, refused),
    );
    await Promise.all(calls);
    return pauses.map((pause) => pause.refused);
  });
  const byPause = await clock.run(Promise.all(processes));
  const seconds = clock.now() / 1000;
  const idealSeconds = idealMs(scenario) / 1000;
  const refused = byPause.flat().reduce((sum, count) => sum + count, 0);
  return { seconds, idealSeconds, ratio: seconds / idealSeconds, refused, byPause };
}

async function callUntilTaken(
  limiter: Limiter,
  clock: VirtualClock,
  service: CallCounter,
  retryAfter: Scenario["retryAfter"],
  onRefused: (sentAt: number) => void,
): Promise<void> {
  const scope = new CallContext("get item", "i", {}, 24 * HOUR_MS, clock);
  const facts: RetryFacts = { idempotency: "safe", failures: 0, throttled: 0, maxRetries: 5, tokenRenewed: false };
  try {
    for (;;) {
      const permit = await limiter.acquire("platform", scope);
      const sentAt = clock.now();
      await clock.sleep(RESPONSE_MS / 2);
      const again = service.takesAt(clock.now()) - clock.now();
      if (again <= 0) service.take(clock.now());
      await clock.sleep(RESPONSE_MS / 2);
      if (again <= 0) return permit.done({ kind: "taken", good: true });
      onRefused(sentAt);
      const retryAfterMs = retryAfter === "rest" ? Math.ceil(again / 1000) * 1000 : 55_000;
      const outcome: Outcome = { kind: "response", status: 429, retryAfterMs };
      const waitMs = refusedForMs(outcome, facts.throttled, defaultTiming, 0.5);
      if (decide(outcome, facts, defaultTiming, 0.5).do !== "retry" || waitMs === undefined)
        throw new Error("a refused call is to be repeated");
      facts.throttled++;
      permit.done({ kind: "refused", waitMs });
    }
  } finally {
    scope.close();
  }
}

function counterOf({ limit, callsPerMinute, windowPassedMs }: Scenario): CallCounter {
  if (limit === "none") return { takesAt: (at) => at, take: () => undefined };
  const counter = callCounter(limit, callsPerMinute, MINUTE_MS, 0);
  if (windowPassedMs) counter.take(-windowPassedMs);
  return counter;
}

/** The same number of workers, each of which sends exactly when the service accepts a call. */
function idealMs(scenario: Scenario): number {
  const { calls, processes, laterMs = 0 } = scenario;
  const service = counterOf(scenario);
  const left = Array.from({ length: processes }, () => calls / processes);
  const workers = Array.from({ length: processes * CONCURRENT }, (_, worker) => {
    const process = Math.floor(worker / CONCURRENT);
    return { process, freeAt: process * laterMs };
  });
  let arrives = 0;
  let end = 0;
  for (let call = 0; call < calls; call++) {
    const free = workers.filter(({ process }) => left[process]! > 0);
    const next = free.reduce((first, worker) => (worker.freeAt < first.freeAt ? worker : first));
    arrives = service.takesAt(Math.max(arrives, next.freeAt + RESPONSE_MS / 2));
    service.take(arrives);
    next.freeAt = arrives + RESPONSE_MS / 2;
    left[next.process]!--;
    end = Math.max(end, next.freeAt);
  }
  return end;
}
