import { bind, unbound } from "./connections";
import { StoredDefinition } from "./definitions";
import { ApiError } from "./errors";
import { Call, isObject, JsonObject } from "./http";
import { blocked } from "./firewall";
import { isActive, Job, JobType } from "./jobs";
import { mashupMembers } from "./mashup";
import { metadataOf, validateForPublish } from "./publish";
import { hasRole, Principal } from "./principals";
import { missingParameter, readRunParameters } from "./runParameters";
import { DataflowState, Item, World } from "./world";

/** The request of a run, and its effect. */
export interface Run {
  executeOption: "SkipApplyChanges" | "ApplyChangesIfNeeded";
  /** Parameters by name, as the request has them. */
  parameters: Record<string, unknown>;
  /** The request's executionData. */
  executionData?: unknown;
  callerId: string;
  callerType: Principal["type"];
  /** The mashup that ran. Absent before the run. */
  mashup?: string;
}

export interface Failure {
  errorCode: string;
  message: string;
}

export type StartForm = "typed" | "path" | "query";

const NOT_PUBLISHED = "The dataflow has never been published. Publish it before the first refresh.";
const NOT_UNDER_PRINCIPAL = "This dataflow may not run under a service principal.";

/** @throws ApiError if the caller may not start such a job. */
export function checkMayRun(call: Call, item: Item, jobType: JobType, form: StartForm): void {
  const { principal, world } = call;
  const needed = jobType === "Execute" ? "Member" : "Contributor";
  if (!hasRole(principal, item.workspaceId, needed)) throw new ApiError("InsufficientPrivileges");
  const usersOnly = world.switches.startForms[form] === "usersOnly";
  if (usersOnly && principal.type === "ServicePrincipal") throw new ApiError("PrincipalTypeNotSupported");
}

/** Reads the body of a start. @throws ApiError if the service refuses it before a run exists. */
export function readRun(call: Call, item: Item, jobType: JobType, form: StartForm): Run {
  const { world, principal } = call;
  checkMayRun(call, item, jobType, form);
  const run = runFor(world, item, jobType, isObject(call.body) ? call.body : {}, principal, form);
  if (principal.type === "ServicePrincipal" && world.switches.servicePrincipalRuns === "refuse") {
    throw new ApiError("SPNBasedRefreshNotAllowed", NOT_UNDER_PRINCIPAL);
  }
  const skips = jobType === "Execute" && run.executeOption === "SkipApplyChanges";
  if (skips && !item.dataflow?.published && world.switches.neverPublished === "refuse") {
    throw new ApiError("DataflowNeverPublishedError", NOT_PUBLISHED);
  }
  checkNotTwice(item, run.parameters);
  return run;
}

/** Reads the run that a body requests for this caller. @throws ApiError if the body is invalid. */
export function runFor(
  world: World,
  item: Item,
  jobType: JobType,
  body: JsonObject,
  principal: Principal,
  form: StartForm,
): Run {
  const data: JsonObject = isObject(body.executionData) ? body.executionData : {};
  const executeOption = data.executeOption ?? world.switches.defaultExecuteOption;
  if (executeOption !== "SkipApplyChanges" && executeOption !== "ApplyChangesIfNeeded") {
    throw new ApiError("InvalidRequest", `'${String(executeOption)}' is not an executeOption.`);
  }
  const parameters = jobType === "Execute" ? readRunParameters(world, item, body, form) : {};
  return {
    executeOption,
    parameters,
    executionData: body.executionData,
    callerId: principal.id,
    callerType: principal.type,
  };
}

/** Refuses a second run with the same parameters while the first one is active. It is not deduped. */
function checkNotTwice(item: Item, parameters: Record<string, unknown>): void {
  if (Object.keys(parameters).length === 0) return;
  const same = (job: Job) => isActive(job) && JSON.stringify(job.run.parameters) === JSON.stringify(parameters);
  if (item.jobs.some(same)) throw new ApiError("InvalidRequest", "A run with the same parameters is going already.");
}

/** Does the job's work. Returns the failure, or undefined. */
export function runJob(world: World, item: Item, job: Job): Failure | undefined {
  const { dataflow } = item;
  if (!dataflow) return { errorCode: "EntityUserFailure", message: "The item is not a dataflow." };
  const changed = dataflow.published !== dataflow.edited;
  const publishes = job.jobType === "ApplyChanges" || (changed && job.run.executeOption === "ApplyChangesIfNeeded");
  const failure =
    (runsUnderPrincipal(world, item, job) && {
      errorCode: "SPNBasedRefreshNotAllowed",
      message: NOT_UNDER_PRINCIPAL,
    }) ||
    (publishes && publish(world, dataflow, job));
  if (failure) return failure;
  if (job.jobType === "ApplyChanges") return undefined;
  if (!dataflow.published) return { errorCode: "DataflowNeverPublishedError", message: NOT_PUBLISHED };
  if (!publishes && changed && world.switches.unpublishedChanges === "fail") {
    return { errorCode: "DataflowUnpublishedChangesError", message: "The dataflow's last changes were not published." };
  }
  return missingParameter(item, job.run.parameters) ?? execute(world, dataflow, dataflow.published, job);
}

function runsUnderPrincipal(world: World, item: Item, job: Job): boolean {
  const { servicePrincipalRuns, servicePrincipalOwned } = world.switches;
  const ownerType = principalOf(world, item.ownerId)?.type;
  return (
    (job.run.callerType === "ServicePrincipal" && servicePrincipalRuns === "fail") ||
    (ownerType === "ServicePrincipal" && servicePrincipalOwned === "fail")
  );
}

const principalOf = (world: World, id: string): Principal | undefined =>
  [...world.principals.values()].find((principal) => principal.id === id);

/** A failed publish keeps the last published definition. */
function publish(world: World, dataflow: DataflowState, job: Job): Failure | undefined {
  const failure = validateForPublish(dataflow.edited);
  if (failure) return failure;
  if (world.switches.publishChecksConnections) {
    const bound = bind(world, dataflow.edited, principalOf(world, job.run.callerId));
    if (!Array.isArray(bound)) return bound;
  }
  dataflow.published = dataflow.edited;
  return undefined;
}

function execute(world: World, dataflow: DataflowState, running: StoredDefinition, job: Job): Failure | undefined {
  const mashup = running.parts.get("mashup.pq")?.toString("utf8");
  const bound = bind(world, running, principalOf(world, job.run.callerId));
  if (!Array.isArray(bound)) return bound;
  const members = mashup ? mashupMembers(mashup) : [];
  const combines = metadataOf(running).fastCombine === true || !world.switches.privacyFirewall;
  const stopped = combines ? undefined : members.map(({ name }) => blocked(mashup ?? "", members, name)).find(Boolean);
  if (stopped) return { errorCode: "MashupException", message: stopped };
  const tokens = members.flatMap((member) => member.tokens);
  const missing = world.switches.unboundSources === "fail" ? unbound(running, tokens) : undefined;
  if (missing) return missing;
  dataflow.materialised = bound;
  job.run.mashup = mashup;
  return undefined;
}
