import * as fabric from "@pulumi/fabric";
import * as pulumi from "@pulumi/pulumi";
import { declareDataflows } from "./dataflows";

const config = new pulumi.Config("platform");

// From Microsoft's Terraform provider, bridged: `pulumi package add terraform-provider microsoft/fabric`.
const workspace = new fabric.Workspace("finance", {
  displayName: "Finance",
  capacityId: config.require("capacityId"),
});
const lakehouse = new fabric.Lakehouse("sales", { displayName: "Sales", workspaceId: workspace.id });

export const portalUrl = declareDataflows({ workspaceId: workspace.id, lakehouseId: lakehouse.id }).then(
  ({ dataflow }) => dataflow.portalUrl,
);
