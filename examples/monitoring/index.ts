import * as pulumi from "@pulumi/pulumi";
import { DataflowDeployment, getLastRunOutput } from "pulumi-fabric-dataflow";

const workspaceId = new pulumi.Config("monitoring").require("workspaceId");

const orders = new DataflowDeployment("orders", {
  workspaceId,
  displayName: "Orders",
  definition: new pulumi.asset.FileArchive("./Orders.Dataflow"),
  schedules: {
    nightly: {
      schedule: {
        type: "Weekly",
        weekdays: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
        times: ["02:30"],
        startDateTime: "2040-01-01T00:00:00Z",
        endDateTime: "2050-01-01T00:00:00Z",
        localTimeZoneId: "Europe/Berlin",
      },
    },
  },
});

// The run that `pulumi up` started and awaited.
export const deployRun = orders.refresh?.status;

// The newest run at the time of this `pulumi up`, including runs of the schedule. It is read after the refresh has ended.
const lastRun = getLastRunOutput({
  workspaceId,
  dataflowId: orders.refresh?.dataflowId ?? orders.dataflow.id,
  jobType: "Refresh",
});
export const lastStatus = lastRun.apply((run) => run?.status ?? "never ran");
export const lastEnd = lastRun.apply((run) => run?.endTimeUtc ?? "");
export const lastReason = lastRun.apply((run) => run?.failureReason?.message ?? "");
