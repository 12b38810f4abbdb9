import { randomUUID } from "node:crypto";
import { ErrorCode } from "./errors";

/** What becomes of the long-running operation that the matched request starts. */
export interface OperationFault {
  outcome:
    | "fail"
    | "vanish"
    | "neverEnds"
    | "cancelled"
    | "unknownStatus"
    | "noLocation"
    | "noOperationId"
    | "noLocationNorId"
    | "noResultLocation";
  errorCode?: ErrorCode;
  message?: string;
}

/** What becomes of the job that the matched request starts. */
export interface JobFault {
  outcome: "dedupe" | "cancel" | "fail" | "disappear" | "stayNotStarted" | "neverEnds" | "unknownStatus";
  errorCode?: string;
  message?: string;
}

export type FaultKind =
  | {
      /** Answers this status. `body`: the service's error body (default), a gateway's HTML, nothing, or half a body. */
      kind: "status";
      status: number;
      errorCode?: string;
      message?: string;
      /** Sent as it is: seconds, an HTTP date, an absurd value. Absent: no such header. */
      retryAfter?: string | number;
      body?: "json" | "html" | "empty" | "truncated";
      /** Further fields of the service's error body, or others in their place. */
      fields?: Record<string, unknown>;
      isRetriable?: boolean;
      /** `applied`: the call takes effect, and only its answer is replaced. */
      effect?: "none" | "applied";
    }
  /** The connection is reset, before the call takes effect or after it did (the lost answer). */
  | { kind: "reset"; effect?: "none" | "applied" }
  /** The answer never comes. */
  | { kind: "hang"; effect?: "none" | "applied" }
  /** The true answer, `bytes` at a time with `delayMs` between. */
  | { kind: "drip"; bytes: number; delayMs: number }
  /** The true answer, after a while. */
  | { kind: "delay"; delayMs: number }
  /** The true answer, cut in the middle: the connection ends before `Content-Length` is reached. */
  | { kind: "cut" }
  /** Half of the true answer, and then nothing more: the connection stays open. */
  | { kind: "stall" }
  /** Half of the true answer, and then blanks without end. */
  | { kind: "endless" }
  /** The true answer with another status, with headers set or (null) taken, and with a body replaced or merged into. */
  | { kind: "change"; status?: number; headers?: Record<string, string | null>; body?: unknown }
  /** The true answer with so many bytes of white space before it. */
  | { kind: "flood"; bytes: number }
  /** 401 TokenExpired. */
  | { kind: "tokenExpired" }
  /** The call answers through a long-running operation, or does not, whatever the switch says. */
  | { kind: "longRunning"; longRunning: boolean }
  | { kind: "operation"; operation: OperationFault }
  | { kind: "job"; job: JobFault };

export interface FaultRule {
  /** Operation name of the request log, or `*`. */
  operation: string;
  /** How many matching requests it applies to; default 1; 0 is without end. */
  times?: number;
  /** How many matching requests pass first. */
  skip?: number;
  /** Only requests of this principal (token). */
  token?: string;
  fault: FaultKind;
}

interface Armed {
  id: string;
  rule: FaultRule;
  seen: number;
}

/** The faults that are armed. A request meets at most one: the oldest rule that matches it. */
export class Faults {
  private armed: Armed[] = [];

  add(rule: FaultRule): string {
    const id = randomUUID();
    this.armed.push({ id, rule, seen: 0 });
    return id;
  }

  remove(id: string): void {
    this.armed = this.armed.filter((armed) => armed.id !== id);
  }

  clear(): void {
    this.armed = [];
  }

  /** The fault this request meets. Counts it. */
  take(operation: string, token: string | undefined): FaultKind | undefined {
    for (const armed of this.armed) {
      const { rule } = armed;
      if (rule.operation !== "*" && rule.operation !== operation) continue;
      if (rule.token !== undefined && rule.token !== token) continue;
      armed.seen++;
      const nth = armed.seen - (rule.skip ?? 0);
      const times = rule.times ?? 1;
      if (nth >= 1 && (times === 0 || nth <= times)) return rule.fault;
    }
    return undefined;
  }
}
