import { createRequire } from "node:module";
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

export const revision = sales.definitionRevision;
export const status = load.status;
export const node = process.version;
export const sdk = createRequire(import.meta.url)("@pulumi/pulumi/package.json").version;
