import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { createHash } from "node:crypto";
import { Dataflow, DataflowRefresh } from "./classes";
import { mashup, metadata, table } from "../dataflows";
import type { Emulator } from "../emulator/index";
import { engineTestMs } from "./harness/stack";
import { withFabric } from "./support";

const secret = "correct-horse-battery";

const shown = (run: { stdout: string; stderr: string } | undefined): string => `${run?.stdout}${run?.stderr}`;

describe("a secret definition, on the real engine", function () {
  this.timeout(engineTestMs);

  it("is refused unless the program allows it; then the state has no text of it, and only its content decides", async () => {
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
    await withFabric({ program }, async ({ emulator, stack, newRequests }) => {
      emulator.addTable({ query: "Orders", columns: { A: ["one"] } });
      const refused = await stack.tryUp();
      expect(refused.succeeded).to.equal(false);
      expect(refused.stdout).to.match(/definition\/mashup\.pq: is secret.*allowSecretDefinition: true/s);

      allowSecretDefinition = true;
      const first = await stack.up();
      const { id, outputs } = stack.resource("sales");
      expect(outputs).to.include({ definitionFingerprint: "secret:1", definitionRevision: 1 });
      expect(outputs?.queries).to.deep.equal({});
      expect(emulator.item(id!).edited?.["mashup.pq"]).to.equal(text());
      newRequests();
      expect((await stack.up()).changes).to.deep.equal({ same: 2 });
      expect(newRequests()).to.deep.equal({});

      row = `${secret}-2`;
      const second = await stack.up();
      expect(newRequests()).to.include({ updateDefinition: 1, executeQuery: 1 });
      expect(stack.resource("sales").outputs).to.include({ definitionFingerprint: "secret:2", definitionRevision: 2 });
      expect(emulator.item(id!).edited?.["mashup.pq"]).to.equal(text());

      emulator.portalEdit(id!, { parts: { "mashup.pq": mashup({ Orders: table("theirs") }) } });
      newRequests();
      const refreshed = await stack.refresh();
      expect(refreshed.changes).to.deep.equal({ same: 2 });
      expect(newRequests(), "the definition is not read").not.to.have.any.keys(
        "getDefinition",
        "bulkExportDefinitions",
      );

      const hashes = [secret, text()].map((content) => createHash("sha256").update(content).digest("hex"));
      for (const hidden of [secret, ...hashes]) expect(stack.filesWith(hidden)).to.deep.equal([]);
      for (const { stdout, stderr } of [first, second, refreshed]) expect(stdout + stderr).not.to.contain(secret);
    });
  });

  it("is not quoted in any message of a check, a test, the service or a run", async () => {
    let m = `section S;\nshared Orders = ${secret}(1);\nshared #"${secret} query" = 1;`;
    let runs = false;
    const program = ({ workspaceId }: Emulator) => {
      const sales = new Dataflow("sales", {
        workspaceId,
        allowSecretDefinition: true,
        parameters: { Unknown: "x" },
        tests: { None: { minRows: 1 } },
        definition: {
          "mashup.pq": pulumi.secret(new pulumi.asset.StringAsset(m)),
          "queryMetadata.json": pulumi.secret(new pulumi.asset.StringAsset(metadata({ [secret]: "" }))),
        },
      });
      if (runs) new DataflowRefresh("load", { workspaceId, dataflowId: sales.id });
    };
    await withFabric({ program }, async ({ emulator, stack }) => {
      const seen = [await stack.tryUp({ diff: true })];
      expect(shown(seen[0])).to.match(
        /parameters\.Unknown: is wrong\. The reason is not shown, because the definition is secret/,
      );
      m = mashup({
        Orders: table(secret),
        None: table(secret),
        Unknown: '"a" meta [IsParameterQuery = true, Type = "Text"]',
      });
      const message = `Expression.Error: the text ${secret} cannot be converted`;
      const details = [
        { errorCode: "Evaluation", message, relatedResource: { resourceType: secret, resourceId: "x" } },
      ];
      const said = {
        kind: "status",
        status: 400,
        fields: { errorCode: "BadM", message, moreDetails: details },
      } as const;
      for (const operation of ["createItem", "executeQuery"]) {
        emulator.faults.add({ operation, fault: said });
        const failed = await stack.tryUp({ diff: true });
        expect(shown(failed), operation).to.contain("BadM (HTTP 400): [secret: definition]");
        seen.push(failed);
        emulator.faults.clear();
      }
      emulator.addTable({ query: "None", error: message });
      seen.push(await stack.tryUp());
      expect(shown(seen.at(-1))).to.contain("could not be evaluated: [secret: definition]");
      emulator.addTable({ query: "None", columns: { A: ["one"] } });
      emulator.faults.add({
        operation: "runApplyChanges",
        fault: { kind: "job", job: { outcome: "fail", errorCode: "Bad", message } },
      });
      seen.push(await stack.tryUp());
      seen.push(await stack.up());
      runs = true;
      emulator.faults.add({
        operation: "runExecute",
        fault: { kind: "job", job: { outcome: "fail", errorCode: "Bad", message } },
      });
      seen.push(await stack.tryUp());
      expect(shown(seen.at(-1))).to.match(/ended Failed.*\[secret: definition\]/s);
      for (const run of seen) expect(shown(run)).not.to.contain(secret);
      expect(stack.filesWith(secret)).to.deep.equal([]);
    });
  });
});
