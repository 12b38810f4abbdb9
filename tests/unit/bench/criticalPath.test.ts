import { expect } from "chai";
import { makespan, stepMs, steps } from "../../bench/criticalPath";
import { limitSeconds } from "../../bench/throttled";
import { estimate, type Facts } from "../../bench/model";
import type { RequestLogEntry } from "../../emulator/index";

const entry = (operation: string, durationMs: number) => ({ operation, durationMs }) as RequestLogEntry;

describe("the bench's critical path", () => {
  it("is the longest chain with enough workers, and otherwise the work divided by the workers", () => {
    const cases: [chains: number[][], workers: number, expected: number][] = [
      [[], 4, 0],
      [[[3, 2]], 4, 5],
      [[[3, 2], [1]], 4, 5],
      [[[2], [2], [2]], 1, 6],
      [[[2], [2], [2]], 2, 4],
      // The second task of a chain waits for the first one, and then gets the next free worker.
      [[[1, 4], [3]], 1, 8],
      [[[1, 4], [3]], 2, 5],
    ];
    for (const [chains, workers, expected] of cases) expect(makespan(chains, workers)).to.equal(expected);
  });

  it("waits for Retry-After without further polls, and for the longest of parallel tasks", () => {
    const latencies = { requestMs: 10, retryAfterMs: 100, operationPolls: 2, jobPolls: 5 };
    const log = [entry("createItem", 4), entry("createItem", 6), entry("getJobInstance", 1), entry("getOperation", 2)];
    // The create: 15, two polls of 112, and its result 10. The publish: 10, and five polls of 111, in parallel with the read of the definition.
    expect(stepMs(steps.create, log, latencies)).to.equal(15 + 2 * 112 + 10 + (10 + 5 * 111));
    expect(stepMs(steps.delete, log, latencies)).to.equal(10);
    const atOnce = { requestMs: 0, retryAfterMs: 1, operationPolls: 0, jobPolls: 1 };
    expect(stepMs(steps.create, log, atOnce)).to.equal(5 + 2);
  });

  it("fills each window of the limit at its beginning", () => {
    expect(limitSeconds(200, 200, 6_000)).to.equal(0);
    expect(limitSeconds(201, 200, 6_000)).to.equal(6);
    expect(limitSeconds(800, 200, 6_000)).to.equal(18);
    expect(limitSeconds(0, 200, 6_000)).to.equal(0);
  });
});

describe("the model of many dataflows", () => {
  const facts: Facts = {
    calls: { platform: 2, jobs: 12, operations: 6 },
    serviceSeconds: 240,
    startSeconds: 60,
    itemSeconds: 0.1,
    squareSeconds: 0,
  };
  const shape = { items: 5_000, stacks: 1, identities: 1, parallel: 16, callsAMinute: 200 };

  it("is limited by the service with few workers, then by the calls of an identity, then by the engine", () => {
    expect(estimate(facts, shape)).to.deep.equal({ minutes: 1 + 313 * 4, bound: "service" });
    expect(estimate(facts, { ...shape, parallel: 128 })).to.deep.equal({ minutes: 1 + 300, bound: "calls" });
    expect(estimate(facts, { ...shape, parallel: 5_000, callsAMinute: 1e9 }).bound).to.equal("engine");
  });

  it("is limited by an engine that writes the whole state at each step, if a stack is large", () => {
    const growing = { ...facts, squareSeconds: 0.001 };
    const many = { ...shape, parallel: 128, identities: 10 };
    expect(estimate(growing, many)).to.deep.equal({ minutes: (60 + 500 + 25_000) / 60, bound: "engine" });
    expect(estimate(growing, { ...many, stacks: 10 })).to.deep.equal({ minutes: 1 + 30, bound: "calls" });
  });

  it("needs less time with more stacks only if there are more identities and calls are the limit", () => {
    const split = { ...shape, parallel: 128, stacks: 10 };
    expect(estimate(facts, split).minutes).to.equal(1 + 300);
    expect(estimate(facts, { ...split, identities: 10 }).minutes).to.equal(1 + 30);
  });
});
