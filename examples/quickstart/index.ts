import * as pulumi from "@pulumi/pulumi";
import { Dataflow, DataflowRefresh } from "pulumi-fabric-dataflow";

const workspaceId = new pulumi.Config("quickstart").require("workspaceId");

// A folder in the form of Fabric's Git integration. Each written definition is also published.
const sales = new Dataflow("sales", {
  workspaceId,
  displayName: "Sales",
  description: "Orders by region, to the lakehouse",
  definition: new pulumi.asset.FileArchive("./Sales.Dataflow"),
  publishOnUpdate: true,
});

// The parts one by one: a file, and a text that the program computes.
const calendar = new Dataflow("calendar", {
  workspaceId,
  displayName: "Calendar",
  definition: {
    "mashup.pq": new pulumi.asset.FileAsset("./calendar/mashup.pq"),
    "queryMetadata.json": new pulumi.asset.StringAsset(
      JSON.stringify({
        formatVersion: "202502",
        name: "Calendar",
        queriesMetadata: { Calendar: { queryId: "3f9a61d0-c258-4e7b-b04d-7a15e8c2f694", queryName: "Calendar" } },
      }),
    ),
  },
});

// The older form: the whole dataflow is one document.
const segments = new Dataflow("segments", {
  workspaceId,
  displayName: "Segments",
  definition: { "dataflow-content.json": new pulumi.asset.FileAsset("./segments/dataflow-content.json") },
});

// Runs now, and again after each write of the definition: after an edit of the files, or after the repair of an edit in the portal.
const load = new DataflowRefresh("sales-load", {
  workspaceId,
  dataflowId: sales.id,
  triggers: [sales.id, sales.definitionRevision],
});

export const urls = [sales.portalUrl, calendar.portalUrl, segments.portalUrl];
export const salesLoad = load.status;
