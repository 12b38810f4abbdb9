import { DeadlineError, FabricError, NoResponseError } from "../fabric/errors";

/* The meaning of the service's errors for an item. Every other refusal leaves the state as it is. */

/** True if the dataflow or its schedule is gone. Only this code says so. */
export const isGone = (error: unknown): boolean => error instanceof FabricError && error.errorCode === "ItemNotFound";

/** True if Fabric does not know the run any more. A gateway's 404 does not show that. */
export const isForgotten = (error: unknown): error is FabricError =>
  error instanceof FabricError && error.status === 404 && error.errorCode !== undefined;

/** True if the call may have taken effect although no response confirms it. */
export const mayHaveTakenEffect = (error: unknown): error is Error =>
  (error instanceof NoResponseError || error instanceof FabricError || error instanceof DeadlineError) &&
  error.mayHaveTakenEffect;

const PROTECTED_LABEL = ["ItemsHaveProtectedLabels", "ItemHasProtectedLabel"];

/** True for a protected label: no API reads the definition, whatever permissions this identity has. */
export const isProtectedByLabel = (error: unknown): error is FabricError =>
  error instanceof FabricError && PROTECTED_LABEL.includes(error.errorCode ?? "");

/**
 * True if this identity may not read the definition. getDefinition needs permission to write, and a protected label
 * blocks it for everybody. A refresh by a reader gets this error. Other failures say nothing about what is stored.
 */
export const isUnreadable = (error: unknown): error is FabricError =>
  isProtectedByLabel(error) || (error instanceof FabricError && error.status === 403);
