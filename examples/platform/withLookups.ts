import * as pulumi from "@pulumi/pulumi";
import { getItem, getWorkspace } from "pulumi-fabric-dataflow";
import { declareDataflows } from "./dataflows";

// The same where somebody else keeps workspace and lakehouse: they are found by name. To use it: `"main": "withLookups.ts"`.
async function declare(): Promise<pulumi.Output<string>> {
  const config = new pulumi.Config("platform");
  const { id: workspaceId } = await getWorkspace({ displayName: config.require("workspace") });
  const lakehouse = await getItem({ workspaceId, type: "Lakehouse", displayName: config.require("lakehouse") });
  const { dataflow } = await declareDataflows({ workspaceId, lakehouseId: lakehouse.id });
  return dataflow.portalUrl;
}

export const portalUrl = declare();
