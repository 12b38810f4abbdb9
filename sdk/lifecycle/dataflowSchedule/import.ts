import { keys, type Inputs, type Outputs } from "../../model/dataflowSchedule";
import { keysWith } from "../../model/keys";
import type { Context, Created, Read } from "../context";
import { claim, newOwnerToken } from "../ownership";
import { idsIn } from "../place";
import { isGone } from "../serviceErrors";
import { notThere, STATE_VERSION } from "../state";
import { without } from "../values";
import { seenExecution } from "./compare";
import { target } from "./inputs";

const OUTPUTS = keysWith(keys, { kind: "output" });

/**
 * Imports a schedule as it is, by `<workspace id>/<dataflow id>/<schedule id>`. A schedule of a publish has `Publish/`
 * before the last id.
 */
export async function importSchedule(
  place: string,
  given: Partial<Outputs>,
  context: Context,
): Promise<Created<Outputs> & Read<Inputs, Outputs>> {
  const jobType = /\/Publish\//.test(place) ? "Publish" : undefined;
  const form =
    "<workspace id>/<dataflow id>/<schedule id>, with Publish/ before the last id for a schedule of that job";
  const [workspaceId = "", dataflowId = "", id = ""] = idsIn(place.replace("/Publish/", "/"), form, 3);
  const known = { ...given, workspaceId, dataflowId, ...(jobType && { jobType }) } as Inputs;
  const seen = await context.runClient.schedules
    .get(...target(known), id, { signal: context.signal })
    .catch((error: unknown) => {
      throw isGone(error) ? notThere("schedule", id, error) : error;
    });
  if (!seen.configuration) throw new Error(`import: the schedule ${id} has no configuration that can be declared`);
  const ownerToken = newOwnerToken(seen.id);
  const outs: Outputs = {
    ...known,
    ...(seen.enabled ? {} : { enabled: false }),
    schedule: seen.configuration as Inputs["schedule"],
    ...seenExecution(seen.executionData),
    ownerToken,
    stateVersion: STATE_VERSION,
  };
  claim("schedule", seen.id, ownerToken, outs);
  return { id: seen.id, outs, inputs: without(outs, ...OUTPUTS) };
}
