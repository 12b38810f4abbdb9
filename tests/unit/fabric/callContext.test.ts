import { expect } from "chai";
import type { Clock } from "../../../sdk/fabric/clock";
import { DeadlineError } from "../../../sdk/fabric/errors";
import { CallContext } from "../../../sdk/fabric/callContext";

/** A clock whose sleeps end at once and are recorded. */
function fakeClock(): Clock & { slept: number[] } {
  let now = 1_000_000;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    wallTime: () => now,
    sleep: async (ms) => {
      slept.push(ms);
      now += ms;
    },
  };
}

const over = async (promise: Promise<unknown>): Promise<unknown> => promise.catch((error: unknown) => error);

describe("the scope of a call", () => {
  it("sleeps at most until its deadline, and then says what was awaited", async () => {
    const clock = fakeClock();
    const scope = new CallContext("create item", "x", {}, 10_000, clock);
    scope.awaiting = "the end of operation o";
    scope.lastStatus = "Running";
    scope.mayHaveTakenEffect = true;
    await scope.sleep(4000);
    expect(scope.remainingMs).to.equal(6000);
    const error = await over(scope.sleep(60_000));
    expect(clock.slept).to.deep.equal([4000, 6000]);
    expect(error).to.be.instanceOf(DeadlineError);
    expect(error).to.include({
      operation: "create item",
      item: "x",
      timeoutMs: 10_000,
      awaited: "the end of operation o",
      lastStatus: "Running",
      mayHaveTakenEffect: true,
    });
    scope.close();
  });

  it("can have the rest of a deadline, and its error names the whole deadline", async () => {
    const scope = new CallContext("list items", undefined, {}, 10_000, fakeClock(), 500);
    expect(scope.remainingMs).to.equal(500);
    expect(await over(scope.sleep(1000))).to.have.property("timeoutMs", 10_000);
    scope.close();
  });

  it("ends with the caller's own reason", async () => {
    const controller = new AbortController();
    const clock: Clock = {
      now: () => 0,
      wallTime: () => 0,
      sleep: (_, signal) =>
        new Promise((_resolve, reject) => signal?.addEventListener("abort", () => reject(new Error("woken")))),
    };
    const scope = new CallContext("get item", "x", { signal: controller.signal }, 10_000, clock);
    const sleeping = over(scope.sleep(1000));
    controller.abort("enough");
    expect(await sleeping).to.equal("enough");
    expect(() => scope.throwIfOver())
      .to.throw()
      .that.equals("enough");
    scope.close();
  });

  it("does not start after an abort", () => {
    const signal = AbortSignal.abort(new Error("before"));
    expect(() => new CallContext("get item", "x", { signal }, 1000, fakeClock())).to.throw("before");
  });

  it("removes its listeners from the caller's signal", () => {
    const controller = new AbortController();
    const listeners = new Set<unknown>();
    const signal = new Proxy(controller.signal, {
      get(target, key) {
        if (key === "addEventListener") return (_: string, listener: unknown) => listeners.add(listener);
        if (key === "removeEventListener") return (_: string, listener: unknown) => listeners.delete(listener);
        const value: unknown = Reflect.get(target, key, target);
        return typeof value === "function" ? (value as (...args: unknown[]) => unknown).bind(target) : value;
      },
    });
    const scope = new CallContext("get item", "x", { signal }, 1000, fakeClock());
    expect(listeners.size).to.equal(1);
    scope.close();
    expect(listeners.size).to.equal(0);
  });
});
