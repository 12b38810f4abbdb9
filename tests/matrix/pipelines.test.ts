import { expect } from "chai";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tenantId } from "../auth/entra";
import { requestToken } from "../auth/workloads";
import { engineTestMs } from "../engine/harness/stack";
import { expectExcerpt, outputOf } from "../examples/excerpts";
import { azurePipeline, gitHubWorkflow, type Pipeline, runStep } from "../tools/pipelines";
import { clientId, PipelineWorld } from "./pipelineWorld";

const values = {
  "vars.FABRIC_TENANT_ID": tenantId,
  "vars.FABRIC_CLIENT_ID": clientId,
  "github.token": "token-of-the-job",
  "github.event.pull_request.number": "42",
  "System.AccessToken": requestToken,
};
const workflow = (name: string) => gitHubWorkflow(`examples/ci-cd/.github/workflows/${name}.yml`, values);
const [preview, deploy, drift] = [workflow("preview"), workflow("deploy"), workflow("drift")];
const azure = azurePipeline("examples/ci-cd/azure-pipelines.yml", values);

/** The output of a job in the example's README. */
const shownOutput = (name: string): string => outputOf("examples/ci-cd/README.md", name);

interface Comment {
  url: string;
  authorization: string;
  body: { status: string; comments: { content: string }[] };
}

/** The address of Azure DevOps for comments on a pull request. */
async function startAzureDevOps() {
  const comments: Comment[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { url = "", headers, method } = request;
      if (method === "GET") return void response.end(JSON.stringify({ value: [] }));
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Comment["body"];
      comments.push({ url, authorization: headers.authorization ?? "", body });
      response.end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const collection = `http://127.0.0.1:${(server.address() as AddressInfo).port}/contoso/`;
  return { collection, comments, close: () => server.close() };
}

describe("the pipelines of examples/ci-cd", function () {
  this.timeout(engineTestMs * 2);
  let world: PipelineWorld;
  beforeEach(async () => (world = await PipelineWorld.start()));
  afterEach(function () {
    return world?.close(this.currentTest?.state === "failed");
  });
  const onGitHub = (pipeline: Pipeline, name: string) =>
    runStep(pipeline, name, world.project.directory, world.gitHubEnv);

  it("on GitHub run up with data tests after a merge, comment with the preview, and fail the job at drift", async () => {
    const whoami = await onGitHub(deploy, "who is signed in");
    expect(whoami.code, whoami.output).to.equal(0);
    const up = await onGitHub(deploy, "up");
    expect(up.code, up.output).to.equal(0);
    expectExcerpt(shownOutput("up"), up.output);
    expect(world.item.published?.["mashup.pq"]).to.contain("{1002,");
    const clean = await onGitHub(drift, "compare");
    expect(clean.code, clean.output).to.equal(0);

    world.mashup = world.mashup.replace("{1002,", "{1001,");
    world.emulator.clearRequests();
    const shown = await onGitHub(preview, "preview");
    expect(shown.code, shown.output).to.equal(0);
    expectExcerpt(shownOutput("preview"), shown.output);
    expect(world.emulator.counts()).to.deep.equal({});
    expect((await onGitHub(preview, "comment")).code).to.equal(0);
    expect(world.gitHub.called()).to.equal("pr comment 42 --body-file comment.md");
    expect(world.gitHub.comment())
      .to.match(/^<!-- pulumi preview -->\n### pulumi preview of prod\n\n {4}\S/)
      .and.match(/~ Orders *: "[\w.-]+" => "[\w.-]+"/);

    world.serveOrders([1001, 1001]);
    const failed = await onGitHub(deploy, "up");
    expect(failed.code).not.to.equal(0);
    expectExcerpt(shownOutput("failed"), failed.output);
    expect(world.item.edited?.["mashup.pq"]).to.contain("{1002,");

    world.mashup = world.mashup.replace("[Kind", "[[Kind");
    expect((await onGitHub(preview, "preview")).code, "a preview that fails").not.to.equal(0);
    await onGitHub(preview, "comment");
    expect(world.gitHub.comment()).to.contain("mashup.pq:1");
  });

  it("on GitHub fail the nightly job at a portal edit, name the query in the summary, and write nothing", async () => {
    await onGitHub(deploy, "up");
    world.emulator.portalEdit(world.item.id, { parts: { "mashup.pq": world.mashup.replace("310.0", "311.0") } });
    world.emulator.clearRequests();
    const found = await onGitHub(drift, "compare");
    expect(found.code).not.to.equal(0);
    expectExcerpt(shownOutput("drift"), found.output);
    expect((await onGitHub(drift, "summary")).code).to.equal(0);
    const summary = readFileSync(world.summaryFile, "utf8");
    expect(summary).to.contain("the definition was changed in Fabric (Orders)");
    expect(Object.keys(world.emulator.counts()).filter((name) => !/^(get|list)/.test(name))).to.deep.equal([]);
    expect(world.item.edited?.["mashup.pq"]).to.contain("311.0");
  });

  it("on Azure DevOps do the same, signed in through the service connection", async () => {
    const { collection, comments, close } = await startAzureDevOps();
    const step = (name: string) => runStep(azure, name, world.project.directory, world.azureEnv(collection));
    try {
      const up = await step("up");
      expect(up.code, up.output).to.equal(0);
      expect(up.output).to.contain("test of Orders passed: 2 rows");
      world.mashup = world.mashup.replace("{1002,", "{1003,");
      expect((await step("preview")).code).to.equal(0);
      const commented = await step("comment");
      expect(commented.code, commented.output).to.equal(0);
      expect(comments).to.have.length(1);
      const { url, authorization, body } = comments[0]!;
      expect(url).to.equal("/contoso/data/_apis/git/repositories/repository/pullRequests/7/threads?api-version=7.1");
      expect(authorization).to.equal(`Bearer ${requestToken}`);
      expect(body.status).to.equal("closed");
      expect(body.comments[0]!.content).to.match(/~ Orders *: "[\w.-]+" => "[\w.-]+"/);

      world.mashup = world.mashup.replace("{1003,", "{1002,");
      expect((await step("drift")).code).to.equal(0);
      world.emulator.portalEdit(world.item.id, { parts: { "mashup.pq": world.mashup.replace("310.0", "311.0") } });
      expect((await step("drift")).code).not.to.equal(0);
    } finally {
      close();
    }
  });
});
