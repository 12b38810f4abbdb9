import * as pulumi from "@pulumi/pulumi";
import { getConnection, getItem, getWorkspace } from "pulumi-fabric-dataflow";
import { clusterList, declareDataflows, path } from "./dataflows";

// The same program if another team manages workspace, lakehouse and connection: it finds them by name. To use it, set `"main": "withLookups.ts"`.
async function declare(): Promise<pulumi.Output<string>> {
  const config = new pulumi.Config("platform");
  const { id: workspaceId } = await getWorkspace({ displayName: config.require("workspace") });
  const lakehouse = await getItem({ workspaceId, type: "Lakehouse", displayName: config.require("lakehouse") });
  const sql = await getConnection({ kind: "SQL", path, lookUpCluster: clusterList });
  const { dataflow } = await declareDataflows({
    workspaceId,
    lakehouseId: lakehouse.id,
    sql: { datasourceId: sql.id, clusterId: sql.clusterId, path },
  });
  return dataflow.portalUrl;
}

export const portalUrl = declare();
