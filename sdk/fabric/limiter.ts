import { CallQueue, type Permit } from "./callQueue";
import type { Clock } from "./clock";
import type { CallContext } from "./callContext";

/** The service counts calls by these, each on its own. */
export type RateLimitGroup = "platform" | "jobs" | "operations";

export interface LimiterOptions {
  /** The most calls of a rate-limit group under way at once. */
  concurrent: number;
  /** The most calls of a rate-limit group in any minute. Undefined: as many as the service takes. */
  maxCallsPerMinute?: number;
}

export const defaultLimiterOptions: LimiterOptions = { concurrent: 32 };

/**
 * One identity's share of the service, within this process. It assumes no number: calls go until the service refuses one (429). Then its
 * rate-limit group, and no other, waits for exactly as long as the service asks; then one call goes, and one more at once with each good response.
 */
export class Limiter {
  private readonly queues: Record<RateLimitGroup, CallQueue>;

  constructor({ concurrent, maxCallsPerMinute }: LimiterOptions, clock: Clock) {
    const queue = (): CallQueue => new CallQueue(concurrent, maxCallsPerMinute, clock);
    this.queues = { platform: queue(), jobs: queue(), operations: queue() };
  }

  /**
   * Resolves when a call may be sent. `afterWrites`: a look at what was written; calls that write, or lead to a write, go before.
   * Throws what the context throws when it is over, and at once if a pause is longer than what the context has left.
   */
  acquire(rateLimitGroup: RateLimitGroup, context: CallContext, afterWrites = false): Promise<Permit> {
    return this.queues[rateLimitGroup].acquire(context, afterWrites);
  }
}

const limiters = new Map<string, Limiter>();

/** The one limiter of an identity at an endpoint. The options of its first user hold. */
export function limiterFor(identity: string, options: LimiterOptions, clock: Clock): Limiter {
  let limiter = limiters.get(identity);
  if (limiter === undefined) {
    limiter = new Limiter(options, clock);
    limiters.set(identity, limiter);
  }
  return limiter;
}
