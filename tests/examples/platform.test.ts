import { expect } from "chai";
import type { Emulator } from "../emulator/index";
import { engineTestMs, type TestStack } from "../engine/harness/stack";
import { withExample } from "./around";

/** Stands in for the bridged provider: resources whose ids are known only once they are created. */
const bridged = `
const pulumi = require("@pulumi/pulumi");
const config = () => new pulumi.Config("bridged");
const provider = { create: async (inputs) => ({ id: inputs.existing, outs: inputs }) };
exports.Workspace = class extends pulumi.dynamic.Resource {
  constructor(name, args, opts) {
    super(provider, name, { ...args, existing: config().require("workspaceId") }, opts);
  }
};
exports.Lakehouse = class extends pulumi.dynamic.Resource {
  constructor(name, args, opts) {
    super(provider, name, { ...args, existing: config().require("lakehouseId") }, opts);
  }
};
`;

const addConnection = (emulator: Emulator) =>
  emulator.addConnection({ type: "SQL", path: "sql.example.com;Sales", displayName: "Sales" });

function expectDeployed(emulator: Emulator, stack: TestStack, datasourceId: string): void {
  const dataflow = emulator.item(stack.resource("dynamic/fabric:Dataflow::orders").id!);
  expect(dataflow.workspaceId).to.equal(emulator.workspaceId);
  expect(dataflow.edited?.["mashup.pq"]).to.contain(emulator.lakehouseId).and.contain('"sql.example.com"');
  expect(dataflow.edited?.["queryMetadata.json"]).to.contain(datasourceId);
  expect(dataflow.schedules).to.have.length(1);
}

describe("examples/platform", function () {
  this.timeout(engineTestMs);

  it("deploys into a workspace and lakehouse of the same program, whose ids the first preview does not know", () =>
    withExample(
      {
        name: "platform",
        config: ({ workspaceId, lakehouseId }) => ({
          "platform:capacityId": "aaaaaaaa-0000-4000-8000-000000000001",
          "platform:server": "sql.example.com",
          "bridged:workspaceId": workspaceId,
          "bridged:lakehouseId": lakehouseId,
        }),
      },
      async ({ emulator, stack }) => {
        const { id } = addConnection(emulator);
        stack.edit("node_modules/@pulumi/fabric/index.js", bridged);
        expect((await stack.preview()).changes).to.deep.equal({ create: 6 });
        await stack.up();
        expectDeployed(emulator, stack, id);
        expect((await stack.up()).changes).to.deep.equal({ same: 6 });
      },
    ));

  it("finds workspace and lakehouse by name where somebody else keeps them", () =>
    withExample(
      {
        name: "platform",
        file: "withLookups.ts",
        config: () => ({
          "platform:server": "sql.example.com",
          "platform:workspace": "Emulated workspace",
          "platform:lakehouse": "Lakehouse",
        }),
      },
      async ({ emulator, stack }) => {
        const { id } = addConnection(emulator);
        await stack.up();
        expectDeployed(emulator, stack, id);
        const { portalUrl } = await stack.automation.outputs();
        expect(portalUrl?.value).to.contain(`/groups/${emulator.workspaceId}/dataflows-gen2/`);
      },
    ));
});
