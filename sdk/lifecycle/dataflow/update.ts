import { urnOf } from "../declaration";
import { hold } from "../ownership";
import type { Inputs, Outputs } from "../../model/dataflow";
import type { Context } from "../context";
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
  return apply(context, id, olds, news);
}
