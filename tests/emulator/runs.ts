import { ApiError } from "./errors";
import { Call, isObject, JsonObject } from "./http";
import { Job, JobType } from "./jobs";
import { validateForPublish } from "./publish";
import { Principal } from "./principals";
import { Item, World } from "./world";

/** What a run was asked to do, and what it did. */
export interface Run {
  executeOption: "SkipApplyChanges" | "ApplyChangesIfNeeded";
  /** By name, as the request sent them. */
  parameters: Record<string, unknown>;
  /** The executionData as it arrived. */
  executionData?: unknown;
  callerId: string;
  callerType: Principal["type"];
  /** The mashup that ran, once it did. */
  mashup?: string;
}

export interface Failure {
  errorCode: string;
  message: string;
}

const NOT_PUBLISHED = "The dataflow has never been published. Publish it before the first refresh.";
const NOT_UNDER_PRINCIPAL = "This dataflow may not run under a service principal.";

/** Reads the body of a start. @throws ApiError for what is refused before a run exists. */
export function readRun(call: Call, item: Item, jobType: JobType, _form: "typed" | "path" | "query"): Run {
  const { world, principal } = call;
  const body: JsonObject = isObject(call.body) ? call.body : {};
  const data: JsonObject = isObject(body.executionData) ? body.executionData : {};
  const executeOption = data.executeOption ?? world.switches.defaultExecuteOption;
  if (executeOption !== "SkipApplyChanges" && executeOption !== "ApplyChangesIfNeeded") {
    throw new ApiError("InvalidRequest", `'${String(executeOption)}' is no executeOption.`);
  }
  if (principal.type === "ServicePrincipal" && world.switches.servicePrincipalRuns === "refuse") {
    throw new ApiError("SPNBasedRefreshNotAllowed", NOT_UNDER_PRINCIPAL);
  }
  const skips = jobType === "Execute" && executeOption === "SkipApplyChanges";
  if (skips && !item.dataflow?.published && world.switches.neverPublished === "refuse") {
    throw new ApiError("DataflowNeverPublishedError", NOT_PUBLISHED);
  }
  return {
    executeOption,
    parameters: {},
    executionData: body.executionData,
    callerId: principal.id,
    callerType: principal.type,
  };
}

/** Does the job's work; answers why it failed, or nothing. */
export function runJob(world: World, item: Item, job: Job): Failure | undefined {
  const { switches } = world;
  const dataflow = item.dataflow;
  if (!dataflow) return { errorCode: "EntityUserFailure", message: "The item is no dataflow." };
  const owner = [...world.principals.values()].find((principal) => principal.id === item.ownerId);
  const underPrincipal =
    (job.run.callerType === "ServicePrincipal" && switches.servicePrincipalRuns === "fail") ||
    (owner?.type === "ServicePrincipal" && switches.servicePrincipalOwned === "fail");
  if (underPrincipal) return { errorCode: "SPNBasedRefreshNotAllowed", message: NOT_UNDER_PRINCIPAL };
  const changed = dataflow.published !== dataflow.edited;
  const publishes = job.jobType === "ApplyChanges" || (changed && job.run.executeOption === "ApplyChangesIfNeeded");
  if (publishes) {
    const failure = validateForPublish(dataflow.edited);
    if (failure) return failure;
    dataflow.published = dataflow.edited;
  }
  if (job.jobType === "ApplyChanges") return undefined;
  if (!dataflow.published) return { errorCode: "DataflowNeverPublishedError", message: NOT_PUBLISHED };
  if (!publishes && changed && switches.unpublishedChanges === "fail") {
    return { errorCode: "DataflowUnpublishedChangesError", message: "The dataflow's last changes were not published." };
  }
  job.run.mashup = dataflow.published.parts.get("mashup.pq")?.toString("utf8");
  return undefined;
}
