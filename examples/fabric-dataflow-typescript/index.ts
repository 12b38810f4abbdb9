import * as pulumi from "@pulumi/pulumi";
import { Dataflow, DataflowRefresh } from "pulumi-fabric-dataflow";

const workspaceId = new pulumi.Config().require("workspaceId");

// The folder has the form of Fabric's Git integration. `npx pulumi-fabric-dataflow export` makes one from an existing dataflow.
const prices = new Dataflow("prices", {
  workspaceId,
  displayName: "Prices",
  definition: new pulumi.asset.FileArchive("./Prices.Dataflow"),
  publishOnUpdate: true, // publish each definition that is written
});

const load = new DataflowRefresh("prices-load", {
  workspaceId,
  dataflowId: prices.id,
  triggers: [prices.id, prices.definitionRevision], // a run after each write of the definition
});

export const portalUrl = prices.portalUrl;
export const lastRun = load.status;
