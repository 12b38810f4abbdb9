/** The waits of the client and of sign-ins, in milliseconds. They are short for tests. */
exports.impatience = (timing, timeouts, limits) => {
  Object.assign(timing, { attemptMs: 500, outageMs: 400, retryBaseMs: 10, retryCapMs: 20, pollIntervalMs: 10 });
  Object.assign(timeouts, { operation: 2_000 });
  Object.assign(limits, { requestTimeoutMs: 1_000, retryDelaysMs: [] });
};
