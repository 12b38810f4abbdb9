import type { Props } from "../values";
import { TEXT_INPUTS } from "./definition";

/** Inputs that the outputs follow once the definition is written: the fingerprints belong to these texts and secrets. */
export const DEFINITION = ["definition", "definitionFingerprint", "definitionRevision", "queries", ...TEXT_INPUTS];

/** The outputs so far, and what makes them follow the declared values once a step is done. */
export interface Sofar {
  outs: Props;
  follow(...keys: readonly string[]): void;
}
