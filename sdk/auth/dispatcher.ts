import type { Dispatcher } from "undici";

let shared: Dispatcher | undefined;

/**
 * The one dispatcher of the process, for Entra and Fabric alike: it goes through the proxy that HTTPS_PROXY, HTTP_PROXY
 * and NO_PROXY name, and trusts what Node trusts, NODE_EXTRA_CA_CERTS included.
 */
export function dispatcher(): Dispatcher {
  if (shared === undefined) {
    const { EnvHttpProxyAgent } = require("undici") as typeof import("undici");
    shared = new EnvHttpProxyAgent({
      connect: { timeout: 30_000 },
      // A definition of megabytes is still being stored when the answer's first byte is a minute away.
      headersTimeout: 300_000,
      bodyTimeout: 300_000,
    });
  }
  return shared;
}

let local: Dispatcher | undefined;

/** For the identity endpoint of this very machine, which no proxy reaches. */
export function localDispatcher(): Dispatcher {
  const { Agent } = require("undici") as typeof import("undici");
  return (local ??= new Agent({ connect: { timeout: 5_000 } }));
}

/** Closes idle connections, so that a process can end; the next call opens a new dispatcher. */
export async function closeDispatcher(): Promise<void> {
  const closing = [shared, local];
  shared = local = undefined;
  await Promise.all(closing.map((each) => each?.close()));
}
