import { harmless, harmlessJson } from "../common/harmless";
import { FabricError } from "../fabric/errors";
import { jobOutcome, type JobInstance } from "../fabric/jobTypes";
import type { Command } from "./command";
import { jobName } from "./runText";
import { callsService, withService, type ServiceOptions } from "./service";

interface Options extends ServiceOptions {
  run?: string;
}

/** `cancel`: cancels active runs. */
export const cancel: Command = (program, output) => {
  callsService(program.command("cancel"))
    .summary("cancel the active runs of a dataflow")
    .description(
      "Cancels every active run of the dataflow, or only the one that --run names. The service ends it in its own time: " +
        "`history` shows when. A run that has already ended is not an error.",
    )
    .argument("<dataflow>", "name or id")
    .option("--run <id>", "only this run")
    .addHelpText("after", '\nExamples:\n  $ pulumi-fabric-dataflow cancel "Sales" --workspace Finance')
    .action((dataflow: string, options: Options) =>
      withService(options, output, async ({ workspace, runClient: { jobs }, dataflow: find }) => {
        const { id } = await find(dataflow);
        const going: JobInstance[] = [];
        if (options.run !== undefined) going.push(await jobs.get(workspace.id, id, options.run));
        else
          for await (const instance of jobs.list(workspace.id, id))
            if (jobOutcome(instance.status) === "running") going.push(instance);
        const cancelled: JobInstance[] = [];
        for (const instance of going)
          if (jobOutcome(instance.status) === "running" && (await end(instance))) cancelled.push(instance);
        if (options.json) output.out(harmlessJson({ cancelled: cancelled.map((each) => each.id) }, 2));
        else if (cancelled.length === 0) output.out("no run is active");
        else
          for (const instance of cancelled)
            output.out(harmless(`${instance.id}  ${jobName(instance)} is being cancelled`));

        async function end(instance: JobInstance): Promise<boolean> {
          return jobs.cancel(workspace.id, id, instance.id).then(
            () => true,
            (error: unknown) => {
              if (error instanceof FabricError && error.errorCode === "JobAlreadyCompleted") return false;
              throw error;
            },
          );
        }
      }),
    );
};
