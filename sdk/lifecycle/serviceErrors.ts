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

/** A protected label: nobody reads the definition by an API, whatever else this identity may do. */
export const isProtectedByLabel = (error: unknown): error is FabricError =>
  error instanceof FabricError && PROTECTED_LABEL.includes(error.errorCode ?? "");

/**
 * Whether this identity may not read the definition: getDefinition needs permission to write, and a protected label blocks it for all.
 * A refresh by a reader meets that. Any other failure says nothing of what is stored.
 */
export const isUnreadable = (error: unknown): error is FabricError =>
  isProtectedByLabel(error) || (error instanceof FabricError && error.status === 403);
