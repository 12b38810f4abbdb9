import { expect } from "chai";
import { Dataflow, type DataflowArgs } from "./classes";
import type { Emulator } from "../emulator/index";
import { engineTestMs } from "./harness/stack";
import { withFabric } from "./support";

describe("a dataflow that others use, on the engine", function () {
  this.timeout(engineTestMs);

  it("is not destroyed and stays in the state, unless the program allows the delete", () => {
    let args: Pick<DataflowArgs, "delete"> = { delete: "unlessUsed" };
    const program = ({ workspaceId }: Emulator) => {
      new Dataflow("sales", { workspaceId, ...args });
    };
    return withFabric({ program }, async ({ emulator, stack, newRequests }) => {
      await stack.up();
      const { id } = stack.resource("sales");
      emulator.addUser(id!, { type: "SemanticModel", displayName: "Sales model" });
      newRequests();
      const refused = await stack.tryDestroy();
      expect(refused.stdout).to.match(/was not deleted .*is used by SemanticModel "Sales model"/);
      expect(newRequests()).to.deep.equal({ downstreamRelations: 1 });
      expect(stack.resource("sales").id).to.equal(id);
      expect((await stack.up()).changes).to.deep.equal({ same: 2 });

      args = { delete: "always" };
      expect((await stack.up()).changes).to.deep.equal({ same: 1, update: 1 });
      expect(newRequests()).to.deep.equal({});
      await stack.destroy();
      expect(newRequests()).to.deep.equal({ deleteItem: 1 });
    });
  });

  it("is not deleted if the stack's setting says so, which the environment can override for one operation", () => {
    const program = ({ workspaceId }: Emulator) => {
      new Dataflow("sales", { workspaceId });
    };
    const config = { "fabric-dataflow:delete": "unlessUsed" };
    return withFabric({ program, config }, async ({ emulator, stack }) => {
      await stack.up();
      emulator.addUser(stack.resource("sales").id!, { type: "DataPipeline", displayName: "Nightly" });
      expect((await stack.tryDestroy()).stdout).to.contain("set FABRIC_DELETE=always for this run");
      const { workspace } = stack.automation;
      workspace.envVars = { ...workspace.envVars, FABRIC_DELETE: "always" };
      await stack.destroy();
      expect(emulator.items().filter(({ type }) => type === "Dataflow")).to.deep.equal([]);
    });
  });
});
