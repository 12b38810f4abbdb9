import { FabricError } from "../fabric/errors";

/** Gone only where Fabric says so, of a dataflow or of its schedule: every other refusal leaves the state as it is. */
export const isGone = (e: unknown): boolean => e instanceof FabricError && e.errorCode === "ItemNotFound";
