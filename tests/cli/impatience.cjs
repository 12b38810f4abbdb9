/** The client's waits in milliseconds, and those of sign-ins, as a test has time for them. */
exports.impatience = (timing, timeouts, limits) => {
  Object.assign(timing, { attemptMs: 500, outageMs: 400, retryBaseMs: 10, retryCapMs: 20, pollIntervalMs: 10 });
  Object.assign(timeouts, { operation: 2_000 });
  Object.assign(limits, { requestTimeoutMs: 1_000, retryDelaysMs: [] });
};
