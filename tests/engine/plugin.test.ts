import * as pulumi from "@pulumi/pulumi";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { delimiter, join } from "node:path";
import { folder, mashup, metadata, table } from "../dataflows";
import type { Emulator } from "../emulator/index";
import { root } from "../tools/layout.mjs";
import { run } from "../tools/processes.mjs";
import { descendants, signalAll } from "./harness/processTree";
import { engineTestMs, type TestStack } from "./harness/stack";
import { made } from "./made";
import { Dataflow, DataflowRefresh, DataflowSchedule, FabricProvider } from "./plugin/classes";
import { withFabric } from "./support";

const files = folder("Sales.Dataflow", { Orders: table("one"), Other: table("other") });
const definition = () => new pulumi.asset.FileArchive("./Sales.Dataflow");

/** A preview's detailed diff of a resource. */
const shown = ({ events }: { events: EngineEvent[] }, name: string) =>
  events
    .map(({ resourcePreEvent }) => resourcePreEvent?.metadata)
    .filter((metadata) => metadata?.urn.endsWith(`::${name}`))
    .find((metadata) => metadata?.detailedDiff)?.detailedDiff;

/** The dynamic provider's suites also run with the plugin: `npm test -- plugin`. These tests are for the plugin alone. */
describe("the provider plugin, on the real engine", function () {
  this.timeout(engineTestMs);

  it("previews without a request, and says which query and argument change, and what replaces", async () => {
    let more: object = { description: "one" };
    const program = ({ workspaceId }: Emulator) => {
      const sales = new Dataflow("sales", { workspaceId, definition: definition(), ...more });
      return {
        fingerprint: (sales as unknown as { definitionFingerprint: pulumi.Output<string> }).definitionFingerprint,
      };
    };
    await withFabric({ program: async (emulator) => program(emulator), files }, async ({ emulator, stack, asked }) => {
      const first = await stack.preview();
      expect(first.changes).to.deep.equal({ create: 2 });
      expect(first.stdout, "known before anything is there").to.match(/fingerprint *: "\d+:[^"]+"/);
      expect(asked()).to.deep.equal({});
      await stack.up();
      stack.edit("Sales.Dataflow/mashup.pq", mashup({ Orders: table("two"), Other: table("other") }));
      more = { displayName: "Sales" };
      asked();
      const preview = await stack.preview({ diff: true });
      const update = { inputDiff: true, diffKind: "update" };
      expect(shown(preview, "sales")).to.deep.equal({
        definition: update,
        definitionFingerprint: update,
        definitionRevision: update,
        "queries.Orders": update,
        description: { ...update, diffKind: "delete" },
        displayName: update,
      });
      more = { workspaceId: emulator.addWorkspace({ displayName: "other", hasCapacity: true }).id };
      const replacing = await stack.preview({ diff: true });
      expect(replacing.changes).to.deep.equal({ same: 1, replace: 1 });
      expect(shown(replacing, "sales")?.workspaceId?.diffKind).to.equal("update-replace");
      expect(asked()).to.deep.equal({});
    });
  });

  it("imports a dataflow by workspace and id with all properties, and the generated program changes nothing", async () => {
    let declared: Record<string, unknown> | undefined;
    const program = ({ workspaceId }: Emulator) => {
      if (declared) new Dataflow("sales", { workspaceId, ...declared }, { protect: false });
    };
    await withFabric({ program }, async ({ emulator, stack, asked }) => {
      const id = await made(emulator, "Sales", "one");
      emulator.portalEdit(id, { description: "about sales" });
      await stack.up();
      const place = `${emulator.workspaceId}/${id}`;
      const { code, output } = await importing(stack, "Dataflow", "sales", place);
      expect(code, output).to.equal(0);
      expect(output, "what it reads is valid").not.to.contain("failed to validate");
      expect(Object.keys(asked()).filter((operation) => !/^(get|list)/.test(operation))).to.deep.equal(["createItem"]);
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
      expect(asked()).not.to.have.any.keys("updateItem", "updateDefinition", "createItem");
      declared.description = "ours";
      await stack.up();
      expect(emulator.item(id).description).to.equal("ours");
      expect(asked()).to.include({ updateItem: 1 }).and.not.to.have.property("updateDefinition");
      await stack.destroy();
      expect(emulator.items().some((item) => item.id === id)).to.equal(false);
    });
  });

  it("takes over nothing that another resource of the program holds; what the program no longer declares stays with the new one", async () => {
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
    await withFabric({ program, files }, async ({ emulator, stack, asked }) => {
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
      // The engine tells a plugin of no resource that the program leaves out, before it deletes it.
      names = ["taker"];
      asked();
      const moved = await stack.up();
      expect(moved.diagnostics.map(({ message }) => message).join("\n")).to.match(
        /is not deleted, because another resource holds it now/,
      );
      expect(asked()).not.to.have.any.keys("deleteItem", "createItem");
      expect(stack.resource("taker").id).to.equal(id);
      expect((await stack.up()).changes).to.deep.equal({ same: 2 });
    });
  });

  it("imports a schedule by workspace, dataflow and id", async () => {
    let declared: object | undefined;
    const program = ({ workspaceId }: Emulator) => {
      if (declared) new DataflowSchedule("nightly", { workspaceId, ...declared });
    };
    await withFabric({ program }, async ({ emulator, stack, asked }) => {
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
      asked();
      expect((await stack.up()).changes).to.deep.equal({ same: 2 });
      expect(asked()).to.deep.equal({});
      await stack.destroy();
      expect(asked()).to.include({ deleteSchedule: 1 });
    });
  });

  it("says which form an import's id has, and that a run cannot be imported", async () => {
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

  it("encrypts settings of its providers, and refuses an unknown one with a similar name", async () => {
    let args: Record<string, string> = {};
    const program = ({ workspaceId, token, endpoint }: Emulator) => {
      const provider = new FabricProvider("mine", { token, endpoint, ...args });
      new Dataflow("sales", { workspaceId }, { provider });
    };
    await withFabric({ program, env: { FABRIC_TOKEN: "", FABRIC_ENDPOINT: "" } }, async ({ emulator, stack }) => {
      await stack.up();
      expect(stack.filesWith(emulator.token), "the token in clear").to.deep.equal([]);
      args = { tenantID: "t" };
      const refused = await stack.tryPreview();
      expect(refused.stdout + refused.stderr).to.match(/tenantID is unknown; did you mean tenantId\?/);
      args = {};
      await stack.destroy();
    });
  });

  it("refuses a misspelt key of the stack's configuration, and encrypts a secret one that stands there in clear", async () => {
    const program = ({ workspaceId }: Emulator) => void new Dataflow("sales", { workspaceId });
    await withFabric({ program, env: { FABRIC_TOKEN: "" } }, async ({ emulator, stack }) => {
      const set = (key: string, value: string) => stack.automation.setConfig(`fabric-dataflow:${key}`, { value });
      await set("token", emulator.token);
      await set("driftchek", "item");
      const refused = await stack.tryPreview();
      expect(refused.stdout + refused.stderr).to.match(
        /fabric-dataflow:driftchek is .*setting; did you mean driftCheck/,
      );
      await stack.automation.removeConfig("fabric-dataflow:driftchek");
      await stack.up();
      expect(stack.stateText(), "the token in clear").not.to.contain(emulator.token);
    });
  });

  it("accepts a definition over gRPC's default size limit", async () => {
    const note = JSON.stringify({ note: "x".repeat(3_000_000) });
    const program = ({ workspaceId }: Emulator) => {
      const queries = { Orders: table("one") };
      const all = {
        ...{ "mashup.pq": mashup(queries), "queryMetadata.json": metadata(queries) },
        ...{ "one.mdf": note, "two.mdf": note },
      };
      const assets = Object.entries(all).map(([path, text]) => [path, new pulumi.asset.StringAsset(text)]);
      new Dataflow("sales", { workspaceId, definition: Object.fromEntries(assets) as object });
    };
    await withFabric({ program }, async ({ emulator, stack }) => {
      await stack.up();
      expect(emulator.item(stack.resource("sales").id!).edited?.["two.mdf"]).to.have.length(note.length);
    });
  });

  it("that is killed during a run ends the update with an error, and the next update awaits that run", async () => {
    const program = ({ workspaceId }: Emulator) => {
      const sales = new Dataflow("sales", { workspaceId, definition: definition() });
      new DataflowRefresh("load", { workspaceId, dataflowId: sales.id });
    };
    const emulate = { timings: { executeMs: 600_000 } };
    await withFabric({ program, files, emulate }, async ({ emulator, stack }) => {
      const up = stack.tryUp();
      const until = Date.now() + 60_000;
      while (!emulator.requests.some(({ operation }) => operation === "getJobInstance") && Date.now() < until)
        await new Promise((resolve) => setTimeout(resolve, 50));
      signalAll(pluginProcesses(), "SIGKILL");
      expect((await up).succeeded).to.equal(false);
      emulator.set({ timings: { executeMs: 50 } });
      emulator.advance(600_000);
      await stack.automation.cancel().catch(() => undefined);
      await stack.up();
      expect(stack.resource("load").outputs).to.include({ status: "Completed" });
    });
  });
});

/** Runs it as on the command line. */
function importing({ directory, automation }: TestStack, type: string, name: string, id: string) {
  const { envVars } = automation.workspace;
  const PATH = [process.env.PATH, join(root, "tests", "engine", "languageHost")].join(delimiter);
  const flags = ["--yes", "--skip-preview", "--protect=false", "--generate-code=false", "--stack", "dev"];
  const args = ["import", `fabric-dataflow:index:${type}`, name, id, ...flags];
  return run("pulumi", args, { cwd: directory, env: { ...envVars, PATH }, timeoutMs: 60_000 });
}

/** Node processes of this process that run the plugin's file. */
const pluginProcesses = () =>
  descendants().filter(({ pid }) =>
    execFileSync("ps", ["-o", "args=", "-p", `${pid}`], { encoding: "utf8" }).includes(join("plugin", "index.js")),
  );
