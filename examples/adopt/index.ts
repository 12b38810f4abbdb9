import * as pulumi from "@pulumi/pulumi";
import { Dataflow } from "pulumi-fabric-dataflow";

const config = new pulumi.Config("adopt");

// With an id, exactly that dataflow is adopted, and the first `pulumi up` writes nothing to it. Without an id, for example in the stacks of
// other environments, a new dataflow is created.
const orders = new Dataflow(
  "orders",
  {
    workspaceId: config.require("workspaceId"),
    displayName: "Orders",
    definition: new pulumi.asset.FileArchive("./Orders.Dataflow"),
  },
  { import: config.get("ordersId"), protect: config.getBoolean("protect") },
);

export const ordersId = orders.id;
