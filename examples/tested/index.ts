import * as pulumi from "@pulumi/pulumi";
import { Dataflow, DataflowRefresh } from "pulumi-fabric-dataflow";

const workspaceId = new pulumi.Config("tested").require("workspaceId");

// A changed query is evaluated on the live connections before it is written. If a test fails, the item does not change.
const orders = new Dataflow("orders", {
  workspaceId,
  displayName: "Orders",
  definition: new pulumi.asset.FileArchive("./Orders.Dataflow"),
  publishOnUpdate: true,
  tests: {
    Orders: {
      minRows: 1,
      columns: { OrderId: "int64", Region: "text", Amount: "decimal" },
      notNull: ["OrderId", "Amount"],
      unique: ["OrderId"],
    },
    OrdersByRegion: { minRows: 1, maxRows: 50 },
  },
});

new DataflowRefresh("orders-load", {
  workspaceId,
  dataflowId: orders.id,
  triggers: [orders.id, orders.definitionRevision],
});

export const tests = orders.testResults;
