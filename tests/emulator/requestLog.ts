/** One request, as it was answered. */
export interface RequestLogEntry {
  method: string;
  /** Path and query, without `/v1`. */
  path: string;
  /** The emulator's name of the call, e.g. `createItem`; `unknown` where no call has that path. */
  operation: string;
  /** 0: the connection ended without an answer. */
  status: number;
  /** Display name of the caller, absent where the token was refused. */
  principal?: string;
  errorCode?: string;
  /** The fault it met. */
  fault?: string;
  /** Milliseconds since the epoch, by the machine's clock, and how long the answer took. */
  at: number;
  durationMs: number;
  requestBody?: unknown;
  /** Headers that tests ask about; never the token. */
  headers: { accept?: string; userAgent?: string; contentType?: string };
}

export const readable = (entry: RequestLogEntry): string =>
  [
    new Date(entry.at).toISOString(),
    entry.method,
    entry.path,
    entry.status === 0 ? "no answer" : entry.status,
    entry.operation,
    entry.errorCode,
    entry.fault && `(fault: ${entry.fault})`,
    `${entry.durationMs} ms`,
  ]
    .filter((part) => part !== undefined && part !== "")
    .join(" ");
