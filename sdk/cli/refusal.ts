import { FabricError, OperationFailedError } from "../fabric/errors";

const NOT_NOW = [401, 408, 429];

/**
 * Whether the service said no for good, as it does for a missing right or an item without a definition. A command may go on without what
 * was refused and name it; what got no usable response is a failure of the command.
 */
export function isRefusal(e: unknown): boolean {
  if (e instanceof OperationFailedError) return true;
  if (e instanceof FabricError) return e.status >= 400 && e.status < 500 && !NOT_NOW.includes(e.status);
  return e instanceof Error && e.cause !== undefined && isRefusal(e.cause);
}
