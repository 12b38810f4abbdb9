import { harmlessJson } from "../common/harmless";
import { destroyDispatcher } from "../auth/dispatcher";
import { connect } from "../identity/connect";
import { reportIdentity } from "../identity/report";
import { Lookups } from "../lookup/lookups";
import { type Command } from "./command";
import { UsageError } from "../common/usageError";
import { showIdentity } from "./identityText";
import { nameOrId, WORKSPACE_VARIABLE } from "./service";

interface Options {
  stack?: string;
  run?: boolean;
  workspace?: string;
  dataflow?: string;
  json?: boolean;
}

/** `whoami`: shows who signs in, and what that identity may do. */
export const whoami: Command = (program, output) => {
  program
    .command("whoami")
    .summary("who signs in, and what that identity may do")
    .description(
      "Signs in as `pulumi up` would and shows who that is, when its token ends, and which workspaces it sees. With " +
        "--workspace also its role there and whether it may deploy, read back, run, schedule and query, as far as " +
        "that can be known without doing it. Changes nothing.",
    )
    .option("-s, --stack <name>", "use fabric-dataflow:... of this stack's configuration too (needs the Pulumi CLI)")
    .option("-r, --run", "report on the second identity, which runs jobs (run..., FABRIC_RUN_...)")
    .option("-w, --workspace <name or id>", `show what it may do in this workspace (default: ${WORKSPACE_VARIABLE})`)
    .option("-d, --dataflow <name or id>", "... and with this dataflow in it")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
Examples:
  $ pulumi-fabric-dataflow whoami
  $ FABRIC_USE_CLI=true pulumi-fabric-dataflow whoami --workspace Finance
  $ pulumi-fabric-dataflow whoami --stack prod --run --json`,
    )
    .action(async ({ stack, run, dataflow, json, ...options }: Options) => {
      const workspace = options.workspace ?? (output.env[WORKSPACE_VARIABLE] || undefined);
      if (dataflow !== undefined && workspace === undefined) {
        throw new UsageError("--dataflow needs --workspace: the workspace of the dataflow.");
      }
      try {
        const { env } = output;
        const connected = await connect({ stack, asRunIdentity: run, env });
        const lookups = new Lookups(connected.client);
        const inWorkspace = async (given: string) => {
          const { id: workspaceId } = await lookups.workspace(nameOrId(given));
          if (dataflow === undefined) return { workspaceId };
          const { id: dataflowId } = await lookups.item(workspaceId, { ...nameOrId(dataflow), type: "Dataflow" });
          return { workspaceId, dataflowId };
        };
        const report = await reportIdentity({ ...connected, ...(workspace && (await inWorkspace(workspace))) });
        if (json) output.out(harmlessJson(report, 2));
        else for (const line of showIdentity(report, output)) output.out(line);
      } finally {
        await destroyDispatcher();
      }
    });
};
