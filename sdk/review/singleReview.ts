import { reviewDefinition, type DefinitionState } from "./definitionChange";
import type { ChangeDocument } from "./document";
import { breaksOf } from "./repository/breaks";
import { summaryOf } from "./summary";

/** Returns a document about one definition without its surroundings: its readers are not known, and the list of refreshes is empty. */
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
