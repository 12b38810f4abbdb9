import * as pulumi from "@pulumi/pulumi";
import { Dataflow, DataflowRefresh } from "pulumi-fabric-dataflow";

const workspaceId = new pulumi.Config("ci-cd").require("workspaceId");

// The tests run in the pipeline's `up` on the real sources. Wrong rows stop it before anything is written.
const orders = new Dataflow("orders", {
  workspaceId,
  displayName: "Orders",
  definition: new pulumi.asset.FileArchive("./Orders.Dataflow"),
  publishOnUpdate: true,
  tests: {
    Orders: { minRows: 1, notNull: ["OrderId", "Amount"], unique: ["OrderId"] },
    OrdersByRegion: { minRows: 1, maxRows: 50 },
  },
});

new DataflowRefresh("orders-load", {
  workspaceId,
  dataflowId: orders.id,
  triggers: [orders.id, orders.definitionRevision],
});

export const portalUrl = orders.portalUrl;
