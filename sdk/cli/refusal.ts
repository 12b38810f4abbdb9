import { FabricError, OperationFailedError } from "../fabric/errors";

const NOT_NOW = [401, 408, 429];

/**
 * True if the service refused a call and a retry would not help, for example because of a missing permission or an item
 * without a definition. A command may go on without what was refused, and names it. If there is no usable response, the
 * command fails.
 */
export function isRefusal(e: unknown): boolean {
  if (e instanceof OperationFailedError) return true;
  if (e instanceof FabricError) return e.status >= 400 && e.status < 500 && !NOT_NOW.includes(e.status);
  return e instanceof Error && e.cause !== undefined && isRefusal(e.cause);
}
