/** Bounds of one call. */
export interface CallOptions {
  /** Ends the call at once when it aborts. The call rejects with the signal's reason. */
  signal?: AbortSignal;
  /**
   * Milliseconds for the whole call, with its retries and waits. Then it rejects with a {@link DeadlineError}. Default: 5 minutes, or 20 minutes
   * for a call that can become a long-running operation.
   */
  timeoutMs?: number;
}

/** Options of a read that can wait until writes are done. */
export interface ReadOptions {
  /**
   * True if writes of the same identity in this process may overtake this call while calls have to queue: after a 429, or with
   * `maxCallsPerMinute`.
   * @default false
   */
  afterWrites?: boolean;
}

/** The progress of a long-running operation or a job. */
export interface Progress {
  /** The service's status, for example `Running` (operations) or `InProgress` (jobs). */
  status: string;
  /** Milliseconds since the wait began. */
  elapsedMs: number;
  /** 0 to 100. Absent if the service does not report it. */
  percentComplete?: number;
}

/** Bounds of a call that may have to wait for the service, and a listener for its progress. */
export interface WaitOptions extends CallOptions {
  /** Called after each poll. */
  onProgress?(progress: Progress): void;
}
