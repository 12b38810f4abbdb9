import { expect } from "chai";
import { systemClock } from "../../../sdk/fabric/clock";
import { DeadlineError } from "../../../sdk/fabric/errors";
import type { Permit } from "../../../sdk/fabric/callQueue";
import { Limiter, limiterFor, type RateLimitGroup, type LimiterOptions } from "../../../sdk/fabric/limiter";
import { CallContext } from "../../../sdk/fabric/callContext";
import { VirtualClock } from "../../bench/limiter/virtualClock";

const HOUR_MS = 3_600_000;

interface Turn {
  at: number;
  name: string;
  permit: Permit;
}

/** A limiter with its own clock, and the permits that it gave. */
class Trial {
  readonly clock = new VirtualClock();
  readonly limiter: Limiter;
  readonly turns: Turn[] = [];

  constructor(options: Partial<LimiterOptions> = {}) {
    this.limiter = new Limiter({ concurrent: 10, ...options }, this.clock);
  }

  scope(timeoutMs = HOUR_MS, signal?: AbortSignal): CallContext {
    return new CallContext("get item", "i", { signal }, timeoutMs, this.clock);
  }

  ask(
    count: number,
    rateLimitGroup: RateLimitGroup = "platform",
    { afterWrites = false, name = rateLimitGroup as string } = {},
  ): void {
    for (let index = 0; index < count; index++) {
      const scope = this.scope();
      void this.limiter.acquire(rateLimitGroup, scope, afterWrites).then((permit) => {
        scope.close();
        this.turns.push({ at: this.clock.now(), name, permit });
      });
    }
  }

  async pass(ms: number): Promise<void> {
    await this.clock.run(this.clock.sleep(ms));
    await new Promise(setImmediate);
  }

  /** A first call that the service refuses. */
  async refuse(waitMs: number, rateLimitGroup: RateLimitGroup = "platform"): Promise<void> {
    const scope = this.scope();
    const permit = await this.limiter.acquire(rateLimitGroup, scope);
    scope.close();
    permit.done({ kind: "refused", waitMs });
  }
}

const good = { kind: "taken", good: true } as const;

describe("the limiter", () => {
  it("has no limit itself: all calls that may be in progress at once start", async () => {
    const trial = new Trial({ concurrent: 3 });
    for (let call = 0; call < 1000; call++) (await trial.limiter.acquire("platform", trial.scope())).done(good);
    trial.ask(5);
    await trial.pass(1);
    expect(trial.turns).to.have.length(3);
    trial.turns[0]?.permit.done(good);
    trial.turns[0]?.permit.done(good);
    await trial.pass(1);
    expect(trial.turns).to.have.length(4);
  });

  it("starts no call of a refused group before its pause ends, and calls of other groups at once", async () => {
    const trial = new Trial();
    await trial.refuse(55_000, "jobs");
    for (const rateLimitGroup of ["platform", "jobs", "operations"] as const) trial.ask(10, rateLimitGroup);
    await trial.pass(54_999);
    expect(trial.turns.map(({ name }) => name))
      .to.have.length(20)
      .and.not.include("jobs");
    await trial.pass(2);
    expect(trial.turns.filter(({ name }) => name === "jobs").map(({ at }) => at)).to.deep.equal([55_000]);
  });

  it("starts one call after the pause, and one more at once with each good response", async () => {
    const trial = new Trial();
    await trial.refuse(1_000);
    trial.ask(10);
    await trial.pass(1_001);
    expect(trial.turns).to.have.length(1);
    trial.turns[0]?.permit.done(good);
    await trial.pass(1);
    expect(trial.turns).to.have.length(3);
    trial.turns[1]?.permit.done({ kind: "taken", good: false });
    await trial.pass(1);
    expect(trial.turns).to.have.length(4);
  });

  it("waits again for a call that is refused just after a pause", async () => {
    const trial = new Trial();
    await trial.refuse(1_000);
    trial.ask(3);
    await trial.pass(1_001);
    trial.turns[0]?.permit.done({ kind: "refused", waitMs: 7_000 });
    await trial.pass(6_999);
    expect(trial.turns).to.have.length(1);
    await trial.pass(2);
    expect(trial.turns).to.have.length(2);
  });

  it("does not treat the response to an earlier call as the end of the pause", async () => {
    const trial = new Trial();
    trial.ask(4);
    await trial.pass(1);
    await trial.refuse(1);
    trial.turns.forEach(({ permit }) => permit.done(good));
    trial.ask(4);
    await trial.pass(50);
    expect(trial.turns).to.have.length(5);
  });

  it("keeps the longer of two pauses", async () => {
    const trial = new Trial();
    trial.ask(2);
    await trial.pass(1);
    trial.turns[0]?.permit.done({ kind: "refused", waitMs: 150_000 });
    trial.turns[1]?.permit.done({ kind: "refused", waitMs: 1 });
    trial.ask(1);
    await trial.pass(149_000);
    expect(trial.turns).to.have.length(2);
    await trial.pass(2_000);
    expect(trial.turns).to.have.length(3);
  });

  it("limits the calls of each group in any minute to the user's setting", async () => {
    const trial = new Trial({ maxCallsPerMinute: 5 });
    trial.ask(1, "jobs");
    await trial.pass(10_000);
    for (let call = 0; call < 12; call++)
      void trial.limiter.acquire("platform", trial.scope()).then((permit) => {
        trial.turns.push({ at: trial.clock.now(), name: "platform", permit });
        permit.done(good);
      });
    await trial.pass(125_000);
    const sent = trial.turns.filter(({ name }) => name === "platform").map(({ at }) => at);
    expect(sent).to.have.length(12);
    for (const at of sent) expect(sent.filter((other) => other >= at && other < at + 60_000)).to.have.length.at.most(5);
    expect(sent[5]).to.equal(70_000);
  });

  it("starts writes before polls, and otherwise in the order of arrival", async () => {
    const trial = new Trial({ concurrent: 1 });
    await trial.refuse(1_000);
    trial.ask(1, "platform", { afterWrites: true, name: "poll" });
    await trial.pass(1);
    trial.ask(1, "platform", { name: "write" });
    await trial.pass(1);
    trial.ask(1, "platform", { name: "later write" });
    await trial.pass(1_001);
    for (let turn = 0; turn < 2; turn++) {
      trial.turns[turn]?.permit.done(good);
      await trial.pass(1);
    }
    expect(trial.turns.map(({ name }) => name)).to.deep.equal(["write", "later write", "poll"]);
  });

  it("starts a refused call before later ones", async () => {
    const trial = new Trial({ concurrent: 1 });
    const scope = trial.scope();
    const refused = await trial.limiter.acquire("platform", scope);
    await trial.pass(1);
    trial.ask(1, "platform", { name: "later" });
    refused.done({ kind: "refused", waitMs: 1_000 });
    void trial.limiter
      .acquire("platform", scope)
      .then((permit) => trial.turns.push({ at: trial.clock.now(), name: "refused", permit }));
    await trial.pass(1_001);
    expect(trial.turns.map(({ name }) => name)).to.deep.equal(["refused"]);
  });

  it("throws at once if the pause is longer than the deadline", async () => {
    const trial = new Trial();
    await trial.refuse(3_600_000);
    const waiting = trial.limiter.acquire("platform", trial.scope(1_800_000));
    const error: unknown = await waiting.catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(DeadlineError);
    expect((error as DeadlineError).message).to.match(/a pause of 3600 s/);
  });

  it("removes an aborted caller from the queue", async () => {
    const trial = new Trial({ concurrent: 1 });
    const first = await trial.limiter.acquire("platform", trial.scope());
    const controller = new AbortController();
    const given = trial.limiter
      .acquire("platform", trial.scope(5000, controller.signal))
      .catch((error: unknown) => error);
    trial.ask(1);
    controller.abort(new Error("enough"));
    expect(await given).to.have.property("message", "enough");
    first.done({ kind: "none" });
    await trial.pass(1);
    expect(trial.turns).to.have.length(1);
  });

  it("keeps no timer for an aborted caller, which would keep the process alive", async () => {
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
    const limiter = new Limiter({ concurrent: 10 }, systemClock);
    const scope = (signal?: AbortSignal) => new CallContext("get item", "i", { signal }, 90_000, systemClock);
    await systemClock.sleep(1);
    const before = timers();
    const first = scope();
    (await limiter.acquire("platform", first)).done({ kind: "refused", waitMs: 60_000 });
    first.close();
    const controller = new AbortController();
    const waiting = scope(controller.signal);
    const given = limiter.acquire("platform", waiting).catch((error: unknown) => error);
    controller.abort(new Error("enough"));
    await given;
    waiting.close();
    expect(timers()).to.be.at.most(before);
  });

  it("is shared by the clients of an identity", () => {
    const options = { concurrent: 1 };
    expect(limiterFor("e a", options, systemClock)).to.equal(limiterFor("e a", options, systemClock));
    expect(limiterFor("e a", options, systemClock)).to.not.equal(limiterFor("e b", options, systemClock));
  });
});
