import type { DECLARATION, Declaration } from "./declaration";

/** The input that every class passes to its lifecycle. Programs do not set it. */
export interface FromClass {
  [DECLARATION]?: Declaration;
}
