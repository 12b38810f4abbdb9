import type { Dispatcher } from "undici";

/** Callers bound each request as a whole; what is bounded here is a server that nobody reaches, or that falls silent half-way. */
const OPTIONS = { connect: { timeout: 10_000 }, headersTimeout: 0, bodyTimeout: 120_000 };

const KINDS = ["kept", "own"] as const;
/** `kept`: on connections that are kept open; `own`: each request on a connection of its own. */
export type Connections = (typeof KINDS)[number];

const shared: Partial<Record<Connections, Dispatcher>> = {};
const local: Partial<Record<Connections, Dispatcher>> = {};

const optionsOf = (connections: Connections) => (connections === "own" ? { ...OPTIONS, pipelining: 0 } : OPTIONS);

/** undici costs tens of milliseconds to load: only the first request pays. */
const undici = (): typeof import("undici") => require("undici") as typeof import("undici");

/**
 * The dispatchers of the process, for Entra and Fabric alike: through the proxy that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name, with
 * the trust that Node has, NODE_EXTRA_CA_CERTS included.
 */
export const dispatcher = (connections: Connections = "kept"): Dispatcher =>
  (shared[connections] ??= new (undici().EnvHttpProxyAgent)(optionsOf(connections)));

/** For this very machine, its identity endpoint for example, which no proxy reaches. */
export const localDispatcher = (connections: Connections = "kept"): Dispatcher =>
  (local[connections] ??= new (undici().Agent)(optionsOf(connections)));

/**
 * Drops every connection, with what is still under way on it, so that a process can end; the next call opens new ones. A
 * graceful close would wait for a body that nobody reads.
 */
export async function destroyDispatcher(): Promise<void> {
  const closing = [shared, local].flatMap((opened) =>
    KINDS.map((connections) => {
      const one = opened[connections];
      delete opened[connections];
      return one;
    }),
  );
  await Promise.all(closing.map((each) => each?.destroy()));
}
