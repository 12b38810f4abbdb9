import type { Dispatcher } from "undici";

/**
 * Callers set a time limit for each whole request. These limits are for servers that cannot be reached or stop sending.
 */
const OPTIONS = { connect: { timeout: 10_000 }, headersTimeout: 0, bodyTimeout: 120_000 };

const KINDS = ["kept", "own"] as const;
/** `kept`: on connections that stay open. `own`: each request on its own connection. */
export type Connections = (typeof KINDS)[number];

const shared: Partial<Record<Connections, Dispatcher>> = {};
const local: Partial<Record<Connections, Dispatcher>> = {};

const optionsOf = (connections: Connections) => (connections === "own" ? { ...OPTIONS, pipelining: 0 } : OPTIONS);

/** undici takes tens of milliseconds to load, so only the first request loads it. */
const undici = (): typeof import("undici") => require("undici") as typeof import("undici");

/**
 * Returns the process's dispatcher, for Entra and Fabric. It uses the proxy that HTTPS_PROXY, HTTP_PROXY and NO_PROXY
 * name, and trusts the same certificates as Node, including NODE_EXTRA_CA_CERTS.
 */
export const dispatcher = (connections: Connections = "kept"): Dispatcher =>
  (shared[connections] ??= new (undici().EnvHttpProxyAgent)(optionsOf(connections)));

/** Returns the dispatcher for this machine, for example for its identity endpoint, which no proxy can reach. */
export const localDispatcher = (connections: Connections = "kept"): Dispatcher =>
  (local[connections] ??= new (undici().Agent)(optionsOf(connections)));

/**
 * Drops every connection and the requests on it, so that the process can end. The next call opens new ones. A graceful
 * close would wait for bodies that nobody reads.
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
