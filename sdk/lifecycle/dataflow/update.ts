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
 * Only the calls that the change needs: name and description, folder, tags; then the data tests, the definition, and at last the publish,
 * so that nothing goes live before everything else went well.
 */
export async function update(id: string, olds: Partial<Outputs>, news: Inputs, context: Context): Promise<Outputs> {
  assertState<Outputs>(olds, "workspaceId");
  const { ownerToken } = olds;
  if (ownerToken !== undefined) hold(id, ownerToken, urnOf(news));
  if (!equal(olds.sensitivityLabel, news.sensitivityLabel))
    context.warn(
      "sensitivityLabel is given to a new dataflow only; Fabric's API cannot change it afterwards: do that in the portal",
    );
  return apply(context, id, olds, news).catch((error: unknown) => {
    throw isAboutGone(error) ? withWayOut(id, error as Error) : error;
  });
}

/** Whether the item was gone, whatever step met that. */
const isAboutGone = (error: unknown): boolean =>
  isGone(error) || (error instanceof Error && error.cause !== undefined && isAboutGone(error.cause));

/** An update cannot make a new item of one that somebody deleted: the engine must hear first that it is gone. */
function withWayOut(id: string, error: Error): Error {
  const message = `the dataflow ${id} is not there any more: it was deleted in Fabric. Run \`pulumi refresh\`, and the next \`pulumi up\` creates it anew\n${error.message}`;
  return error instanceof PartialFailure
    ? new PartialFailure(message, error.id, error.outs, error)
    : new Error(message, { cause: error });
}
