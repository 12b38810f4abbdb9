import { setTimeout as sleep } from "node:timers/promises";
import { looksWithin } from "../fabric/lookAgain";
import type { Context } from "./context";

/**
 * Comes back each time it is worth looking for what a call left whose answer was lost: something new can be missing from the lists of
 * the service for some seconds.
 */
export const lookAgain = ({ client, signal }: Context, withinMs = Infinity): AsyncGenerator<void> =>
  looksWithin(Math.min(client.listLagMs, withinMs), (ms) => sleep(ms, undefined, { signal }));
