/*
 * Names of a dataflow's outputs that no program sets; the lifecycle fills them. State is forever: a name that was published keeps its
 * meaning.
 */

/** What `check` adds to the inputs, so that previews and dependents know it. */
export const COMPUTED = [
  "definitionFingerprint",
  "definitionRevision",
  "publishedRevision",
  "testedRevision",
  "queries",
] as const;

/** Outputs that the lifecycle keeps for itself: never inputs, so `read` must not return them as such. */
export const OUTPUT_ONLY = [
  "stateVersion",
  "ownerToken",
  "baseline",
  "unwritten",
  "pendingPublish",
  "untested",
  "testResults",
] as const;
