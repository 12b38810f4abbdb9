import { FabricError } from "../../fabric/errors";
import type { Outputs } from "../../model/dataflow";
import type { Context } from "../context";
import { rememberFormerId } from "../formerIds";
import { isGone, mayHaveTakenEffect } from "../serviceErrors";
import { urnOf } from "../declaration";
import { isLeftToOther, release } from "../ownership";
import { assertState } from "../state";
import { timeoutMs } from "./timeouts";
import { refuseIfUsed } from "./users";

/**
 * Deletes the item. "Not found" is a success, any other refusal is an error. An item that another resource has taken
 * over is left alone.
 */
export async function remove(id: string, olds: Partial<Outputs>, context: Context): Promise<void> {
  assertState<Outputs>(olds, "workspaceId");
  if (isLeftToOther("dataflow", id, olds, context)) return;
  await refuseIfUsed(id, olds, context);
  const { workspaceId } = olds;
  try {
    await context.client.dataflows.delete(workspaceId, id, {
      ...(olds.hardDelete === true && { hardDelete: true }),
      timeoutMs: timeoutMs(olds, "delete"),
      signal: context.signal,
    });
  } catch (error) {
    if (!isGone(error) && !(await isGoneAfterAll(error, workspaceId, id, context))) throw error;
  }
  release(id, urnOf(olds));
  rememberFormerId(id);
}

/** True if the item is gone. After a failed or lost response to a delete, this must be read. */
async function isGoneAfterAll(e: unknown, workspaceId: string, id: string, context: Context): Promise<boolean> {
  const inDoubt = mayHaveTakenEffect(e) || (e instanceof FabricError && e.status >= 500);
  if (!inDoubt) return false;
  return context.client.dataflows.get(workspaceId, id, { signal: context.signal }).then(() => false, isGone);
}
