import type { Outputs } from "../../model/dataflow";
import type { Step } from "../../model/keys";

/** The steps of an update. */
export const STEPS = ["properties", "move", "tags", "definition", "publish", "test"] as const satisfies readonly Step[];

/** The outputs so far, and what makes them follow the declared values once a step is done. */
export interface Sofar {
  outs: Outputs;
  /** Without a step: part of one is done. */
  follow(step?: (typeof STEPS)[number]): void;
}
