import { harmless, harmlessJson } from "../common/harmless";
import type { DataflowJobType, JobInstance } from "../fabric/jobTypes";
import { jobOutcome } from "../fabric/jobTypes";
import { parseDuration } from "../common/durations";
import { executionData } from "../lifecycle/executionData";
import { sentRunParameters } from "../lifecycle/runParameters";
import { BadNews, type Command } from "./command";
import { UsageError } from "../common/usageError";
import { portalUrl } from "./portal";
import { progressOn } from "./progress";
import { runLine } from "./runText";
import { beside } from "./table";
import { callsService, withService, type ServiceOptions } from "./service";

interface Options extends ServiceOptions {
  publish?: boolean;
  skipPublish?: boolean;
  parameter?: Record<string, string>;
  wait: boolean;
  timeout: string;
}

/** `run`: starts a run now and waits for its end. */
export const run: Command = (program, output) => {
  callsService(program.command("run"))
    .summary("refresh or publish a dataflow now, and wait for the end")
    .description(
      "Starts a run and waits for its end. Ends with 1 if it did not complete, so that a pipeline stops. The second " +
        "identity (run..., FABRIC_RUN_...) starts it if there is one.",
    )
    .argument("<dataflow>", "name or id")
    .option("--publish", "only publish (ApplyChanges), without a refresh")
    .option("--skip-publish", "refresh the published version, without publishing newer edits")
    .option("-p, --parameter <name=value>", "a run parameter; may be repeated", collect)
    .option("--no-wait", "do not wait for the end; print the run's id")
    .option("--timeout <duration>", "how long to wait; the run goes on afterwards", "24h")
    .addHelpText(
      "after",
      `
Examples:
  $ pulumi-fabric-dataflow run "Sales" --workspace Finance --timeout 2h
  $ pulumi-fabric-dataflow run "Sales" --workspace Finance --parameter Region=north`,
    )
    .action((dataflow: string, options: Options) => {
      const timeoutMs = parseDuration(options.timeout);
      if (timeoutMs === undefined) throw new UsageError('--timeout takes a duration such as "45m" or "8h".');
      const { parameter: parameters = {} } = options;
      if (options.publish && (options.skipPublish || Object.keys(parameters).length > 0))
        throw new UsageError("Leave out --skip-publish and --parameter: a publish runs no query.");
      return withService(options, output, async (service) => {
        const { id, displayName } = await service.dataflow(dataflow);
        const jobType: DataflowJobType = options.publish ? "ApplyChanges" : "Execute";
        const executeOption = options.skipPublish ? "SkipApplyChanges" : "ApplyChangesIfNeeded";
        const { jobs } = service.runClient;
        const { id: workspaceId } = service.workspace;
        const sent = await sentRunParameters(service.runClient, [workspaceId, id], parameters, { asText: true });
        const data = options.publish ? undefined : executionData({ executeOption, parameters: sent });
        const started = await jobs.start(workspaceId, id, jobType, { executionData: data });
        if (started.note !== undefined) output.err(started.note);
        if (options.wait)
          output.err(
            `run ${harmless(started.jobInstanceId)} of ${harmless(displayName)}: ${portalUrl(workspaceId, id)}`,
          );
        const ended = options.wait
          ? await jobs.wait(workspaceId, id, started.jobInstanceId, {
              firstPollAfterMs: started.retryAfterMs,
              timeoutMs,
              onProgress: progressOn(output),
            })
          : undefined;
        const shown: Partial<JobInstance> = ended ?? { id: started.jobInstanceId };
        if (options.json) output.out(harmlessJson(shown, 2));
        else if (!ended) output.out(harmless(started.jobInstanceId));
        else
          for (const line of beside(`${harmless(ended.id)}  `, runLine(ended, Date.now()), output.columns, 2))
            output.out(line);
        if (ended?.status === "Deduped")
          output.err(
            "Fabric dropped this run because another run was active, which may have begun before the last change. Run it again once that one has ended.",
          );
        if (ended && jobOutcome(ended.status) !== "completed") throw new BadNews();
      });
    });
};

function collect(given: string, before: Record<string, string> = {}): Record<string, string> {
  const [, name, value] = /^([^=]+)=([\s\S]*)$/.exec(given) ?? [];
  if (name === undefined || value === undefined)
    throw new UsageError("--parameter takes name=value, as in Region=north.");
  return { ...before, [name]: value };
}
