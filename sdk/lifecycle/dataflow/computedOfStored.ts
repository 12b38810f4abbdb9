import type { Definition } from "../../fabric/types";
import type { Computed, Inputs } from "../../model/dataflow";
import { fingerprintOf } from "./definition";
import { seenDestinations } from "./destinations";

/**
 * Returns what `check` will compute of a stored definition that this stack imports. The stack has written no revision
 * of it, and has published none.
 */
export const computedOfStored = async (definition: Definition, props: Partial<Inputs>): Promise<Partial<Computed>> => ({
  ...fingerprintOf(definition, props),
  ...(await seenDestinations(definition, props)),
  definitionRevision: 0,
  publishedRevision: 0,
});
