import * as pulumi from "@pulumi/pulumi";
import { Dataflow, DataflowRefresh } from "pulumi-fabric-dataflow";

const config = new pulumi.Config("environments");
const workspaceId = config.require("workspaceId");
const server = config.require("server");

// The folder is an export from development. The values of each environment are set here, and the files do not change.
const orders = new Dataflow("orders", {
  workspaceId,
  displayName: "Orders",
  definition: new pulumi.asset.FileArchive("./Orders.Dataflow"),
  publishOnUpdate: true,
  // M parameters, by name.
  parameters: { Server: server, MaxRows: config.requireNumber("maxRows") },
  // The connection of this environment's identity. Its path must be the one that the parameter leads to.
  connections: {
    Sql: { datasourceId: config.require("sqlConnectionId"), path: `${server};Sales` },
    Lakehouse: config.require("lakehouseConnectionId"),
  },
  // The lakehouse of the destination. Its id in the M is replaced.
  bind: { lakehouses: { Orders_DataDestination: { workspaceId, lakehouseId: config.require("lakehouseId") } } },
  // A value of development that remains is an error before anything is written.
  isolated: true,
});

new DataflowRefresh("load", { workspaceId, dataflowId: orders.id, triggers: [orders.id, orders.definitionRevision] });

export const queries = orders.queries;
