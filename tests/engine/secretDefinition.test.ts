import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { createHash } from "node:crypto";
import { Dataflow } from "pulumi-fabric-dataflow";
import { mashup, metadata, table } from "../dataflows";
import type { Emulator } from "../emulator/index";
import { engineTestMs } from "./harness/stack";
import { withFabric } from "./support";

const secret = "correct-horse-battery";

describe("a secret definition, on the real engine", function () {
  this.timeout(engineTestMs);

  it("is refused unless the program allows it; then nothing of it is in the state, and its content alone decides", async () => {
    let row = secret;
    let allowSecretDefinition: boolean | undefined;
    const text = () => mashup({ Orders: table(row) });
    const program = ({ workspaceId }: Emulator) => {
      new Dataflow("sales", {
        workspaceId,
        allowSecretDefinition,
        tests: { Orders: { minRows: 1 } },
        definition: {
          "mashup.pq": pulumi.secret(new pulumi.asset.StringAsset(text())),
          "queryMetadata.json": new pulumi.asset.StringAsset(metadata({ Orders: "" })),
        },
      });
    };
    await withFabric({ program }, async ({ emulator, stack, asked }) => {
      emulator.addTable({ query: "Orders (test)", columns: { A: ["one"] } });
      const refused = await stack.tryUp();
      expect(refused.succeeded).to.equal(false);
      expect(refused.stdout).to.match(/definition\/mashup\.pq: is secret.*allowSecretDefinition: true/s);

      allowSecretDefinition = true;
      const first = await stack.up();
      const { id, outputs } = stack.resource("sales");
      expect(outputs).to.include({ definitionFingerprint: "secret:1", definitionRevision: 1 });
      expect(outputs?.queries).to.deep.equal({});
      expect(emulator.item(id!).edited?.["mashup.pq"]).to.equal(text());
      asked();
      expect((await stack.up()).changes).to.deep.equal({ same: 2 });
      expect(asked()).to.deep.equal({});

      row = `${secret}-2`;
      const second = await stack.up();
      expect(asked()).to.include({ updateDefinition: 1, executeQuery: 1 });
      expect(stack.resource("sales").outputs).to.include({ definitionFingerprint: "secret:2", definitionRevision: 2 });
      expect(emulator.item(id!).edited?.["mashup.pq"]).to.equal(text());

      emulator.portalEdit(id!, { parts: { "mashup.pq": mashup({ Orders: table("theirs") }) } });
      asked();
      const refreshed = await stack.refresh();
      expect(refreshed.changes).to.deep.equal({ same: 2 });
      expect(asked(), "the definition is not looked at").not.to.have.any.keys("getDefinition", "bulkExportDefinitions");

      const hashes = [secret, text()].map((content) => createHash("sha256").update(content).digest("hex"));
      for (const hidden of [secret, ...hashes]) expect(stack.filesWith(hidden)).to.deep.equal([]);
      for (const { stdout, stderr } of [first, second, refreshed]) expect(stdout + stderr).not.to.contain(secret);
    });
  });
});
