import { urnOf } from "../declaration";
import { hold } from "../ownership";
import type { Inputs, Outputs } from "../../model/dataflow";
import type { Context } from "../context";
import { PartialFailure } from "../partialFailure";
import { isGone } from "../serviceErrors";
import { assertState } from "../state";
import { equal } from "../../common/objects";
import { apply } from "./apply";

/**
 * Makes only the calls that the change needs, in this order: name and description, folder, tags, data tests,
 * definition, publish. So nothing goes live before everything else succeeded.
 */
export async function update(id: string, olds: Partial<Outputs>, news: Inputs, context: Context): Promise<Outputs> {
  assertState<Outputs>(olds, "workspaceId");
  const { ownerToken } = olds;
  if (ownerToken !== undefined) hold(id, ownerToken, urnOf(news));
  if (!equal(olds.sensitivityLabel, news.sensitivityLabel))
    context.warn("change sensitivityLabel in the portal: Fabric's API sets it only for a new dataflow");
  return apply(context, id, olds, news).catch((error: unknown) => {
    throw isAboutGone(error) ? withRemedy(id, error as Error) : error;
  });
}

/** True if any step found that the item is gone. */
const isAboutGone = (error: unknown): boolean =>
  isGone(error) || (error instanceof Error && error.cause !== undefined && isAboutGone(error.cause));

/**
 * Adds the remedy to the error. An update cannot recreate a deleted item: a refresh must first remove it from the
 * state.
 */
function withRemedy(id: string, error: Error): Error {
  const message = `the dataflow ${id} was deleted in Fabric. Run \`pulumi refresh\`; the next \`pulumi up\` then creates it again\n${error.message}`;
  return error instanceof PartialFailure
    ? new PartialFailure(message, error.id, error.outs, error)
    : new Error(message, { cause: error });
}
