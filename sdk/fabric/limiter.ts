import { CallQueue, type Permit } from "./callQueue";
import type { Clock } from "./clock";
import type { CallContext } from "./callContext";

/** The groups of calls that the service counts separately. */
export type RateLimitGroup = "platform" | "jobs" | "operations";

export interface LimiterOptions {
  /** The most calls of a rate-limit group under way at once. */
  concurrent: number;
  /** The most calls of a rate-limit group in any minute. Default: as many as the service takes. */
  maxCallsPerMinute?: number;
}

export const defaultLimiterOptions: LimiterOptions = { concurrent: 32 };

/**
 * Limits the calls of one identity within this process. It does not assume the service's limits: calls go until the service refuses one (429).
 * Then only the rate-limit group of that call waits, exactly as long as the service asks. Then one call goes, and each good response allows
 * one more call at once.
 */
export class Limiter {
  private readonly queues: Record<RateLimitGroup, CallQueue>;

  constructor({ concurrent, maxCallsPerMinute }: LimiterOptions, clock: Clock) {
    const queue = (): CallQueue => new CallQueue(concurrent, maxCallsPerMinute, clock);
    this.queues = { platform: queue(), jobs: queue(), operations: queue() };
  }

  /**
   * Resolves when a call may be sent. With `afterWrites`, calls that write, or lead to a write, go before. Throws the context's error if the
   * context is over, and at once if a pause outlasts the context's deadline.
   */
  acquire(rateLimitGroup: RateLimitGroup, context: CallContext, afterWrites = false): Promise<Permit> {
    return this.queues[rateLimitGroup].acquire(context, afterWrites);
  }
}

const limiters = new Map<string, Limiter>();

/** Returns the limiter of an identity at an endpoint, which all its clients share. The first client sets the options. */
export function limiterFor(identity: string, options: LimiterOptions, clock: Clock): Limiter {
  let limiter = limiters.get(identity);
  if (limiter === undefined) {
    limiter = new Limiter(options, clock);
    limiters.set(identity, limiter);
  }
  return limiter;
}
