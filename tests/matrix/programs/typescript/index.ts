import * as pulumi from "@pulumi/pulumi";
import { Dataflow, DataflowRefresh } from "pulumi-fabric-dataflow";

const workspaceId = new pulumi.Config("matrix").require("workspaceId");
const sales = new Dataflow("sales", {
  workspaceId,
  definition: new pulumi.asset.FileArchive("./Sales.Dataflow"),
  publishOnUpdate: true,
});
const load = new DataflowRefresh("load", {
  workspaceId,
  dataflowId: sales.id,
  triggers: [sales.id, sales.definitionRevision],
});

export const revision: pulumi.Output<number> = sales.definitionRevision;
export const status: pulumi.Output<string> = load.status;
export const node = process.version;
export const sdk = (require("@pulumi/pulumi/package.json") as { version: string }).version;
