import { DeadlineError, FabricDataflowClient } from "pulumi-fabric-dataflow/client";

const [workspaceId = "", name, minutes = "60"] = process.argv.slice(2);

async function main(): Promise<void> {
  const client = new FabricDataflowClient(); // signs in by FABRIC_TENANT_ID, FABRIC_TOKEN, ...
  for await (const { id, displayName } of client.listDataflows(workspaceId)) {
    console.log(`${id} ${displayName}`);
    if (displayName !== name) continue;
    const { jobInstanceId, retryAfterMs } = await client.runOnDemandExecute(workspaceId, id);
    const end = await client
      .waitForItemJobInstance(workspaceId, id, jobInstanceId, {
        firstPollAfterMs: retryAfterMs,
        timeoutMs: Number(minutes) * 60_000,
        onProgress: ({ status, elapsedMs }) => console.log(`${Math.round(elapsedMs / 1000)} s: ${status}`),
      })
      .catch(async (error: unknown) => {
        if (!(error instanceof DeadlineError)) throw error;
        await client.cancelItemJobInstance(workspaceId, id, jobInstanceId);
        return { status: `cancelled after ${minutes} minutes`, failureReason: undefined };
      });
    console.log(`${displayName}: ${end.status} ${end.failureReason?.message ?? ""}`);
  }
}

void main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
