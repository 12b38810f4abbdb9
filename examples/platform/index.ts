import * as fabric from "@pulumi/fabric";
import * as pulumi from "@pulumi/pulumi";
import { getConnectionOutput } from "pulumi-fabric-dataflow";
import { clusterList, declareDataflows, path, server } from "./dataflows";

const config = new pulumi.Config("platform");

// The SDK of Microsoft's Terraform provider, which Pulumi bridges. `pulumi install` generates it.
const workspace = new fabric.Workspace("finance", {
  displayName: "Finance",
  capacityId: config.require("capacityId"),
});
const workspaceId = workspace.id;
const lakehouse = new fabric.Lakehouse("sales", { displayName: "Sales", workspaceId });
const folder = new fabric.Folder("loads", { displayName: "Loads", workspaceId });

// Runs and schedules need the role Member. The creator of the workspace is its admin. Here another identity runs the dataflow.
const runner = new fabric.WorkspaceRoleAssignment("runner", {
  workspaceId,
  principal: { id: config.require("runnerId"), type: config.get("runnerType") ?? "User" },
  role: "Member",
});

// An application that may read the database. The API cannot create OAuth2 credentials, and those of a person expire.
const connection = new fabric.Connection("sales-sql", {
  displayName: "Sales SQL",
  connectivityType: "ShareableCloud",
  connectionDetails: {
    type: "SQL",
    creationMethod: "SQL",
    parameters: [
      { name: "server", value: server },
      { name: "database", value: "Sales" },
    ],
  },
  credentialDetails: {
    credentialType: "ServicePrincipal",
    servicePrincipalCredentials: {
      tenantId: config.require("sqlTenantId"),
      clientId: config.require("sqlClientId"),
      clientSecretWo: config.requireSecret("sqlClientSecret"),
      clientSecretWoVersion: 1,
    },
  },
});

// A definition also needs the connection's cluster. A new connection is listed after some seconds. The look-up waits for it.
const sql = getConnectionOutput({ id: connection.id, lookUpCluster: clusterList });

export const portalUrl = declareDataflows(
  {
    workspaceId,
    lakehouseId: lakehouse.id,
    folderId: folder.id,
    sql: { datasourceId: sql.id, clusterId: sql.clusterId, path },
  },
  { dependsOn: runner },
).then(({ dataflow }) => dataflow.portalUrl);
export const sqlEndpoint = lakehouse.properties.sqlEndpointProperties.connectionString;
