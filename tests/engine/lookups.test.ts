import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import {
  Dataflow,
  DataflowRefresh,
  getConnection,
  getDataflowOutput,
  getItem,
  getItemOutput,
  getLastRunOutput,
  getWorkspace,
  isPlugin,
} from "./classes";
import { folder, table } from "../dataflows";
import { engineTestMs, type TestStack } from "./harness/stack";
import { withFabric } from "./support";

const signIn = (stack: TestStack, { endpoint, token }: { endpoint: string; token: string }) =>
  stack.automation.setAllConfig({
    "fabric-dataflow:endpoint": { value: endpoint },
    "fabric-dataflow:token": { value: token, secret: true },
  });

describe("look-ups on the real engine", function () {
  this.timeout(engineTestMs);

  it("find existing objects, provide inputs of resources, and are unknown in a preview if their arguments are unknown", async () => {
    const program = async () => {
      const { id: workspaceId } = await getWorkspace({ displayName: "Emulated workspace" });
      const lakehouse = await getItem({ workspaceId, type: "Lakehouse", displayName: "Lakehouse" });
      const connection = await getConnection({ kind: "Web", path: "https://example.com" });
      const sales = new Dataflow("sales", {
        workspaceId,
        definition: new pulumi.asset.FileArchive("./Sales.Dataflow"),
        description: `into ${lakehouse.displayName} from ${connection.displayName}`,
      });
      const load = new DataflowRefresh("load", { workspaceId, dataflowId: sales.id });
      const found = getDataflowOutput({ workspaceId: sales.workspaceId, id: sales.id, withDefinition: true });
      const lastRun = getLastRunOutput({ workspaceId, dataflowId: load.dataflowId, jobType: "Refresh" });
      return {
        parts: found.apply(({ definition }) => Object.keys(definition ?? {})),
        byName: getItemOutput({ workspaceId: sales.workspaceId, displayName: "Lakehouse" }).id,
        lastStatus: lastRun.apply((run) => run?.status),
        ran: lastRun.apply((run) => run?.id),
      };
    };
    const files = folder("Sales.Dataflow", { Orders: table("one") });
    await withFabric({ program, files }, async ({ emulator, stack, newRequests }) => {
      emulator.addConnection({ type: "Web", path: "https://example.com", displayName: "the web" });
      await signIn(stack, emulator);
      const preview = await stack.preview();
      expect(newRequests(), "unknown look-ups send no request").to.deep.equal({
        listWorkspaces: 1,
        // An SDK does not call a plugin's function for a resource that does not exist yet, although its workspace is known.
        listItems: isPlugin ? 1 : 2,
        listConnections: 1,
      });
      expect(preview.changes).to.deep.equal({ create: 3 });
      await stack.up();
      const outputs = await stack.automation.outputs();
      expect(outputs.parts?.value).to.include.members(["mashup.pq", "queryMetadata.json"]);
      expect(outputs.byName?.value).to.equal(emulator.lakehouseId);
      expect(outputs.lastStatus?.value).to.equal("Completed");
      expect(outputs.ran?.value).to.equal(stack.resource("load").id);
      expect(emulator.item(stack.resource("sales").id!).description).to.equal("into Lakehouse from the web");
      expect(stack.stateText(), "no token in the state").not.to.contain(emulator.token);
    });
  });

  it("fail with similar names and without a stack trace if they find nothing", async () => {
    const program = async () => void (await getWorkspace({ displayName: "Emulated workspce" }));
    await withFabric({ program }, async ({ emulator, stack }) => {
      await signIn(stack, emulator);
      const { succeeded, stdout, stderr } = await stack.tryPreview();
      expect(succeeded).to.equal(false);
      expect(stdout + stderr).to.contain("did you mean Emulated workspace?");
      expect(stdout + stderr).not.to.match(/at .*lookups/);
    });
  });
});
