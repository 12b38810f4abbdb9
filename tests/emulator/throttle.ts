import { ApiError } from "./errors";
import { Principal } from "./principals";
import { World } from "./world";

type Bucket = "platform" | "jobs" | "operations";

interface Window {
  endsAt: number;
  calls: number;
}

/** Calls by identity and bucket, in fixed windows. */
export class Throttle {
  private readonly windows = new Map<string, Window>();

  constructor(private readonly world: World) {}

  /** Counts one call. @throws ApiError 429 when the window has no call left. */
  count(principal: Principal, bucket: Bucket, operation: string): void {
    const { limits } = this.world;
    this.take(`${principal.id} ${bucket}`, limits.callsPerWindow, "RequestBlocked");
    if (operation.startsWith("run")) this.take(`${principal.id} runs`, limits.jobsPerWindow, "TooManyRequestsForJobs");
  }

  private take(key: string, limit: number, errorCode: "RequestBlocked" | "TooManyRequestsForJobs"): void {
    if (limit === 0) return;
    const now = this.world.clock.now();
    let window = this.windows.get(key);
    if (!window || window.endsAt <= now) {
      this.windows.set(key, (window = { endsAt: now + this.world.limits.windowMs, calls: 0 }));
    }
    if (++window.calls <= limit) return;
    const until = new Date(window.endsAt).toISOString();
    throw new ApiError(errorCode, `Request is blocked by the upstream service until: ${until} (UTC).`, {
      headers: { "Retry-After": String(Math.ceil((window.endsAt - now) / 1000)) },
    });
  }
}
