import { FabricError } from "./errors";
import { currentJobType, type DataflowJobType, type JobStartForm } from "./jobTypes";

/** One way to start a run: a form of the call, and the name of the job type in it. */
export interface StartWay {
  form: JobStartForm;
  jobType: string;
}

const PUBLISHED_NAMES: Readonly<Record<string, [first: string, other: string]>> = {
  execute: ["Refresh", "Execute"],
  applyChanges: ["Publish", "ApplyChanges"],
};

/**
 * Returns the ways to start a run, in the order of the attempts. The generic forms come first, because the typed form is a preview that is
 * closed to service principals. The query form is never used for run parameters. It has no place for them, and could drop them silently.
 */
export function startWays(jobType: DataflowJobType, hasParameters: boolean): StartWay[] {
  const current = currentJobType(jobType);
  const [first, other] = PUBLISHED_NAMES[current] ?? [jobType, jobType];
  return [
    ...(hasParameters
      ? []
      : ([
          { form: "query", jobType: first },
          { form: "query", jobType: other },
        ] as const)),
    { form: "path", jobType: other },
    { form: "typed", jobType: current },
  ];
}

/** Returns the ways, with the one that was accepted before first. */
export const startingWith = (known: StartWay | undefined, ways: readonly StartWay[]): StartWay[] =>
  known ? [known, ...ways.filter(({ form, jobType }) => form !== known.form || jobType !== known.jobType)] : [...ways];

/**
 * Returns the ways that are left after a refusal. Undefined if the refusal is final: another form would meet it again, or start a second
 * run.
 */
export function waysAfter(refused: StartWay, left: readonly StartWay[], error: unknown): StartWay[] | undefined {
  const reason = refusalOf(error);
  if (reason === undefined) return undefined;
  // The other name of the job type helps only if the name was refused.
  return left.filter(({ form }) => reason === "name" || form !== refused.form);
}

const OF_THE_FORM = ["FeatureNotAvailable", "PrincipalTypeNotSupported"];
/** Codes that a missing route cannot have: they are about the item, its workspace or the caller. */
const OF_THE_TARGET =
  /(Item|Workspace|Entity|Artifact|Dataflow|Folder|Capacity|Principal|Token|Privileges|Scopes|Role)/i;

/** Says if a refusal is about the form of the call or the name in it. Then nothing was started, and another form may be open. */
function refusalOf(error: unknown): "name" | "form" | undefined {
  if (!(error instanceof FabricError) || error.mayHaveTakenEffect) return undefined;
  const { errorCode, status, isForeign } = error;
  if (errorCode === "InvalidJobType") return "name";
  if (errorCode !== undefined && OF_THE_FORM.includes(errorCode)) return "form";
  const isMissing = (status === 404 || status === 405) && !isForeign;
  return isMissing && !(errorCode !== undefined && OF_THE_TARGET.test(errorCode)) ? "form" : undefined;
}

/** Returns the last refusal with the earlier ones in its details. None of them started anything. */
export function withRefusals(error: unknown, refusals: readonly { way: StartWay; error: FabricError }[]): unknown {
  if (!(error instanceof FabricError) || error.mayHaveTakenEffect || refusals.length === 0) return error;
  const tried = refusals.map(({ way, error: { errorCode, status, serviceMessage } }) => ({
    message: `${describeWay(way)} was refused before: ${[errorCode, `HTTP ${status}`, serviceMessage].filter(Boolean).join(", ")}`,
  }));
  const nothing = { message: "Nothing was started. No other form of the call may be tried here." };
  return new FabricError({ ...error, details: [...error.details, ...tried, nothing] });
}

function describeWay({ form, jobType }: StartWay): string {
  if (form === "query") return `POST .../items/{id}/jobs/instances?jobType=${jobType}`;
  if (form === "path") return `POST .../items/{id}/jobs/${jobType}/instances`;
  return `POST .../dataflows/{id}/jobs/${jobType}/instances`;
}
