import * as pulumi from "@pulumi/pulumi";
import { DataflowDeployment, getConnection } from "pulumi-fabric-dataflow";

/** Where the dataflows go. Outputs are welcome: in the first preview these ids are not known yet. */
export interface Place {
  workspaceId: pulumi.Input<string>;
  lakehouseId: pulumi.Input<string>;
}

/** The dataflows of the platform, wherever workspace and lakehouse come from. */
export async function declareDataflows({ workspaceId, lakehouseId }: Place): Promise<DataflowDeployment> {
  const server = new pulumi.Config("platform").require("server");
  const path = `${server};Sales`;
  // Connections hold credentials, so people make them; the program finds them.
  const connection = await getConnection({ kind: "SQL", path });
  return new DataflowDeployment("orders", {
    workspaceId,
    displayName: "Orders",
    definition: new pulumi.asset.FileArchive("./Orders.Dataflow"),
    parameters: { Server: server, MaxRows: 1000 },
    connections: { Sql: { datasourceId: connection.id, path } },
    bind: { lakehouses: { Orders_DataDestination: { workspaceId, lakehouseId } } },
    refresh: false,
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
  });
}
