import * as fabric from "@pulumi/fabric";
import * as pulumi from "@pulumi/pulumi";
import { getConnectionOutput } from "pulumi-fabric-dataflow";
import { clusterList, declareDataflows, path, server } from "./dataflows";

const config = new pulumi.Config("platform");

// From Microsoft's Terraform provider, which Pulumi bridges: `pulumi install` generates its SDK.
const workspace = new fabric.Workspace("finance", {
  displayName: "Finance",
  capacityId: config.require("capacityId"),
});
const workspaceId = workspace.id;
const lakehouse = new fabric.Lakehouse("sales", { displayName: "Sales", workspaceId });
const folder = new fabric.Folder("loads", { displayName: "Loads", workspaceId });

// Runs and schedules need the role Member. Whoever makes the workspace has it; here somebody else runs.
const runner = new fabric.WorkspaceRoleAssignment("runner", {
  workspaceId,
  principal: { id: config.require("runnerId"), type: config.get("runnerType") ?? "User" },
  role: "Member",
});

// An application that may read the database. Credentials by OAuth2 cannot be made by API, and those of a person expire.
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

// A definition names a connection by its cluster, too. A new one is listed after some seconds: the look-up waits for it.
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
