import { DeadlineError, FabricError, NoAnswerError } from "../fabric/errors";

/*
 * What an error of the service says about the thing that was asked for. Every other refusal leaves the state as it is.
 */

/** The dataflow or its schedule is gone. Only this code says so. */
export const isGone = (error: unknown): boolean => error instanceof FabricError && error.errorCode === "ItemNotFound";

/** Fabric does not know the run any more; a gateway's 404 says nothing about it. */
export const isForgotten = (error: unknown): error is FabricError =>
  error instanceof FabricError && error.status === 404 && error.errorCode !== undefined;

/** Whether the service may have done what it was asked, although no response says so. */
export const mayHaveTakenEffect = (error: unknown): error is Error =>
  (error instanceof NoAnswerError || error instanceof FabricError || error instanceof DeadlineError) &&
  error.mayHaveTakenEffect;

const PROTECTED_LABEL = ["ItemsHaveProtectedLabels", "ItemHasProtectedLabel"];

/**
 * Whether this identity may not read the definition: getDefinition needs permission to write, and a protected label blocks it for all.
 * Any other failure says nothing of what is stored, so whoever met it must not go on as if nobody had edited it.
 */
export const isUnreadable = (error: unknown): error is FabricError =>
  error instanceof FabricError && (error.status === 403 || PROTECTED_LABEL.includes(error.errorCode ?? ""));
