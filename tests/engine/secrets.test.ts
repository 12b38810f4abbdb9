import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Dataflow, DataflowRefresh, FabricProvider } from "./classes";
import { folder, table } from "../dataflows";
import type { Emulator } from "../emulator/index";
import { engineTestMs } from "./harness/stack";
import { withFabric } from "./support";

/** A resource of the platform team. Its outputs are unknown in the first preview. */
class Workspace extends pulumi.CustomResource {
  declare readonly workspaceId: pulumi.Output<string>;
  declare readonly mashup: pulumi.Output<string>;
  constructor(name: string, args: { workspaceId: string; mashup: string }) {
    const __provider = `exports.handler = () => require(process.cwd() + "/workspace.js");`;
    super("pulumi-nodejs:dynamic/test:Workspace", name, {
      ...{ given: args, workspaceId: undefined, mashup: undefined, __provider },
    });
  }
}
const workspace = `
  exports.create = async ({ given }) => ({ id: "w", outs: { given, ...given } });
  exports.diff = async (id, olds, news) => ({ changes: JSON.stringify(olds.given) !== JSON.stringify(news.given) });
  exports.update = async (id, olds, { given }) => ({ outs: { given, ...given } });
  exports.delete = async () => {};`;
const queries = { Orders: table("one") };
const files: Record<string, string> = { ...folder("Sales.Dataflow", queries), "workspace.js": workspace };
const texts = (all: { stdout: string; stderr: string }[]) => all.map(({ stdout, stderr }) => stdout + stderr).join();

describe("unknown and secret values, on the real engine:", function () {
  this.timeout(engineTestMs);

  it("upstream Outputs are unknown in the preview, then created, and then known exactly", async () => {
    let mashup = files["Sales.Dataflow/mashup.pq"]!;
    const program = ({ workspaceId }: Emulator) => {
      const platform = new Workspace("platform", { workspaceId, mashup });
      const definition = {
        "mashup.pq": platform.mashup.apply((text) => new pulumi.asset.StringAsset(text)),
        "queryMetadata.json": new pulumi.asset.FileAsset("Sales.Dataflow/queryMetadata.json"),
      };
      const sales = new Dataflow("sales", { workspaceId: platform.workspaceId, definition, publishOnUpdate: true });
      new DataflowRefresh("load", {
        workspaceId: platform.workspaceId,
        dataflowId: sales.id,
        triggers: [sales.id, sales.definitionRevision],
      });
    };
    await withFabric({ program, files }, async ({ emulator, stack, newRequests }) => {
      const preview = await stack.preview();
      expect(preview.changes).to.deep.equal({ create: 4 });
      expect(preview.diagnostics.filter(({ severity }) => severity !== "debug")).to.deep.equal([]);
      await stack.up();
      const { id } = stack.resource("sales");
      expect(emulator.item(id!).published?.["mashup.pq"]).to.equal(mashup);
      expect((await stack.up()).changes).to.deep.equal({ same: 4 });
      mashup = mashup.replace("one", "two");
      newRequests();
      expect((await stack.preview()).changes, "another workspace may replace the dataflow").to.deep.equal({
        same: 1,
        update: 1,
        replace: 2,
      });
      expect(newRequests()).to.deep.equal({});
      await stack.up();
      expect(stack.resource("sales")).to.include({ id });
      expect(emulator.item(id!).published?.["mashup.pq"]).to.equal(mashup);
    });
  });

  it("a secret description and a token are in no state, line or error", async () => {
    const description = "a-secret-description";
    const run = { parameter: "a-secret-parameter" };
    const program = ({ workspaceId }: Emulator) => {
      const definition = new pulumi.asset.FileArchive("./Sales.Dataflow");
      const sales = new Dataflow("sales", { workspaceId, description: pulumi.secret(description), definition });
      new DataflowRefresh("load", {
        workspaceId,
        dataflowId: sales.id,
        parameters: pulumi.secret({ Region: run.parameter }),
      });
    };
    await withFabric({ program, files }, async ({ emulator, stack }) => {
      const seen = [await stack.preview({ diff: true })];
      const failed = await stack.tryUp();
      expect(failed.succeeded, "the definition has no parameters").to.equal(false);
      seen.push(failed, await stack.refresh(), await stack.preview({ diff: true }));
      expect(emulator.item(stack.resource("sales").id!).description).to.equal(description);
      expect(stack.resource("sales").inputs?.__declaration).to.deep.equal({
        urn: stack.resource("sales").urn,
        secrets: [["description"]],
      });
      expect(texts(seen), "values that only the machine needs").not.to.match(/__declaration|secrets\b|import/);
      emulator.portalEdit(stack.resource("sales").id!, { description: "theirs" });
      emulator.faults.add({
        operation: "updateItem",
        fault: { kind: "status", status: 400, errorCode: "InvalidInput", message: "no" },
      });
      seen.push(await stack.tryUp({ refresh: true }), await stack.destroy());
      for (const text of [description, run.parameter, emulator.token]) {
        expect(texts(seen)).not.to.contain(text);
        expect(stack.filesWith(text), "on the disk").to.deep.equal([]);
      }
    });
  });

  it("two providers in one program use their own identities, and no secret is shown", async () => {
    const program = (emulator: Emulator) => {
      const { workspaceId, endpoint } = emulator;
      const definition = new pulumi.asset.FileArchive("./Sales.Dataflow");
      const token = pulumi.secret("the-other-token");
      const provider = new FabricProvider("other", { token, endpoint });
      new Dataflow("mine", { workspaceId, definition });
      new Dataflow("theirs", { workspaceId, definition }, { provider });
    };
    await withFabric({ program, files }, async ({ emulator, stack }) => {
      emulator.addPrincipal({ token: "the-other-token", displayName: "Other", role: "Contributor" });
      const who = () => {
        const all = emulator.requests.filter(({ operation }) => /^(create|delete)Item$/.test(operation));
        const lines = all.map(({ operation, principal }) => `${operation} ${principal}`).sort();
        emulator.clearRequests();
        return lines;
      };
      await stack.up();
      expect(who()).to.deep.equal(["createItem Emulated admin", "createItem Other"]);
      expect(stack.filesWith("the-other-token")).to.deep.equal([]);
      expect((await stack.up()).changes).to.deep.equal({ same: 4 });
      await stack.destroy();
      expect(who()).to.deep.equal(["deleteItem Emulated admin", "deleteItem Other"]);
    });
  });
});
