import type { Dispatcher } from "undici";

// Callers bound each request as a whole; what is bounded here is a server that nobody reaches, or that falls silent half-way.
const options = { connect: { timeout: 10_000 }, headersTimeout: 0, bodyTimeout: 120_000 };

let shared: Dispatcher | undefined;

/**
 * The one dispatcher of the process, for Entra and Fabric alike: it goes through the proxy that HTTPS_PROXY, HTTP_PROXY
 * and NO_PROXY name, and trusts what Node trusts, NODE_EXTRA_CA_CERTS included.
 */
export function dispatcher(): Dispatcher {
  const { EnvHttpProxyAgent } = require("undici") as typeof import("undici");
  return (shared ??= new EnvHttpProxyAgent(options));
}

let local: Dispatcher | undefined;

/** For this very machine, its identity endpoint for example, which no proxy reaches. */
export function localDispatcher(): Dispatcher {
  const { Agent } = require("undici") as typeof import("undici");
  return (local ??= new Agent(options));
}

/** Closes idle connections, so that a process can end; the next call opens a new dispatcher. */
export async function closeDispatcher(): Promise<void> {
  const closing = [shared, local];
  shared = local = undefined;
  await Promise.all(closing.map((each) => each?.close()));
}
