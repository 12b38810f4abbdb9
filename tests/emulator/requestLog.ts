/** One request and the status of its response. */
export interface RequestLogEntry {
  method: string;
  /** Path and query, without `/v1`. */
  path: string;
  /** The emulator's name of the call, e.g. `createItem`. `unknown` if no call has that path. */
  operation: string;
  /** 0: the connection ended without a response. */
  status: number;
  /** Display name of the caller. Absent if the token was refused. */
  principal?: string;
  errorCode?: string;
  /** The fault that was applied to the request. */
  fault?: string;
  /** Milliseconds since the epoch, by the machine's clock, and the time until the response. */
  at: number;
  durationMs: number;
  requestBody?: unknown;
  /** Headers that tests check. Never the token. */
  headers: { accept?: string; userAgent?: string; contentType?: string };
}

export const readable = (entry: RequestLogEntry): string =>
  [
    new Date(entry.at).toISOString(),
    entry.method,
    entry.path,
    entry.status === 0 ? "no response" : entry.status,
    entry.operation,
    entry.errorCode,
    entry.fault && `(fault: ${entry.fault})`,
    `${entry.durationMs} ms`,
  ]
    .filter((part) => part !== undefined && part !== "")
    .join(" ");
