import { setTimeout as sleep } from "node:timers/promises";
import { formatElapsed } from "../common/durations";
import { FabricError } from "../fabric/errors";
import type { Context } from "./context";

/** Items that the state has had since an earlier `up`: one of them that is not found is gone, not new. */
const established = new Set<string>();

export const rememberEstablished = (itemId: string): void => void established.add(itemId.toLowerCase());

/** What stayed refused to the end of a wait: nobody waits for it again in this process. */
const hopeless = new Set<string>();

/** What a step works on that may be so new that parts of the service do not know it yet. */
export interface Place {
  itemId?: string;
  connectionId?: string;
}

const CAPACITY = ["WorkspaceHasNoCapacityAssigned", "CapacityNotActive"];

/** What a refusal says is missing, where it can be because that was only just made. */
function missingIn(e: unknown, { itemId, connectionId }: Place): string | undefined {
  if (!(e instanceof FabricError) || e.mayHaveTakenEffect || e.isForeign) return undefined;
  if (itemId !== undefined && established.has(itemId.toLowerCase())) return undefined;
  const code = e.errorCode ?? "";
  if (CAPACITY.includes(code) || code === "WorkspaceNotFound") return code;
  const notFound = e.status === 404 || /NotFound$/.test(code);
  if (notFound && connectionId !== undefined) return `connection ${connectionId}`;
  return code === "ItemNotFound" && itemId !== undefined ? `item ${itemId}` : undefined;
}

/**
 * The waits of one resource for what was only just made: a workspace without its capacity, or one that is not found yet, an item, a
 * connection. They take two minutes at most, all together: a mistyped id must not cost more.
 */
export class Settling {
  private waitedMs = 0;

  constructor(
    private readonly context: Context,
    private readonly workspaceId: string,
    private readonly timeoutMs: number,
  ) {}

  /** Does the step, again and again while the service refuses it for such a reason. A step that is refused has changed nothing. */
  async wait<T>(place: Place, step: () => Promise<T>): Promise<T> {
    const { client, signal } = this.context;
    const { mostMs, firstMs, capMs } = client.settling;
    const limitMs = Math.min(mostMs, this.timeoutMs);
    for (let tries = 0; ; tries++) {
      try {
        return await step();
      } catch (error) {
        const missing = missingIn(error, place);
        if (missing === undefined || signal.aborted) throw error;
        const key = `${this.workspaceId} ${missing}`.toLowerCase();
        const waitMs = Math.min(capMs, firstMs * 1.5 ** tries, limitMs - this.waitedMs);
        if (waitMs <= 0) hopeless.add(key);
        if (hopeless.has(key)) throw error;
        this.context.progress(`${saying(error as FabricError)}; waiting for it, ${formatElapsed(this.waitedMs)}`);
        await sleep(waitMs, undefined, { signal });
        this.waitedMs += waitMs;
      }
    }
  }
}

const saying = ({ errorCode, status, serviceMessage }: FabricError): string =>
  [errorCode ?? `HTTP ${status}`, serviceMessage].filter(Boolean).join(": ");
