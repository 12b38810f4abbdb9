/** Bounds of one call. */
export interface CallOptions {
  /** Ends the call at once; it then rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Milliseconds for the whole call, its retries and waits included. {@link DeadlineError} when they are over. */
  timeoutMs?: number;
}

/** A look at what may just have been written. */
export interface LookOptions {
  /**
   * Whether calls that write, of this identity in this process, go before this one while calls have to queue: after a 429, or with
   * `maxCallsPerMinute`. Default false.
   */
  afterWrites?: boolean;
}

/** Where something that takes time stands. */
export interface Progress {
  /** The service's word, for example `Running` (operations) or `InProgress` (jobs). */
  status: string;
  /** Milliseconds since the wait began. */
  elapsedMs: number;
  /** 0 to 100, where the service says it. */
  percentComplete?: number;
}

/** Bounds of a call that may have to wait for the service, and a look at its progress. */
export interface WaitOptions extends CallOptions {
  /** Called at each look. */
  onProgress?(progress: Progress): void;
}
