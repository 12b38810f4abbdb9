import * as pulumi from "@pulumi/pulumi";
import { Dataflow, DataflowRefresh } from "pulumi-fabric-dataflow";

const config = new pulumi.Config("environments");
const workspaceId = config.require("workspaceId");
const server = config.require("server");

// The folder is what Fabric exported from development: what differs by environment is said here, and the files stay as they are.
const orders = new Dataflow("orders", {
  workspaceId,
  displayName: "Orders",
  definition: new pulumi.asset.FileArchive("./Orders.Dataflow"),
  publishOnUpdate: true,
  // M parameters, by name.
  parameters: { Server: server, MaxRows: config.requireNumber("maxRows") },
  // The connection that this environment's identity uses. Its path is the one that the parameter leads to.
  connections: {
    Sql: { datasourceId: config.require("sqlConnectionId"), path: `${server};Sales` },
    Lakehouse: config.require("lakehouseConnectionId"),
  },
  // The lakehouse that the destination names by id, found in the M by what it is.
  bind: { lakehouses: { Orders_DataDestination: { workspaceId, lakehouseId: config.require("lakehouseId") } } },
  // Whatever of the files were left as development has it would be an error, before anything is written.
  isolated: true,
});

new DataflowRefresh("load", { workspaceId, dataflowId: orders.id, triggers: [orders.id, orders.definitionRevision] });

export const queries = orders.queries;
