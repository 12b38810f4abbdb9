import { expect } from "chai";
import { systemClock } from "../../../sdk/fabric/clock";
import { DeadlineError } from "../../../sdk/fabric/errors";
import { Limiter, limiterFor, type Bucket, type Permit } from "../../../sdk/fabric/limiter";
import { Scope } from "../../../sdk/fabric/scope";

const scope = (timeoutMs = 5000, signal?: AbortSignal): Scope =>
  new Scope("get item", "i", { signal }, timeoutMs, systemClock);
const sleep = (ms: number): Promise<void> => systemClock.sleep(ms);

/** Asks for `count` turns at once and notes when each comes. */
function ask(limiter: Limiter, count: number, bucket: Bucket = "platform"): { at: number; permit: Permit }[] {
  const granted: { at: number; permit: Permit }[] = [];
  for (let index = 0; index < count; index++)
    void limiter.acquire(bucket, scope()).then((permit) => granted.push({ at: Date.now(), permit }));
  return granted;
}

describe("the limiter", () => {
  it("lets no more calls out in a window than the budget allows", async () => {
    const limiter = new Limiter({ calls: 5, windowMs: 200, concurrent: 100 }, systemClock);
    const began = Date.now();
    const granted = ask(limiter, 12);
    await sleep(100);
    expect(granted).to.have.length(5);
    await sleep(500);
    expect(granted).to.have.length(12);
    expect(granted[5]?.at).to.be.at.least(began + 200);
    expect(granted[10]?.at).to.be.at.least(began + 400);
  });

  it("counts each bucket on its own", async () => {
    const limiter = new Limiter({ calls: 1, windowMs: 10_000, concurrent: 100 }, systemClock);
    const granted = (["platform", "jobs", "operations", "platform"] as const).map((bucket) => ask(limiter, 1, bucket));
    await sleep(20);
    expect(granted.map((list) => list.length)).to.deep.equal([1, 1, 1, 0]);
  });

  it("has no more calls under way than the budget allows", async () => {
    const limiter = new Limiter({ calls: 1000, windowMs: 1000, concurrent: 3 }, systemClock);
    const granted = ask(limiter, 5);
    await sleep(10);
    expect(granted).to.have.length(3);
    granted[0]?.permit.done(true);
    granted[0]?.permit.done(true);
    await sleep(10);
    expect(granted).to.have.length(4);
  });

  it("lets nobody out before a pause is over, then one, then one more with each good answer", async () => {
    const limiter = new Limiter({ calls: 1000, windowMs: 1000, concurrent: 10 }, systemClock);
    const began = Date.now();
    limiter.pause(150);
    const granted = ask(limiter, 10);
    await sleep(100);
    expect(granted).to.have.length(0);
    await sleep(150);
    expect(granted).to.have.length(1);
    expect(granted[0]?.at).to.be.at.least(began + 150);
    granted[0]?.permit.done(true);
    await sleep(10);
    expect(granted).to.have.length(3);
    granted[1]?.permit.done(false);
    await sleep(10);
    expect(granted).to.have.length(4);
  });

  it("does not take the answer to an earlier call for a sign that the pause worked", async () => {
    const limiter = new Limiter({ calls: 1000, windowMs: 1000, concurrent: 10 }, systemClock);
    const earlier = ask(limiter, 4);
    await sleep(10);
    limiter.pause(1);
    earlier.forEach(({ permit }) => permit.done(true));
    const granted = ask(limiter, 4);
    await sleep(50);
    expect(granted).to.have.length(1);
  });

  it("keeps the longer of two pauses", async () => {
    const limiter = new Limiter({ calls: 1000, windowMs: 1000, concurrent: 10 }, systemClock);
    limiter.pause(150);
    limiter.pause(1);
    const granted = ask(limiter, 1);
    await sleep(80);
    expect(granted).to.have.length(0);
  });

  it("throws at once where the pause is longer than the deadline", async () => {
    const limiter = new Limiter({ calls: 1000, windowMs: 1000, concurrent: 10 }, systemClock);
    limiter.pause(60_000);
    const error: unknown = await limiter.acquire("platform", scope(200)).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(DeadlineError);
    expect((error as DeadlineError).message).to.match(/a pause of 60 s/);
  });

  it("lets a caller who gave up out of the queue", async () => {
    const limiter = new Limiter({ calls: 1000, windowMs: 1000, concurrent: 1 }, systemClock);
    const [first] = [await limiter.acquire("platform", scope())];
    const controller = new AbortController();
    const given = limiter.acquire("platform", scope(5000, controller.signal)).catch((error: unknown) => error);
    const granted = ask(limiter, 1);
    controller.abort(new Error("enough"));
    expect(await given).to.have.property("message", "enough");
    first.done(true);
    await sleep(10);
    expect(granted).to.have.length(1);
  });

  it("keeps no timer for a caller who gave up, which would keep the process", async () => {
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
    const limiter = new Limiter({ calls: 1000, windowMs: 1000, concurrent: 10 }, systemClock);
    await sleep(1);
    const before = timers();
    limiter.pause(60_000);
    const controller = new AbortController();
    const waiting = scope(90_000, controller.signal);
    const given = limiter.acquire("platform", waiting).catch((error: unknown) => error);
    controller.abort(new Error("enough"));
    await given;
    waiting.close();
    expect(timers()).to.be.at.most(before);
  });

  it("is one for an identity", () => {
    const budget = { calls: 1, windowMs: 1, concurrent: 1 };
    expect(limiterFor("e a", budget, systemClock)).to.equal(limiterFor("e a", budget, systemClock));
    expect(limiterFor("e a", budget, systemClock)).to.not.equal(limiterFor("e b", budget, systemClock));
  });
});
