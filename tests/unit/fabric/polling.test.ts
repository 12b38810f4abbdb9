import { expect } from "chai";
import { type Clock, defaultTiming } from "../../../sdk/fabric/clock";
import { FabricError, NoResponseError } from "../../../sdk/fabric/errors";
import { type PollResult, poll } from "../../../sdk/fabric/polling";
import { CallContext } from "../../../sdk/fabric/callContext";

/** A clock whose sleeps end at once. */
function fakeClock(): Clock & { pass(ms: number): void } {
  let now = 1_000_000;
  const pass = (ms: number) => void (now += ms);
  return { pass, now: () => now, wallTime: () => now, sleep: async (ms) => pass(ms) };
}

const unknown = new FabricError({ operation: "await job instance", status: 404, errorCode: "JobInstanceNotFound" });
const noResponse = new NoResponseError("await job instance", "j", "connection reset", false);
const done: PollResult<string> = { done: true, value: "the end", status: "Completed" };

describe("a wait", () => {
  /** Polls with these results, one after another. Each takes this long. */
  async function met(found: readonly (Error | PollResult<string>)[], { firstAfterMs = 60_000, pollMs = 0 } = {}) {
    const clock = fakeClock();
    const scope = new CallContext("await job instance", "j", {}, 24 * 3_600_000, clock);
    let polls = 0;
    const onePoll = async (): Promise<PollResult<string>> => {
      clock.pass(pollMs);
      const one = found[polls++] ?? found.at(-1)!;
      if (one instanceof Error) throw one;
      return one;
    };
    const end = poll(scope, { poll: onePoll, firstAfterMs, timing: defaultTiming, onProgress: undefined });
    const outcome = await end.catch((error: unknown) => error);
    scope.close();
    return { outcome, polls };
  }

  it("tolerates a job that is not known yet, with any Retry-After before the first poll", async () => {
    expect(await met([unknown, unknown, done])).to.deep.equal({ outcome: "the end", polls: 3 });
  });

  it("tolerates a job that is unknown between two polls, any number of times", async () => {
    const going: PollResult<string> = { done: false, status: "InProgress", retryAfterMs: 60_000 };
    expect(await met([going, unknown, going, unknown, going, unknown, done])).to.include({ outcome: "the end" });
  });

  it("ends if the job stays unknown for longer than the grace period", async () => {
    const { outcome, polls } = await met([unknown]);
    expect(outcome).to.equal(unknown);
    expect(polls).to.be.within(3, 40);
  });

  it("tolerates an outage during the machine's sleep, and ends after a long one", async () => {
    expect(await met([noResponse, done], { firstAfterMs: 900_000 })).to.include({ outcome: "the end" });
    expect(await met([noResponse], { pollMs: 120_000 })).to.deep.equal({ outcome: noResponse, polls: 5 });
  });
});
