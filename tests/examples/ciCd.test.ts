import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../tools/layout.mjs";
import { azurePipeline, gitHubWorkflow } from "../tools/pipelines";

// tests/matrix/pipelines.test.ts runs the steps.
const values = new Proxy<Record<string, string>>({}, { get: () => "" });
const [preview, review, deploy, drift] = ["preview", "review", "deploy", "drift"].map((name) =>
  gitHubWorkflow(`examples/ci-cd/.github/workflows/${name}.yml`, values),
);
const azure = azurePipeline("examples/ci-cd/azure-pipelines.yml", values);

describe("examples/ci-cd", () => {
  it("stores no secret, and requests the job's own token", () => {
    for (const { document } of [preview!, deploy!, drift!]) {
      expect(document.permissions).to.include({ contents: "read", "id-token": "write" });
      expect(JSON.stringify(document)).not.to.contain("secrets.");
    }
    expect(preview!.document.permissions).to.include({ "pull-requests": "write" });
    // The job that reads the files of a pull request may only write the comment.
    expect(review!.document.permissions).to.deep.equal({ contents: "read", "pull-requests": "write" });
    expect(review!.document.on).to.equal("pull_request");
    expect(JSON.stringify(review!.document)).not.to.contain("secrets.");
    expect(drift!.document.on.schedule).to.deep.equal([{ cron: "0 4 * * *" }]);
    expect(azure.document.schedules[0]).to.include({ always: true });
    expect(JSON.stringify(azure.document)).not.to.match(/secret|password|PULUMI_ACCESS_TOKEN/i);
  });

  it("equals the guide", () => {
    const guide = readFileSync(join(root, "docs", "ci-cd.md"), "utf8");
    const blocks = [...guide.matchAll(/^````yaml\n# (\S+)\n([\s\S]*?)^````$/gm)];
    expect(blocks.map(([, name]) => name)).to.deep.equal([
      ".github/workflows/preview.yml",
      ".github/workflows/review.yml",
      ".github/workflows/deploy.yml",
      ".github/workflows/drift.yml",
      "azure-pipelines.yml",
    ]);
    for (const [, name = "", shown] of blocks)
      expect(shown, name).to.equal(readFileSync(join(root, "examples", "ci-cd", name), "utf8"));
  });
});
