import { callCounter, type CallCounter } from "./callCounters";
import { ApiError } from "./errors";
import { Principal } from "./principals";
import { World } from "./world";

type Bucket = "platform" | "jobs" | "operations";

/** Counts calls by identity and rate-limit group, against the limits of the options. */
export class Throttle {
  private readonly counters = new Map<string, CallCounter>();

  constructor(private readonly world: World) {}

  /** Counts one call. @throws ApiError 429 if the limit is reached. */
  count(principal: Principal, bucket: Bucket, operation: string): void {
    const { limits } = this.world;
    this.take(`${principal.id} ${bucket}`, limits.callsPerWindow, "RequestBlocked");
    if (operation.startsWith("run")) this.take(`${principal.id} runs`, limits.jobsPerWindow, "TooManyRequestsForJobs");
  }

  private take(name: string, limit: number, errorCode: "RequestBlocked" | "TooManyRequestsForJobs"): void {
    if (limit === 0) return;
    const { windowMs } = this.world.limits;
    const { callLimit } = this.world.switches;
    const now = this.world.clock.now();
    const key = [name, callLimit, limit, windowMs].join(" ");
    const counter = this.counters.get(key) ?? callCounter(callLimit, limit, windowMs, now);
    this.counters.set(key, counter);
    const again = counter.takesAt(now);
    if (again <= now) return counter.take(now);
    const until = new Date(again).toISOString();
    throw new ApiError(errorCode, `Request is blocked by the upstream service until: ${until} (UTC).`, {
      headers: this.retryAfter(again - now),
    });
  }

  private retryAfter(restMs: number): Record<string, string> {
    const { secondMs } = this.world.limits;
    const seconds = (count: number): string => String(Math.ceil(count * secondMs) / 1000);
    switch (this.world.switches.retryAfterOfLimit) {
      case "rest":
        return { "Retry-After": seconds(Math.ceil(restMs / secondMs)) };
      case "constant":
        return { "Retry-After": seconds(55) };
      case "date":
        return { "Retry-After": new Date(Math.ceil((this.world.clock.now() + restMs) / 1000) * 1000).toUTCString() };
      case "none":
        return {};
    }
  }
}
