import { reviewDefinition, type DefinitionState } from "./definitionChange";
import type { ChangeDocument } from "./document";
import { breaksOf } from "./repository/breaks";
import { summaryOf } from "./summary";

/** A document about one definition on two sides, with nothing around it: who reads from it is not known, and nothing is to be refreshed. */
export async function singleReview(
  before: DefinitionState,
  after: DefinitionState,
  labels: { base: string; head: string },
): Promise<ChangeDocument> {
  const review = await reviewDefinition(before, after);
  const dataflows = [{ ...review.change, breaks: breaksOf(review, []) }];
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
