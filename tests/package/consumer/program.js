// A program as a user of the package writes it in plain JavaScript.
const pulumi = require("@pulumi/pulumi");
const { Dataflow, DataflowRefresh } = require("pulumi-fabric-dataflow");

const workspaceId = new pulumi.Config("consumer").require("workspaceId");
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

module.exports = { revision: sales.definitionRevision, status: load.status };
