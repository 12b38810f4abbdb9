import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { delimiter, join } from "node:path";
import { folder, table } from "../dataflows";
import type { Emulator } from "../emulator/index";
import { root } from "../tools/layout.mjs";
import { run } from "../tools/processes.mjs";
import { engineTestMs, type TestStack } from "./harness/stack";
import { made } from "./made";
import { Dataflow, DataflowSchedule } from "./plugin/classes";
import { withFabric } from "./support";

const files = folder("Sales.Dataflow", { Orders: table("one"), Other: table("other") });
const definition = () => new pulumi.asset.FileArchive("./Sales.Dataflow");

describe("the import of the provider plugin, on the real engine", function () {
  this.timeout(engineTestMs);

  it("reads a dataflow by workspace and id with all properties, and the generated program changes nothing", async () => {
    let declared: Record<string, unknown> | undefined;
    const program = ({ workspaceId }: Emulator) => {
      if (declared) new Dataflow("sales", { workspaceId, ...declared }, { protect: false });
    };
    await withFabric({ program }, async ({ emulator, stack, newRequests }) => {
      const id = await made(emulator, "Sales", "one");
      emulator.portalEdit(id, { description: "about sales" });
      await stack.up();
      const place = `${emulator.workspaceId}/${id}`;
      const { code, output } = await importing(stack, "Dataflow", "sales", place);
      expect(code, output).to.equal(0);
      expect(output, "what it reads is valid").not.to.contain("failed to validate");
      expect(Object.keys(newRequests()).filter((operation) => !/^(get|list)/.test(operation))).to.deep.equal([
        "createItem",
      ]);
      const { inputs, id: kept } = stack.resource("sales");
      expect(kept).to.equal(id);
      expect(inputs).to.include({
        workspaceId: emulator.workspaceId,
        displayName: "Sales",
        description: "about sales",
      });
      const texts = emulator.item(id).edited!;
      const assets = Object.entries(texts).map(([path, text]) => [path, new pulumi.asset.StringAsset(text)]);
      declared = {
        displayName: "Sales",
        description: "about sales",
        definition: new pulumi.asset.AssetArchive(Object.fromEntries(assets) as pulumi.asset.AssetMap),
      };
      expect((await stack.preview()).changes).to.deep.equal({ same: 2 });
      expect((await stack.up()).changes).to.deep.equal({ same: 2 });
      expect((await stack.up({ refresh: true })).changes).to.deep.equal({ same: 2 });
      expect(newRequests()).not.to.have.any.keys("updateItem", "updateDefinition", "createItem");
      declared.description = "ours";
      await stack.up();
      expect(emulator.item(id).description).to.equal("ours");
      expect(newRequests()).to.include({ updateItem: 1 }).and.not.to.have.property("updateDefinition");
      await stack.destroy();
      expect(emulator.items().some((item) => item.id === id)).to.equal(false);
    });
  });

  it("does not adopt an item that another resource of the program holds; if that resource is removed, the item stays with the new one", async () => {
    let names = ["sales"];
    let place: string | undefined;
    const program = ({ workspaceId }: Emulator) => {
      for (const name of names)
        new Dataflow(
          name,
          { workspaceId, displayName: name === "sales" ? "Sales" : "Sales (new)", definition: definition() },
          { import: name === "sales" ? undefined : place },
        );
    };
    await withFabric({ program, files }, async ({ emulator, stack, newRequests }) => {
      await stack.up();
      const { id } = stack.resource("sales");
      place = `${emulator.workspaceId}/${id}`;
      for (const order of [
        ["sales", "taker"],
        ["taker", "sales"],
      ]) {
        names = order;
        const refused = await stack.tryPreview();
        expect(refused.succeeded).to.equal(false);
        expect(refused.stdout + refused.stderr).to.match(/another resource of this program holds the dataflow/);
      }
      // The plugin gets no call for a resource that the program omits before the engine deletes it.
      names = ["taker"];
      newRequests();
      const moved = await stack.up();
      expect(moved.diagnostics.map(({ message }) => message).join("\n")).to.match(
        /is not deleted, because another resource holds it now/,
      );
      expect(newRequests()).not.to.have.any.keys("deleteItem", "createItem");
      expect(stack.resource("taker").id).to.equal(id);
      expect((await stack.up()).changes).to.deep.equal({ same: 2 });
    });
  });

  it("reads a schedule by workspace, dataflow and id", async () => {
    let declared: object | undefined;
    const program = ({ workspaceId }: Emulator) => {
      if (declared) new DataflowSchedule("nightly", { workspaceId, ...declared });
    };
    await withFabric({ program }, async ({ emulator, stack, newRequests }) => {
      const dataflowId = await made(emulator, "Sales", "one");
      const schedule = {
        ...{ type: "Daily", times: ["02:30"], localTimeZoneId: "UTC" },
        ...{ startDateTime: "2035-01-01T00:00:00Z", endDateTime: "2036-01-01T00:00:00Z" },
      };
      const items = `${emulator.endpoint}/workspaces/${emulator.workspaceId}/items/${dataflowId}`;
      const response = await fetch(`${items}/jobs/Execute/schedules`, {
        method: "POST",
        headers: { authorization: `Bearer ${emulator.token}`, "content-type": "application/json" },
        body: JSON.stringify({ enabled: false, configuration: schedule }),
      });
      const { id } = (await response.json()) as { id: string };
      await stack.up();
      const place = `${emulator.workspaceId}/${dataflowId}/${id}`;
      const { code, output } = await importing(stack, "DataflowSchedule", "nightly", place);
      expect(code, output).to.equal(0);
      expect(stack.resource("nightly").id).to.equal(id);
      declared = { dataflowId, enabled: false, schedule };
      newRequests();
      expect((await stack.up()).changes).to.deep.equal({ same: 2 });
      expect(newRequests()).to.deep.equal({});
      await stack.destroy();
      expect(newRequests()).to.include({ deleteSchedule: 1 });
    });
  });

  it("is an error that says the form of the id, or that a run cannot be imported", async () => {
    await withFabric({ program: () => {} }, async ({ emulator, stack }) => {
      await stack.up();
      const fails = async (type: string, id: string) => {
        const { code, output } = await importing(stack, type, "one", id);
        expect(code).not.to.equal(0);
        return output;
      };
      expect(await fails("Dataflow", "sales")).to.match(/"sales" is not of the form <workspace id>\/<dataflow id>/);
      const gone = `${emulator.workspaceId}/99999999-9999-4999-8999-999999999999`;
      expect(await fails("Dataflow", gone)).to.match(/there is no dataflow 99999999/);
      expect(await fails("DataflowRefresh", gone)).to.match(/a run cannot be imported/);
    });
  });
});

/** Runs `pulumi import` as on the command line. */
function importing({ directory, automation }: TestStack, type: string, name: string, id: string) {
  const { envVars } = automation.workspace;
  const PATH = [process.env.PATH, join(root, "tests", "engine", "languageHost")].join(delimiter);
  const flags = ["--yes", "--skip-preview", "--protect=false", "--generate-code=false", "--stack", "dev"];
  const args = ["import", `fabric-dataflow:index:${type}`, name, id, ...flags];
  return run("pulumi", args, { cwd: directory, env: { ...envVars, PATH }, timeoutMs: 60_000 });
}
