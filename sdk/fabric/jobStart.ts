import type { ApiResponse } from "./attempt";
import type { CallContext } from "./callContext";
import { idFromLink } from "./endpoint";
import { isObject } from "../common/objects";
import { stringOf } from "./errorBody";
import type { FabricError } from "./errors";
import { waysAfter, withRefusals, type StartWay } from "./jobForms";
import { currentJobType, type JobStartForm } from "./jobTypes";
import { path } from "./path";
import type { Request, Requests } from "./requests";

/** Sends a start by one way after another, as long as each refusal is only about the form of the call. */
export async function sendStart(
  requests: Requests,
  target: [workspaceId: string, itemId: string],
  ways: readonly StartWay[],
  executionData: unknown,
  context: CallContext,
): Promise<{ response: ApiResponse; way: StartWay }> {
  const refusals: { way: StartWay; error: FabricError }[] = [];
  let [way, ...left] = ways;
  while (way !== undefined) {
    try {
      return { response: await requests.respond(context, startRequest(...target, way, executionData)), way };
    } catch (error) {
      const next = waysAfter(way, left, error);
      if (next === undefined || next.length === 0) throw withRefusals(error, refusals);
      refusals.push({ way, error: error as FabricError });
      [way, ...left] = next;
    }
  }
  throw new TypeError("there is no way to start a job");
}

/** Returns the request for a start. */
function startRequest(
  workspaceId: string,
  itemId: string,
  { form, jobType }: StartWay,
  executionData: unknown,
): Request {
  const common = { method: "POST", idempotency: "none", body: startBody(form, executionData) } as const;
  if (form === "query")
    return { ...common, path: path`/workspaces/${workspaceId}/items/${itemId}/jobs/instances`, query: { jobType } };
  if (form === "path")
    return { ...common, path: path`/workspaces/${workspaceId}/items/${itemId}/jobs/${jobType}/instances` };
  const typed = currentJobType(jobType);
  return { ...common, path: path`/workspaces/${workspaceId}/dataflows/${itemId}/jobs/${typed}/instances` };
}

/** Each form has its own place for run parameters. */
function startBody(form: JobStartForm, executionData: unknown): Request["body"] {
  if (executionData === undefined) return undefined;
  const given = parametersIn(executionData);
  if (form === "typed" || given.length === 0) return { executionData };
  if (form === "query")
    throw new TypeError("the query form does not take run parameters: leave the form out, or choose path or typed");
  const { parameters: _, ...rest } = executionData as Record<string, unknown>;
  const parameters = given.map(({ parameterName, ...other }) => ({ name: parameterName, ...other }));
  return { ...(Object.keys(rest).length > 0 && { executionData: rest }), parameters };
}

/** Returns the run parameters in an `executionData`. */
export function parametersIn(executionData: unknown): Record<string, unknown>[] {
  const given = isObject(executionData) ? executionData.parameters : undefined;
  return Array.isArray(given) ? given.filter(isObject) : [];
}

/** Returns the instance's id from `Location`, or else from the body: an instance, or an array of one. */
export function startedInstance({ headers, body }: ApiResponse): string | undefined {
  const located = idFromLink(headers.location, "instances");
  if (located !== undefined) return located;
  const first: unknown = Array.isArray(body) ? body[0] : body;
  return isObject(first) ? (stringOf(first.jobInstanceId) ?? stringOf(first.id)) : undefined;
}
