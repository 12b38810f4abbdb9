import * as pulumi from "@pulumi/pulumi";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { folder, mashup, metadata, table } from "../dataflows";
import type { Emulator } from "../emulator/index";
import { descendants, signalAll } from "./harness/processTree";
import { engineTestMs } from "./harness/stack";
import { Dataflow, DataflowRefresh, FabricProvider } from "./plugin/classes";
import { withFabric } from "./support";

const files = folder("Sales.Dataflow", { Orders: table("one"), Other: table("other") });
const definition = () => new pulumi.asset.FileArchive("./Sales.Dataflow");

/** A preview's detailed diff of a resource. */
const shown = ({ events }: { events: EngineEvent[] }, name: string) =>
  events
    .map(({ resourcePreEvent }) => resourcePreEvent?.metadata)
    .filter((metadata) => metadata?.urn.endsWith(`::${name}`))
    .find((metadata) => metadata?.detailedDiff)?.detailedDiff;

/** The dynamic provider's suites also run with the plugin: `npm test -- plugin`. These tests are only for the plugin. */
describe("the provider plugin, on the real engine", function () {
  this.timeout(engineTestMs);

  it("previews without a request, and says which query and argument change, and which change replaces", async () => {
    let more: object = { description: "one" };
    const program = ({ workspaceId }: Emulator) => {
      const sales = new Dataflow("sales", { workspaceId, definition: definition(), ...more });
      return {
        fingerprint: (sales as unknown as { definitionFingerprint: pulumi.Output<string> }).definitionFingerprint,
      };
    };
    await withFabric(
      { program: async (emulator) => program(emulator), files },
      async ({ emulator, stack, newRequests }) => {
        const first = await stack.preview();
        expect(first.changes).to.deep.equal({ create: 2 });
        expect(first.stdout, "known before the item exists").to.match(/fingerprint *: "\d+:[^"]+"/);
        expect(newRequests()).to.deep.equal({});
        await stack.up();
        stack.edit("Sales.Dataflow/mashup.pq", mashup({ Orders: table("two"), Other: table("other") }));
        more = { displayName: "Sales" };
        newRequests();
        const preview = await stack.preview({ diff: true });
        expect(preview.stdout, "the package's own mark").not.to.contain("__checked");
        const update = { inputDiff: true, diffKind: "update" };
        expect(shown(preview, "sales")).to.deep.equal({
          "definition.content": update,
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
        expect(newRequests()).to.deep.equal({});
      },
    );
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

  it("refuses a misspelt key of the stack's configuration, and encrypts a secret that is there in clear", async () => {
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

  it("accepts names as Python's SDK sends them in arguments of several forms, and reports only the wrong value", async () => {
    let notNull: unknown = "OrderId";
    const program = ({ workspaceId }: Emulator) =>
      void new Dataflow("sales", {
        workspaceId,
        definition: definition(),
        tests: { Orders: { min_rows: 0, not_null: notNull } as object },
      });
    await withFabric({ program, files }, async ({ emulator, stack }) => {
      emulator.addTable({ query: "Orders", columns: { OrderId: [1] }, types: { OrderId: "int64" } });
      const refused = await stack.tryPreview();
      expect(refused.stdout + refused.stderr)
        .to.match(/tests\.Orders\.notNull: must be/)
        .and.not.match(/min_?rows/i);
      notNull = ["OrderId"];
      await stack.up();
      expect(stack.resource("sales").inputs?.tests).to.deep.equal({ Orders: { minRows: 0, notNull: ["OrderId"] } });
      expect((await stack.up()).changes).to.deep.equal({ same: 2 });
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

  it("ends the update with an error if it is killed during a run, and the next update awaits that run", async () => {
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

/** The child processes that run the plugin's file. */
const pluginProcesses = () =>
  descendants().filter(({ pid }) =>
    execFileSync("ps", ["-o", "args=", "-p", `${pid}`], { encoding: "utf8" }).includes(join("plugin", "index.js")),
  );
