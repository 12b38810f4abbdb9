import type { FaultKind } from "../emulator/index";
import type { Subject } from "./faultSubjects";

/** The expected outcome of a call. */
export interface Expected {
  /** `ok`, or the error's name. */
  outcome: "ok" | "FabricError" | "NoResponseError" | "DeadlineError" | "AbortError";
  /** The number of requests of the operation, including the one with the fault. */
  requests: number;
  /** The number of effects, if the call must not take effect twice. */
  effects: 0 | 1;
  /** The error's `mayHaveTakenEffect`. */
  maybe?: boolean;
  message?: RegExp;
  errorCode?: string;
}

/** A fault for any operation, and the expected outcome by the effect of the operation. */
export interface Fault {
  name: string;
  fault?: FaultKind;
  /** The number of consecutive requests with the fault. 0: all. */
  times: number;
  /** The deadline of the call, in milliseconds. */
  timeoutMs?: number;
  /** The caller aborts after these milliseconds. */
  abortAfterMs?: number;
  /** The service refuses connections for these milliseconds. */
  refuseMs?: number;
  /** The shortest and longest duration of the call, in milliseconds. */
  atLeastMs?: number;
  atMostMs?: number;
  expect(subject: Subject): Expected;
}

export const maxRetries = 3;

const ok = (requests: number): Expected => ({ outcome: "ok", requests, effects: 1 });
const refused = (errorCode?: string, message?: RegExp): Expected => ({
  outcome: "FabricError",
  requests: 1,
  effects: 0,
  maybe: false,
  errorCode,
  message,
});

/** The call is repeated if that is safe. Otherwise it is an error whose `mayHaveTakenEffect` is true. */
const repeatedWhereSafe =
  (outcome: "FabricError" | "NoResponseError", effects: 0 | 1 = 0) =>
  ({ idempotency }: Subject): Expected =>
    idempotency === "none" ? { outcome, requests: 1, effects, maybe: true } : ok(2);

const neverEnding =
  (outcome: "FabricError" | "NoResponseError") =>
  ({ idempotency }: Subject): Expected => ({
    outcome,
    requests: idempotency === "none" ? 1 : maxRetries + 1,
    effects: 0,
    maybe: idempotency !== "safe",
  });

const status = (code: number, more: Partial<FaultKind & { kind: "status" }> = {}): FaultKind => ({
  kind: "status",
  status: code,
  ...more,
});

export const faults: Fault[] = [
  {
    name: "429, Retry-After 0.3",
    fault: status(429, { retryAfter: "0.3" }),
    times: 1,
    atLeastMs: 300,
    atMostMs: 2500,
    expect: () => ok(2),
  },
  { name: "429 twice, no Retry-After", fault: status(429), times: 2, expect: () => ok(3) },
  {
    name: "429 more often than maxRetries",
    fault: status(429),
    times: maxRetries + 1,
    expect: () => ok(maxRetries + 2),
  },
  {
    name: "429, an absurd Retry-After",
    fault: status(429, { retryAfter: 999_999_999 }),
    times: 1,
    timeoutMs: 800,
    atMostMs: 500,
    expect: () => ({
      outcome: "DeadlineError",
      requests: 1,
      effects: 0,
      maybe: false,
      message: /a retry in 999999999 s/,
    }),
  },
  {
    name: "429, Retry-After that is nonsense",
    fault: status(429, { retryAfter: "soon" }),
    times: 1,
    expect: () => ok(2),
  },
  {
    name: "503, Retry-After 0.3",
    fault: status(503, { retryAfter: "0.3" }),
    times: 1,
    atMostMs: 2500,
    expect: repeatedWhereSafe("FabricError"),
  },
  { name: "500 once", fault: status(500), times: 1, expect: repeatedWhereSafe("FabricError") },
  {
    name: "500 once, although done",
    fault: status(500, { effect: "applied" }),
    times: 1,
    expect: repeatedWhereSafe("FabricError", 1),
  },
  { name: "500 always", fault: status(500), times: 0, expect: neverEnding("FabricError") },
  {
    name: "502 of a gateway",
    fault: status(502, { body: "html" }),
    times: 1,
    expect: repeatedWhereSafe("FabricError"),
  },
  {
    name: "504 without a body",
    fault: status(504, { body: "empty" }),
    times: 2,
    expect: ({ idempotency }) =>
      idempotency === "none" ? { outcome: "FabricError", requests: 1, effects: 0, maybe: true } : ok(3),
  },
  {
    name: "half an error body",
    fault: status(500, { body: "truncated" }),
    times: 1,
    expect: ({ idempotency }) =>
      idempotency === "none" ? { outcome: "FabricError", requests: 1, effects: 0, maybe: true } : ok(2),
  },
  {
    name: "reset before it was done",
    fault: { kind: "reset" },
    times: 1,
    expect: repeatedWhereSafe("NoResponseError"),
  },
  {
    name: "reset after it was done",
    fault: { kind: "reset", effect: "applied" },
    times: 1,
    expect: repeatedWhereSafe("NoResponseError", 1),
  },
  { name: "reset always", fault: { kind: "reset" }, times: 0, expect: neverEnding("NoResponseError") },
  { name: "no response", fault: { kind: "hang" }, times: 1, expect: repeatedWhereSafe("NoResponseError") },
  {
    name: "no response, although done",
    fault: { kind: "hang", effect: "applied" },
    times: 1,
    expect: repeatedWhereSafe("NoResponseError", 1),
  },
  {
    name: "no response before the deadline",
    fault: { kind: "hang" },
    times: 0,
    timeoutMs: 80,
    atMostMs: 600,
    expect: ({ idempotency }) => ({ outcome: "DeadlineError", requests: 1, effects: 0, maybe: idempotency !== "safe" }),
  },
  {
    name: "the caller's abort while no response comes",
    fault: { kind: "hang" },
    times: 0,
    abortAfterMs: 60,
    atMostMs: 600,
    expect: () => ({ outcome: "AbortError", requests: 1, effects: 0 }),
  },
  // Less than the sum of the shortest waits of all tries, which is 52 ms.
  { name: "nobody to connect to, for a while", refuseMs: 25, times: 0, expect: () => ok(1) },
  { name: "an expired token", fault: { kind: "tokenExpired" }, times: 1, expect: () => ok(2) },
  {
    name: "a token that stays expired",
    fault: { kind: "tokenExpired" },
    times: 0,
    expect: () => ({ ...refused("TokenExpired", /check this machine's clock/), requests: 2 }),
  },
  {
    name: "HTML instead of the response",
    fault: status(200, { body: "html" }),
    times: 1,
    expect: repeatedWhereSafe("NoResponseError"),
  },
  {
    name: "an empty response",
    fault: status(200, { body: "empty" }),
    times: 1,
    expect: ({ idempotency, content }) =>
      content ? { outcome: "NoResponseError", requests: 1, effects: 0, maybe: idempotency !== "safe" } : ok(1),
  },
  { name: "a response that drips", fault: { kind: "drip", bytes: 600, delayMs: 2 }, times: 1, expect: () => ok(1) },
  { name: "a late response", fault: { kind: "delay", delayMs: 60 }, times: 1, expect: () => ok(1) },
  {
    name: "403",
    fault: status(403, { errorCode: "InsufficientPrivileges" }),
    times: 0,
    expect: () => refused("InsufficientPrivileges", /role in the workspace/),
  },
  {
    name: "403 of a gateway",
    fault: status(403, { body: "html" }),
    times: 0,
    expect: () => refused(undefined, /not Fabric's/),
  },
  { name: "404", fault: status(404, { errorCode: "ItemNotFound" }), times: 0, expect: () => refused("ItemNotFound") },
  {
    name: "a redirect",
    fault: status(307, { body: "empty" }),
    times: 0,
    expect: () => refused(undefined, /redirects are not followed/),
  },
];
