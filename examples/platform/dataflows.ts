import * as pulumi from "@pulumi/pulumi";
import { DataflowDeployment, getConnection } from "pulumi-fabric-dataflow";

const config = new pulumi.Config("platform");
export const server = config.require("server");
export const path = `${server};Sales`;

/** Where clusters of connections are listed. Only another cloud than the public one needs the address. */
export const clusterList = config.get("clusterList") ?? true;

/** Where the dataflows go, and what they read. Outputs are welcome: in the first preview these ids are not known yet. */
export interface Place {
  workspaceId: pulumi.Input<string>;
  lakehouseId: pulumi.Input<string>;
  folderId?: pulumi.Input<string>;
  sql: { datasourceId: pulumi.Input<string>; clusterId: pulumi.Input<string>; path: string };
}

/** The dataflows of the platform, wherever workspace, lakehouse and connection come from. */
export async function declareDataflows(
  { workspaceId, lakehouseId, folderId, sql }: Place,
  opts?: pulumi.ComponentResourceOptions,
): Promise<DataflowDeployment> {
  // A lakehouse is written as somebody who signed in once at a browser, so people make that connection; the program finds it.
  const lakehouse = await getConnection({ kind: "Lakehouse", path: "Lakehouse", lookUpCluster: clusterList });
  return new DataflowDeployment(
    "orders",
    {
      workspaceId,
      folderId,
      displayName: "Orders",
      definition: new pulumi.asset.FileArchive("./Orders.Dataflow"),
      parameters: { Server: server, MaxRows: 1000 },
      connections: {
        Sql: sql,
        Lakehouse: { datasourceId: lakehouse.id, clusterId: lakehouse.clusterId, path: "Lakehouse" },
      },
      bind: { lakehouses: { Orders_DataDestination: { workspaceId, lakehouseId } } },
      schedules: {
        nightly: {
          schedule: {
            type: "Daily",
            times: ["02:30"],
            startDateTime: "2040-01-01T00:00:00Z",
            endDateTime: "2050-01-01T00:00:00Z",
            localTimeZoneId: "Europe/Berlin",
          },
        },
      },
    },
    opts,
  );
}
