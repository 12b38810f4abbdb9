import type { Props } from "../values";

/** Inputs that the outputs follow once the definition is written. */
export const DEFINITION = ["definition", "definitionFingerprint", "definitionRevision", "queries"];

/** The outputs so far, and what makes them follow the declared values once a step is done. */
export interface Sofar {
  outs: Props;
  follow(...keys: readonly string[]): void;
}
