import type { FaultKind } from "../../emulator/index";

/** The effect of a fault for the caller. */
export type Sort =
  /** No effect, and the next try succeeds. */
  | "refused for now"
  /** No usable response and no effect. */
  | "not done"
  /** No usable response, although the call took effect. */
  | "done"
  /** A refusal. */
  | "refused"
  /** No response for longer than all retries. */
  | "outage";

export interface Fault {
  name: string;
  sort: Sort;
  /** The number of consecutive requests with the fault. */
  times: number;
  fault: FaultKind;
}

const status = (code: number, more: Partial<FaultKind & { kind: "status" }> = {}): FaultKind => ({
  kind: "status",
  status: code,
  ...more,
});

export const faults: readonly Fault[] = [
  { name: "429 twice", sort: "refused for now", times: 2, fault: status(429, { retryAfter: "0.02" }) },
  { name: "an expired token", sort: "refused for now", times: 1, fault: { kind: "tokenExpired" } },
  { name: "503", sort: "not done", times: 1, fault: status(503, { retryAfter: "0.02" }) },
  { name: "500", sort: "not done", times: 1, fault: status(500) },
  { name: "a reset before", sort: "not done", times: 1, fault: { kind: "reset" } },
  { name: "no response", sort: "not done", times: 1, fault: { kind: "hang" } },
  { name: "500 although done", sort: "done", times: 1, fault: status(500, { effect: "applied" }) },
  {
    name: "502 of a gateway although done",
    sort: "done",
    times: 1,
    fault: status(502, { body: "html", effect: "applied" }),
  },
  { name: "a reset after", sort: "done", times: 1, fault: { kind: "reset", effect: "applied" } },
  { name: "no response, but an effect", sort: "done", times: 1, fault: { kind: "hang", effect: "applied" } },
  { name: "half a response", sort: "done", times: 1, fault: { kind: "cut" } },
  {
    name: "HTML instead of the response",
    sort: "done",
    times: 1,
    fault: status(200, { body: "html", effect: "applied" }),
  },
  { name: "403", sort: "refused", times: 1, fault: status(403, { errorCode: "InsufficientPrivileges" }) },
  { name: "404 of a gateway", sort: "refused", times: 1, fault: status(404, { body: "html" }) },
  { name: "503 again and again", sort: "outage", times: 6, fault: status(503) },
];
