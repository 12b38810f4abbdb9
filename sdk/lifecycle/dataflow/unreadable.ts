import { FabricError } from "../../fabric/errors";

const PROTECTED_LABEL = ["ItemsHaveProtectedLabels", "ItemHasProtectedLabel"];

/**
 * Whether this identity may not read the definition: getDefinition needs permission to write, and a protected label blocks it for all.
 * Any other failure says nothing of what is stored, so whoever met it must not go on as if nobody had edited it.
 */
export const isUnreadable = (e: unknown): e is FabricError =>
  e instanceof FabricError && (e.status === 403 || PROTECTED_LABEL.includes(e.errorCode ?? ""));
