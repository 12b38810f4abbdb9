import { expect } from "chai";
import { defaultTiming } from "../../../sdk/fabric/clock";
import { backoffMs, decide, type Effect, type Outcome, type RetryFacts } from "../../../sdk/fabric/retry";

const facts = (effect: Effect, other: Partial<RetryFacts> = {}): RetryFacts => ({
  effect,
  failures: 0,
  throttled: 0,
  maxRetries: 5,
  tokenRenewed: false,
  ...other,
});
const answer = (status: number, errorCode?: string, retryAfterMs?: number): Outcome => ({
  kind: "answer",
  status,
  errorCode,
  retryAfterMs,
});
const failure = (sent: boolean, permanent = false): Outcome => ({ kind: "failure", sent, permanent });
const say = (outcome: Outcome, of: RetryFacts): string => {
  const decision = decide(outcome, of, defaultTiming, 0);
  switch (decision.do) {
    case "retry":
      return `retry in ${decision.waitMs}${decision.pausesBucket ? ", all wait" : ""}${decision.mayHaveTakenEffect ? ", perhaps done" : ""}`;
    case "fail":
      return decision.mayHaveTakenEffect ? "fail, perhaps done" : "fail";
    default:
      return decision.do;
  }
};

describe("what a call does after an answer", () => {
  const table: [string, Outcome, RetryFacts, string][] = [
    ["200", answer(200), facts("none"), "return"],
    ["202 to a create", answer(202), facts("more"), "return"],
    ["a refusal", answer(400, "CorruptedPayload"), facts("more"), "fail"],
    ["a redirect", answer(302), facts("none"), "fail"],
    ["429 with seconds", answer(429, "RequestBlocked", 55_000), facts("none"), "retry in 55000, all wait"],
    ["429 to a create: nothing was done", answer(429, undefined, 55_000), facts("more"), "retry in 55000, all wait"],
    ["429 without Retry-After", answer(429), facts("none", { throttled: 2 }), "retry in 4000, all wait"],
    [
      "429 with Retry-After 0 is no invitation to hammer",
      answer(429, undefined, 0),
      facts("none"),
      "retry in 1000, all wait",
    ],
    [
      "429 goes on after maxRetries",
      answer(429),
      facts("none", { failures: 5, throttled: 9 }),
      "retry in 30000, all wait",
    ],
    ["429 with maxRetries 0", answer(429, undefined, 1000), facts("none", { maxRetries: 0 }), "fail"],
    ["429 about jobs", answer(429, "TooManyRequestsForJobs", 9000), facts("more"), "retry in 9000, all wait"],
    ["a throttling code of another status", answer(430, "RequestBlocked"), facts("more"), "retry in 1000, all wait"],
    ["503 to a read", answer(503, undefined, 20_000), facts("none"), "retry in 20000"],
    ["503 with a short Retry-After", answer(503, undefined, 10), facts("none", { failures: 3 }), "retry in 8000"],
    ["503 to a create", answer(503, undefined, 20_000), facts("more"), "fail, perhaps done"],
    ["500 to a read", answer(500), facts("none"), "retry in 1000"],
    ["500 to a delete", answer(500, "UnknownError"), facts("same"), "retry in 1000, perhaps done"],
    ["500 to a start", answer(500), facts("more"), "fail, perhaps done"],
    ["502 to the last try", answer(502), facts("none", { failures: 5 }), "fail"],
    ["504 to the last try of a delete", answer(504), facts("same", { failures: 5 }), "fail, perhaps done"],
    ["408", answer(408), facts("none"), "retry in 1000"],
    ["501", answer(501), facts("none"), "fail"],
    ["401 TokenExpired", answer(401, "TokenExpired"), facts("more"), "renewToken"],
    ["401 without a code", answer(401), facts("none"), "renewToken"],
    ["401 TokenExpired again", answer(401, "TokenExpired"), facts("none", { tokenRenewed: true }), "fail"],
    ["401 for another reason", answer(401, "InvalidToken"), facts("none"), "fail"],
    ["403", answer(403, "InsufficientPrivileges"), facts("none"), "fail"],
    ["a reserved name as 409", answer(409, "ItemDisplayNameNotAvailableYet"), facts("more"), "retry in 1000"],
    ["a reserved name as 400", answer(400, "ItemDisplayNameNotAvailableYet"), facts("more"), "retry in 1000"],
    [
      "a reserved name, with Retry-After",
      answer(400, "ItemDisplayNameNotAvailableYet", 20_000),
      facts("more"),
      "retry in 20000",
    ],
    ["a taken name", answer(409, "ItemDisplayNameAlreadyInUse"), facts("more"), "fail"],
  ];
  for (const [name, outcome, of, expected] of table)
    it(`${name}: ${expected}`, () => expect(say(outcome, of)).to.equal(expected));
});

describe("what a call does after a failed connection", () => {
  const table: [string, Outcome, RetryFacts, string][] = [
    ["refused, read", failure(false), facts("none"), "retry in 1000"],
    ["refused, create: nothing was sent", failure(false), facts("more"), "retry in 1000"],
    ["refused to the last try, create", failure(false), facts("more", { failures: 5 }), "fail"],
    ["reset, read", failure(true), facts("none"), "retry in 1000"],
    ["reset, update", failure(true), facts("same"), "retry in 1000, perhaps done"],
    ["reset, create", failure(true), facts("more"), "fail, perhaps done"],
    ["reset to the last try, read", failure(true), facts("none", { failures: 5 }), "fail"],
    ["reset to the last try, update", failure(true), facts("same", { failures: 5 }), "fail, perhaps done"],
    ["an untrusted certificate", failure(false, true), facts("none"), "fail"],
    ["an answer that is too long", failure(true, true), facts("none"), "fail"],
  ];
  for (const [name, outcome, of, expected] of table)
    it(`${name}: ${expected}`, () => expect(say(outcome, of)).to.equal(expected));
});

describe("the wait between tries", () => {
  it("doubles up to the cap", () => {
    const waits = [0, 1, 2, 3, 4, 5, 1000].map((tries) => backoffMs(tries, defaultTiming, 0));
    expect(waits).to.deep.equal([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  });

  it("is up to a quarter shorter, so that callers who failed together part", () => {
    expect(backoffMs(2, defaultTiming, 1)).to.equal(3000);
  });
});
