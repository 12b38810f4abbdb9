import { DeadlineError, FabricError, NoAnswerError } from "../fabric/errors";

/** Whether the service may have done what it was asked, although no answer says so. */
export const mayHaveTakenEffect = (e: unknown): e is Error =>
  (e instanceof NoAnswerError || e instanceof FabricError || e instanceof DeadlineError) && e.mayHaveTakenEffect;
