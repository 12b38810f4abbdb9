import { reviewDefinition, type DefinitionState } from "./definitionChange";
import type { ChangeDocument } from "./document";
import { summaryOf } from "./summary";

/** A document about one definition on two sides, with nothing around it: nobody reads from it, and nothing is to be refreshed. */
export async function singleReview(
  before: DefinitionState,
  after: DefinitionState,
  labels: { base: string; head: string },
): Promise<ChangeDocument> {
  const { change } = await reviewDefinition(before, after);
  const dataflows = [change];
  return {
    format: "pulumi-fabric-dataflow/review",
    version: 1,
    base: { label: labels.base },
    head: { label: labels.head },
    summary: summaryOf({ dataflows, affected: [] }),
    dataflows,
    affected: [],
    refresh: [],
  };
}
