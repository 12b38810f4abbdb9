import { harmlessJson, harmlessProse } from "../common/harmless";
import { Option } from "commander";
import { styleText } from "node:util";
import { durationMs, newestFirst } from "../fabric/jobTimes";
import { jobOutcome, type JobInstance } from "../fabric/jobTypes";
import { isoTime, utcTime } from "../common/times";
import type { Item } from "../fabric/types";
import { formatElapsed, parseDuration } from "../common/durations";
import { BadNews, type Command, type Output } from "./command";
import { UsageError } from "../common/usageError";
import { failed, jobName, reasonOf } from "./runText";
import { callsService, withService, type Service, type ServiceOptions } from "./service";
import { table, wrap } from "./table";
import { widthOf } from "./width";

interface Options extends ServiceOptions {
  all?: boolean;
  last: string;
  since?: string;
  failOn: "last" | "any" | "never";
}

export interface RunReport {
  dataflow: string;
  dataflowId: string;
  id: string;
  job: string;
  /** Who started it: `Manual`, `Scheduled`. */
  started: string;
  status: string;
  startTimeUtc?: string;
  durationMs?: number;
  reason?: string;
}

/** `history`: shows past runs, for people and for pipelines that alert. */
export const history: Command = (program, output) => {
  callsService(program.command("history"))
    .summary("past runs with durations, failures and reasons")
    .description(
      "Shows the runs of a dataflow, newest first, or with --all of every dataflow of the workspace. Fabric keeps about " +
        "100 runs of each. Ends with 1 if the newest run of a dataflow failed or was cancelled, so that a pipeline can alert.",
    )
    .argument("[dataflow]", "name or id")
    .option("-a, --all", "all dataflows of the workspace")
    .option("-n, --last <count>", "at most this many runs of each dataflow", "10")
    .option("--since <duration>", 'only runs that began within "24h", "90m", ...')
    .addOption(
      new Option("--fail-on <runs>", "which failure ends the command with 1")
        .choices(["last", "any", "never"])
        .default("last"),
    )
    .addHelpText(
      "after",
      `
Examples:
  $ pulumi-fabric-dataflow history "Sales" --workspace Finance
  $ pulumi-fabric-dataflow history --all --workspace Finance --since 24h --fail-on any --json`,
    )
    .action(async (dataflow: string | undefined, options: Options) => {
      const { most, sinceMs } = bounds(options);
      if ((dataflow === undefined) !== (options.all === true)) throw new UsageError("Give either a dataflow or --all.");
      const now = Date.now();
      const reports = await withService(options, output, async (service) => {
        const items =
          dataflow === undefined
            ? await service.lookups.items(service.workspace.id, "Dataflow")
            : [await service.dataflow(dataflow)];
        const found: RunReport[] = [];
        for (const item of items) found.push(...(await runsOf(service, item, { now, most, sinceMs })));
        return found;
      });
      if (options.json) output.out(harmlessJson(reports, 2));
      else show(reports, options.all === true, output);
      if (isBad(reports, options.failOn)) throw new BadNews();
    });
};

function bounds({ last, since }: Options): { most: number; sinceMs: number | undefined } {
  if (!/^[1-9]\d{0,4}$/.test(last)) throw new UsageError("--last takes a whole number from 1.");
  const sinceMs = since === undefined ? undefined : parseDuration(since);
  if (since !== undefined && sinceMs === undefined)
    throw new UsageError('--since takes a duration such as "24h" or "90m".');
  return { most: Number(last), sinceMs };
}

async function runsOf(
  { client, workspace }: Service,
  { id: dataflowId, displayName: dataflow }: Item,
  { now, most, sinceMs }: { now: number; most: number; sinceMs: number | undefined },
): Promise<RunReport[]> {
  const runs: JobInstance[] = [];
  for await (const run of client.jobs.list(workspace.id, dataflowId)) runs.push(run);
  return newestFirst(runs)
    .filter(({ startTimeUtc }) => sinceMs === undefined || (utcTime(startTimeUtc) ?? now) >= now - sinceMs)
    .slice(0, most)
    .map((run) => ({
      ...{ dataflow, dataflowId, id: run.id, job: jobName(run), started: run.invokeType, status: run.status },
      startTimeUtc: isoTime(run.startTimeUtc),
      durationMs: durationMs(run, now),
      ...(failed(run) && { reason: reasonOf(run) || "no reason given" }),
    }));
}

/**
 * True if a run that `--fail-on` selects failed or was cancelled. A deduplicated or active run says nothing about the
 * dataflow, so the newest run is the newest one that ended.
 */
export function isBad(reports: readonly RunReport[], failOn: Options["failOn"]): boolean {
  if (failOn === "never") return false;
  const ended = reports.filter(({ status }) => !["running", "deduped"].includes(jobOutcome(status)));
  const counted =
    failOn === "any"
      ? ended
      : ended.filter((run) => ended.find(({ dataflowId }) => dataflowId === run.dataflowId) === run);
  return counted.some(({ status }) => jobOutcome(status) !== "completed");
}

const BAR = 12;
/** A shorter bar shows nothing. */
const SHORTEST_BAR = 4;
const EIGHTHS = " ▏▎▍▌▋▊▉█";

/** Returns a bar of up to `width` characters, proportional to the longest duration. */
export function bar(ms: number, longest: number, width = BAR): string {
  const eighths = longest === 0 ? 0 : Math.max(1, Math.round((ms / longest) * width * 8));
  return "█".repeat(Math.floor(eighths / 8)) + (eighths % 8 === 0 ? "" : EIGHTHS[eighths % 8]);
}

function show(reports: readonly RunReport[], withNames: boolean, output: Output): void {
  if (reports.length === 0) return output.out("no runs");
  const longest = Math.max(0, ...reports.map((run) => run.durationMs ?? 0));
  const columns = [
    ...(withNames ? [{ name: "dataflow", shrinksTo: 8 }] : []),
    { name: "start (UTC)" },
    { name: "job" },
    { name: "by", shrinksTo: 4 },
    { name: "status" },
    { name: "took", align: "right" as const },
  ];
  const rows = reports.map((run) => [
    ...(withNames ? [run.dataflow] : []),
    run.startTimeUtc?.slice(0, 16).replace("T", " ") ?? "",
    run.job,
    run.started,
    run.status,
    run.durationMs === undefined ? "" : formatElapsed(run.durationMs),
  ]);
  const [head = "", ...lines] = table(columns, rows, output.columns);
  output.out(head);
  // A bar gets the room that is left. The header is as wide as the table, because its last column is aligned to the right.
  const room = Math.min(BAR, output.columns === undefined ? BAR : output.columns - widthOf(head) - 2);
  const barOf = ({ durationMs }: RunReport): string =>
    durationMs === undefined || room < SHORTEST_BAR ? "" : `  ${bar(durationMs, longest, room)}`;
  reports.forEach((run, index) => {
    const line = `${lines[index] ?? ""}${barOf(run)}`;
    const bad = run.reason !== undefined;
    output.out(bad && output.colours ? styleText("red", line, { validateStream: false }) : line);
    const width = output.columns === undefined ? undefined : output.columns - 2;
    if (run.reason !== undefined) for (const text of wrap(harmlessProse(run.reason), width)) output.out(`  ${text}`);
  });
}
