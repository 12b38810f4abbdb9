import fc from "fast-check";
import { actions } from "./actions";
import { play } from "./model";

export interface ModelReport {
  runs: number;
  /** The shortest found sequence that breaks a promise, and the promise. */
  failure?: string;
}

/** Runs random sequences until their number or the time is reached. Shortens a failed sequence so that it can be read. */
export async function runModel(numRuns: number, seed: number, limitMs: number): Promise<ModelReport> {
  const property = fc.asyncProperty(actions, play);
  const outcome = await fc.check(property, { seed, numRuns, interruptAfterTimeLimit: limitMs, endOnFailure: false });
  if (!outcome.failed || outcome.counterexample === null) return { runs: outcome.numRuns };
  const lines = outcome.counterexample[0].map((action) => `  ${JSON.stringify(action)}`).join("\n");
  const error = outcome.errorInstance instanceof Error ? outcome.errorInstance.message : String(outcome.errorInstance);
  return {
    runs: outcome.numRuns,
    failure: `${error}\nafter\n${lines}\nseed ${outcome.seed}, path ${outcome.counterexamplePath}, shrunk ${outcome.numShrinks} times`,
  };
}
