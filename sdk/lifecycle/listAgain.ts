import { setTimeout as sleep } from "node:timers/promises";
import { listAgainWithin } from "../fabric/listAgain";
import type { Context } from "./context";

/**
 * Yields each time to list again after a call whose response was lost. The service's lists may lack a new entry for
 * some seconds.
 */
export const listAgain = ({ client, signal }: Context, withinMs = Infinity): AsyncGenerator<void> =>
  listAgainWithin(Math.min(client.listLagMs, withinMs), (ms) => sleep(ms, undefined, { signal }));
