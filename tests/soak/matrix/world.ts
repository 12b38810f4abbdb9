import { FabricClient } from "../../../sdk/fabric/client";
import type { Emulator } from "../../emulator/index";
import { World } from "../../lifecycle/world";

/** A world whose client ends a request after this time, and assumes that lists lag only briefly. */
export function impatientWorld(emulator: Emulator, attemptMs = 60_000): World {
  const world = new World(emulator);
  const client = new FabricClient({
    credential: {
      description: "the matrix",
      getToken: async () => ({ token: emulator.token, expiresOnTimestamp: Number.MAX_SAFE_INTEGER }),
    },
    endpoint: emulator.endpoint,
    pollIntervalMs: 5,
    maxRetries: 2,
    timing: {
      ...{ pollCapMs: 40, retryBaseMs: 5, retryCapMs: 20, unknownGraceMs: 3_000 },
      attemptMs,
      listLagMs: 300,
    },
  });
  Object.assign(world.context, { client, runClient: client });
  // A query has a deadline of its own, 150 s of silence.
  const { dataflows } = client;
  const execute = dataflows.executeQuery.bind(dataflows);
  dataflows.executeQuery = (workspaceId, id, document, options) =>
    execute(workspaceId, id, document, { ...options, timeoutMs: Math.min(options?.timeoutMs ?? attemptMs, attemptMs) });
  return world;
}

/** Advances the time, so that former runs cannot be confused with new ones. */
export function age({ emulator }: World): void {
  for (const { id } of emulator.items())
    for (const run of emulator.world.findItem(id)?.jobs ?? [])
      if (run.endedAt !== undefined) run.startedAt = Date.now() - 3_600_000;
}
