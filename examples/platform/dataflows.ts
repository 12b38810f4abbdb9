import * as pulumi from "@pulumi/pulumi";
import { DataflowDeployment, getConnection } from "pulumi-fabric-dataflow";

const config = new pulumi.Config("platform");
export const server = config.require("server");
export const path = `${server};Sales`;

/** The address of the list of clusters. Only sovereign clouds need it. */
export const clusterList = config.get("clusterList") ?? true;

/** The workspace of the dataflows, and their sources. Outputs are accepted, because these ids are unknown in the first preview. */
export interface Place {
  workspaceId: pulumi.Input<string>;
  lakehouseId: pulumi.Input<string>;
  folderId?: pulumi.Input<string>;
  sql: { datasourceId: pulumi.Input<string>; clusterId: pulumi.Input<string>; path: string };
}

/** The dataflows of the platform, for any workspace, lakehouse and connection. */
export async function declareDataflows(
  { workspaceId, lakehouseId, folderId, sql }: Place,
  opts?: pulumi.ComponentResourceOptions,
): Promise<DataflowDeployment> {
  // The connection to a lakehouse needs a sign-in in a browser, so a person creates it. The program finds it by name.
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
