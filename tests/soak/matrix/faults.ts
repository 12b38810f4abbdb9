import type { FaultKind } from "../../emulator/index";

/** What a fault comes down to for whoever meets it. */
export type Sort =
  /** Nothing was done, and the next try goes well. */
  | "refused for now"
  /** No usable answer; nothing was done. */
  | "not done"
  /** No usable answer, although it was done. */
  | "done"
  /** A clear no. */
  | "refused"
  /** No answer for longer than anybody tries again. */
  | "outage";

export interface Fault {
  name: string;
  sort: Sort;
  /** How many requests in a row meet it. */
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
  { name: "no answer although done", sort: "done", times: 1, fault: { kind: "hang", effect: "applied" } },
  { name: "half an answer", sort: "done", times: 1, fault: { kind: "cut" } },
  {
    name: "HTML in place of the answer",
    sort: "done",
    times: 1,
    fault: status(200, { body: "html", effect: "applied" }),
  },
  { name: "403", sort: "refused", times: 1, fault: status(403, { errorCode: "InsufficientPrivileges" }) },
  { name: "404 of a gateway", sort: "refused", times: 1, fault: status(404, { body: "html" }) },
  { name: "503 again and again", sort: "outage", times: 6, fault: status(503) },
];
