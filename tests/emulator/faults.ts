import { randomUUID } from "node:crypto";
import { ErrorCode } from "./errors";

/** The outcome of the long-running operation that the matched request starts. */
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

/** The outcome of the job instance that the matched request starts. */
export interface JobFault {
  outcome: "dedupe" | "cancel" | "fail" | "disappear" | "stayNotStarted" | "neverEnds" | "unknownStatus";
  errorCode?: string;
  message?: string;
}

export type FaultKind =
  | {
      /** Responds with this status. `body`: the service's error body (default), a gateway's HTML, nothing, or half a body. */
      kind: "status";
      status: number;
      errorCode?: string;
      message?: string;
      /** The header as it is sent: seconds, an HTTP date, or an absurd value. Absent: no header. */
      retryAfter?: string | number;
      body?: "json" | "html" | "empty" | "truncated";
      /** Fields that are added to the service's error body, or replace its own. */
      fields?: Record<string, unknown>;
      isRetriable?: boolean;
      /** `applied`: the call takes effect. Only its response is replaced. */
      effect?: "none" | "applied";
    }
  /** The connection is reset, before or after the call takes effect. After: the response is lost. */
  | { kind: "reset"; effect?: "none" | "applied" }
  /** No response is sent. */
  | { kind: "hang"; effect?: "none" | "applied" }
  /** The true response, `bytes` at a time, with `delayMs` between. */
  | { kind: "drip"; bytes: number; delayMs: number }
  /** The true response after a delay. */
  | { kind: "delay"; delayMs: number }
  /** The true response, cut in the middle: the connection ends before `Content-Length` is reached. */
  | { kind: "cut" }
  /** Half of the true response. Then nothing more is sent, and the connection stays open. */
  | { kind: "stall" }
  /** Half of the true response, then endless blanks. */
  | { kind: "endless" }
  /** The true response with another status, with headers set or removed (null), and with a replaced or merged body. */
  | { kind: "change"; status?: number; headers?: Record<string, string | null>; body?: unknown }
  /** The true response after so many bytes of white space. */
  | { kind: "flood"; bytes: number }
  /** 401 TokenExpired. */
  | { kind: "tokenExpired" }
  /** Forces or forbids a long-running operation for the call, whatever the switch says. */
  | { kind: "longRunning"; longRunning: boolean }
  | { kind: "operation"; operation: OperationFault }
  | { kind: "job"; job: JobFault };

export interface FaultRule {
  /** Operation name of the request log, or `*`. */
  operation: string;
  /** The number of matching requests that it applies to. Default 1; 0 means all. */
  times?: number;
  /** The number of matching requests that pass first. */
  skip?: number;
  /** Only requests with this principal's token match. */
  token?: string;
  fault: FaultKind;
}

interface Armed {
  id: string;
  rule: FaultRule;
  seen: number;
}

/** The active faults. At most one applies to a request: the oldest rule that matches. */
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

  /** Returns and counts the fault for this request. */
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
