import type { DECLARATION, Declaration } from "./declaration";

/** What every class tells its lifecycle and no program sets. */
export interface FromClass {
  [DECLARATION]?: Declaration;
}
