import { expect } from "chai";
import { defaultTiming } from "../../../sdk/fabric/clock";
import { backoffMs, decide, type Idempotency, type Outcome, type RetryFacts } from "../../../sdk/fabric/retry";

const facts = (idempotency: Idempotency, other: Partial<RetryFacts> = {}): RetryFacts => ({
  idempotency,
  failures: 0,
  throttled: 0,
  maxRetries: 5,
  tokenRenewed: false,
  ...other,
});
const answer = (status: number, errorCode?: string, retryAfterMs?: number): Outcome => ({
  kind: "response",
  status,
  errorCode,
  retryAfterMs,
});
const failure = (sent: boolean, permanent = false): Outcome => ({ kind: "failure", sent, permanent });
const say = (outcome: Outcome, of: RetryFacts): string => {
  const decision = decide(outcome, of, defaultTiming, 0);
  switch (decision.do) {
    case "retry":
      return `retry in ${decision.waitMs}${decision.pausesGroup ? ", all wait" : ""}${decision.mayHaveTakenEffect ? ", perhaps done" : ""}`;
    case "fail":
      return decision.mayHaveTakenEffect ? "fail, perhaps done" : "fail";
    default:
      return decision.do;
  }
};

describe("the next step of a call after a response", () => {
  const table: [string, Outcome, RetryFacts, string][] = [
    ["200", answer(200), facts("safe"), "return"],
    ["202 to a create", answer(202), facts("none"), "return"],
    ["a refusal", answer(400, "CorruptedPayload"), facts("none"), "fail"],
    ["a redirect", answer(302), facts("safe"), "fail"],
    ["429 with seconds", answer(429, "RequestBlocked", 55_000), facts("safe"), "retry in 55000, all wait"],
    ["429 to a create: nothing was done", answer(429, undefined, 55_000), facts("none"), "retry in 55000, all wait"],
    ["429 without Retry-After", answer(429), facts("safe", { throttled: 2 }), "retry in 4000, all wait"],
    [
      "429 with Retry-After 0 is no invitation to hammer",
      answer(429, undefined, 0),
      facts("safe"),
      "retry in 1000, all wait",
    ],
    [
      "429 goes on after maxRetries",
      answer(429),
      facts("safe", { failures: 5, throttled: 9 }),
      "retry in 30000, all wait",
    ],
    ["429 with maxRetries 0", answer(429, undefined, 1000), facts("safe", { maxRetries: 0 }), "fail"],
    ["429 about jobs", answer(429, "TooManyRequestsForJobs", 9000), facts("none"), "retry in 9000, all wait"],
    ["a throttling code of another status", answer(430, "RequestBlocked"), facts("none"), "retry in 1000, all wait"],
    ["503 to a read", answer(503, undefined, 20_000), facts("safe"), "retry in 20000"],
    ["503 with a short Retry-After", answer(503, undefined, 10), facts("safe", { failures: 3 }), "retry in 8000"],
    ["503 to a create", answer(503, undefined, 20_000), facts("none"), "fail, perhaps done"],
    ["500 to a read", answer(500), facts("safe"), "retry in 1000"],
    ["500 to a delete", answer(500, "UnknownError"), facts("idempotent"), "retry in 1000, perhaps done"],
    ["500 to a start", answer(500), facts("none"), "fail, perhaps done"],
    ["502 to the last try", answer(502), facts("safe", { failures: 5 }), "fail"],
    ["504 to the last try of a delete", answer(504), facts("idempotent", { failures: 5 }), "fail, perhaps done"],
    ["408", answer(408), facts("safe"), "retry in 1000"],
    ["501", answer(501), facts("safe"), "fail"],
    ["401 TokenExpired", answer(401, "TokenExpired"), facts("none"), "renewToken"],
    ["401 without a code", answer(401), facts("safe"), "renewToken"],
    ["401 TokenExpired again", answer(401, "TokenExpired"), facts("safe", { tokenRenewed: true }), "fail"],
    ["401 for another reason", answer(401, "InvalidToken"), facts("safe"), "fail"],
    ["403", answer(403, "InsufficientPrivileges"), facts("safe"), "fail"],
    ["a reserved name as 409", answer(409, "ItemDisplayNameNotAvailableYet"), facts("none"), "retry in 1000"],
    ["a reserved name as 400", answer(400, "ItemDisplayNameNotAvailableYet"), facts("none"), "retry in 1000"],
    [
      "a reserved name, with Retry-After",
      answer(400, "ItemDisplayNameNotAvailableYet", 20_000),
      facts("none"),
      "retry in 20000",
    ],
    ["a taken name", answer(409, "ItemDisplayNameAlreadyInUse"), facts("none"), "fail"],
  ];
  for (const [name, outcome, of, expected] of table)
    it(`${name}: ${expected}`, () => expect(say(outcome, of)).to.equal(expected));
});

describe("the next step of a call after a failed connection", () => {
  const table: [string, Outcome, RetryFacts, string][] = [
    ["refused, read", failure(false), facts("safe"), "retry in 1000"],
    ["refused, create: nothing was sent", failure(false), facts("none"), "retry in 1000"],
    ["refused to the last try, create", failure(false), facts("none", { failures: 5 }), "fail"],
    ["reset, read", failure(true), facts("safe"), "retry in 1000"],
    ["reset, update", failure(true), facts("idempotent"), "retry in 1000, perhaps done"],
    ["reset, create", failure(true), facts("none"), "fail, perhaps done"],
    ["reset to the last try, read", failure(true), facts("safe", { failures: 5 }), "fail"],
    ["reset to the last try, update", failure(true), facts("idempotent", { failures: 5 }), "fail, perhaps done"],
    ["an untrusted certificate", failure(false, true), facts("safe"), "fail"],
    ["a response that is too long", failure(true, true), facts("safe"), "fail"],
  ];
  for (const [name, outcome, of, expected] of table)
    it(`${name}: ${expected}`, () => expect(say(outcome, of)).to.equal(expected));
});

describe("the wait between tries", () => {
  it("doubles up to a maximum", () => {
    const waits = [0, 1, 2, 3, 4, 5, 1000].map((tries) => backoffMs(tries, defaultTiming, 0));
    expect(waits).to.deep.equal([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  });

  it("is up to a quarter shorter at random, so that callers that failed together retry at different times", () => {
    expect(backoffMs(2, defaultTiming, 1)).to.equal(3000);
  });
});
