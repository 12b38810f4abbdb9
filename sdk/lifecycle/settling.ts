import { FabricError } from "../fabric/errors";
import { SettlingWaits } from "../fabric/settling";
import type { Context } from "./context";

/** Items that the state has had since an earlier `up`. If one of them is not found, it is gone and not new. */
const established = new Set<string>();

export const rememberEstablished = (itemId: string): void => void established.add(itemId.toLowerCase());

const givenUp = new Set<string>();

/** The item or connection that a step uses. It may be so new that parts of the service do not know it yet. */
export interface Place {
  itemId?: string;
  connectionId?: string;
}

const CAPACITY = ["WorkspaceHasNoCapacityAssigned", "CapacityNotActive"];

/** Returns the missing thing that a refusal names, if it may be missing because it is new. */
function missingIn(e: unknown, { itemId, connectionId }: Place): string | undefined {
  if (!(e instanceof FabricError) || e.mayHaveTakenEffect || e.isForeign) return undefined;
  if (itemId !== undefined && established.has(itemId.toLowerCase())) return undefined;
  const code = e.errorCode ?? "";
  if (CAPACITY.includes(code) || code === "WorkspaceNotFound") return code;
  const notFound = e.status === 404 || /NotFound$/.test(code);
  if (notFound && connectionId !== undefined) return `connection ${connectionId}`;
  return code === "ItemNotFound" && itemId !== undefined ? `item ${itemId}` : undefined;
}

/** The waits of one resource: for a workspace's capacity, or for a new workspace, item or connection to be found. */
export class Settling {
  private readonly waits: SettlingWaits;

  constructor(
    context: Context,
    private readonly workspaceId: string,
    timeoutMs: number,
  ) {
    const { client, signal } = context;
    const pace = { ...client.settling, maxMs: Math.min(client.settling.maxMs, timeoutMs) };
    this.waits = new SettlingWaits(pace, { givenUp, signal, progress: (text) => context.progress(text) });
  }

  /** Runs the step, and repeats it while the service refuses it for such a reason. */
  wait<T>(place: Place, step: () => Promise<T>): Promise<T> {
    return this.waits.wait(step, (error) => {
      const missing = missingIn(error, place);
      if (missing === undefined) return undefined;
      return { key: `${this.workspaceId} ${missing}`.toLowerCase(), text: saying(error as FabricError) };
    });
  }
}

const saying = ({ errorCode, status, serviceMessage }: FabricError): string =>
  [errorCode ?? `HTTP ${status}`, serviceMessage].filter(Boolean).join(": ");
