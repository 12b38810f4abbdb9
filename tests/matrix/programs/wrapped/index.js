const pulumi = require("@pulumi/pulumi");
const { Dataflow, DataflowRefresh } = require("company-dataflows");

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

module.exports = {
  revision: sales.definitionRevision,
  status: load.status,
  node: process.version,
  sdk: require("@pulumi/pulumi/package.json").version,
};
