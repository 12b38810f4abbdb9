import { expect } from "chai";
import { chmodSync, cpSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { startEntra, tenantId, type Entra } from "../auth/entra";
import {
  azureDevOpsIssuer,
  azureDevOpsSubject,
  gitHubIssuer,
  gitHubSubject,
  requestToken,
  serviceConnectionId,
  startWorkloads,
  type Workloads,
} from "../auth/workloads";
import { type Emulator, startEmulator } from "../emulator/index";
import { engineEnvironment } from "../engine/harness/cli";
import { Project } from "../engine/harness/project";
import { languageHost } from "../engine/harness/projectStack";
import { engineTestMs } from "../engine/harness/stack";
import { copyExample } from "../tools/exampleProject";
import { root } from "../tools/layout.mjs";
import { run } from "../tools/processes.mjs";
import { azurePipeline, fakeGitHubCli, gitHubWorkflow, onPath, runStep } from "../tools/pipelines";

const clientId = "11111111-aaaa-4bbb-8ccc-00000000000c";
const values = {
  "vars.FABRIC_TENANT_ID": tenantId,
  "vars.FABRIC_CLIENT_ID": clientId,
  "github.token": "token-of-the-job",
  "github.event.pull_request.number": "42",
  "System.AccessToken": requestToken,
};
const [preview, deploy, drift] = ["preview", "deploy", "drift"].map((name) =>
  gitHubWorkflow(`examples/ci-cd/.github/workflows/${name}.yml`, values),
);
const azure = azurePipeline("examples/ci-cd/azure-pipelines.yml", values);

describe("the pipelines of examples/ci-cd", function () {
  this.timeout(engineTestMs * 2);
  let emulator: Emulator;
  let entra: Entra;
  let workloads: Workloads;
  let project: Project;
  let env: Record<string, string>;
  let gitHub: ReturnType<typeof fakeGitHubCli>;
  const mashup = () => readFileSync(join(project.directory, "Orders.Dataflow", "mashup.pq"), "utf8");
  const rows = (ids: number[]) => {
    const columns = { OrderId: ids, Region: ids.map(() => "North"), Amount: ids };
    emulator.addTable({ query: "Orders (test)", columns, types: { OrderId: "int64", Amount: "number" } as const });
    emulator.addTable({ query: "OrdersByRegion (test)", columns: { Region: ["North"], Amount: [1] } });
  };
  const written = () => emulator.items().find(({ displayName }) => displayName === "Orders")!;

  before(async () => {
    [entra, workloads] = await Promise.all([startEntra(), startWorkloads()]);
    const audience = "api://AzureADTokenExchange";
    entra.trustIssuer(gitHubIssuer, workloads.publicKey);
    entra.trustIssuer(azureDevOpsIssuer, workloads.publicKey);
    entra.register({
      clientId,
      federatedCredentials: [
        { issuer: gitHubIssuer, subject: gitHubSubject, audience },
        { issuer: azureDevOpsIssuer, subject: azureDevOpsSubject, audience },
      ],
    });
    entra.onIssue = (token) => void emulator.addPrincipal({ token, role: "Member", displayName: "deploy" });
  });
  after(() => Promise.all([entra.close(), workloads.close()]));

  beforeEach(async () => {
    emulator = await startEmulator();
    project = new Project("ci-cd");
    copyExample("ci-cd", project.directory);
    cpSync(join(root, "examples", "ci-cd", "Pulumi.yaml"), join(project.directory, "Pulumi.yaml"));
    // What `npm ci` would have put there.
    const command = `exec node ${join(root, "sdk", "dist", "cli", "main.js")} "$@"\n`;
    project.edit("node_modules/.bin/pulumi-fabric-dataflow", `#!/bin/sh\n${command}`);
    chmodSync(join(project.directory, "node_modules/.bin/pulumi-fabric-dataflow"), 0o755);
    gitHub = fakeGitHubCli(project.folder);
    const host = languageHost();
    env = {
      ...engineEnvironment(project.stateFolder),
      // In place of Fabric's and Entra's own addresses.
      FABRIC_ENDPOINT: emulator.endpoint,
      FABRIC_AUTHORITY_HOST: entra.authorityHost,
      NODE_EXTRA_CA_CERTS: entra.caFile,
      PATH: onPath(gitHub.path, ...(host.own ? [] : [host.folder]), join(root, "node_modules", ".bin")),
    };
    for (const args of [
      ["stack", "init", "prod"],
      ["config", "set", "ci-cd:workspaceId", emulator.workspaceId, "--stack", "prod"],
    ]) {
      const { code, output } = await run("pulumi", args, { cwd: project.directory, env, timeoutMs: 60_000 });
      expect(code, output).to.equal(0);
    }
    rows([1001, 1002]);
  });
  afterEach(async function () {
    project.remove();
    await emulator.close({ allowViolations: this.currentTest?.state === "failed" });
  });

  const gitHubEnv = () => ({
    ...env,
    GITHUB_ACTIONS: "true",
    ACTIONS_ID_TOKEN_REQUEST_URL: workloads.gitHubUrl,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken,
    GITHUB_STEP_SUMMARY: join(project.folder, "summary.md"),
  });

  it("on GitHub: up after a merge with its data tests, the preview as a comment, and drift that fails the job", async () => {
    const step = (pipeline: typeof preview, name: string) => runStep(pipeline!, name, project.directory, gitHubEnv());
    const whoami = await step(deploy, "who is signed in");
    expect(whoami.code, whoami.output).to.equal(0);
    const up = await step(deploy, "up");
    expect(up.code, up.output).to.equal(0);
    expect(up.output).to.contain("test of Orders passed: 2 rows");
    expect(written().published?.["mashup.pq"]).to.contain("{1002,");
    const clean = await step(drift, "compare");
    expect(clean.code, clean.output).to.equal(0);

    project.edit("Orders.Dataflow/mashup.pq", mashup().replace("{1002,", "{1001,"));
    emulator.clearRequests();
    const shown = await step(preview, "preview");
    expect(shown.code, shown.output).to.equal(0);
    expect(emulator.counts()).to.deep.equal({});
    expect((await step(preview, "comment")).code).to.equal(0);
    expect(gitHub.called()).to.equal("pr comment 42 --edit-last --create-if-none --body-file comment.md");
    expect(gitHub.comment())
      .to.match(/^### pulumi preview of prod\n\n```\n/)
      .and.match(/~ Orders *: "\w+" => "\w+"/);

    rows([1001, 1001]);
    const failed = await step(deploy, "up");
    expect(failed.code).not.to.equal(0);
    expect(failed.output).to.contain("test of Orders failed: column OrderId");
    expect(written().edited?.["mashup.pq"]).to.contain("{1002,");

    project.edit("Orders.Dataflow/mashup.pq", mashup().replace("[Kind", "[[Kind"));
    expect((await step(preview, "preview")).code, "a preview that fails").not.to.equal(0);
    await step(preview, "comment");
    expect(gitHub.comment()).to.contain("mashup.pq:1");
  });

  it("on GitHub: a portal edit fails the nightly job, whose summary names the query, and nothing is written", async () => {
    const step = (pipeline: typeof preview, name: string) => runStep(pipeline!, name, project.directory, gitHubEnv());
    await step(deploy, "up");
    const { id } = written();
    emulator.portalEdit(id, { parts: { "mashup.pq": mashup().replace("310.0", "311.0") } });
    emulator.clearRequests();
    const compared = await step(drift, "compare");
    expect(compared.code).not.to.equal(0);
    expect((await step(drift, "summary")).code).to.equal(0);
    const summary = readFileSync(join(project.folder, "summary.md"), "utf8");
    expect(summary).to.contain("the definition was changed in Fabric (Orders)");
    expect(Object.keys(emulator.counts()).filter((name) => !/^(get|list)/.test(name))).to.deep.equal([]);
    expect(written().edited?.["mashup.pq"]).to.contain("311.0");
  });

  it("on Azure DevOps: the same, signed in through the service connection", async () => {
    const comments: {
      url: string;
      authorization: string;
      body: { status: string; comments: { content: string }[] };
    }[] = [];
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const { url = "", headers } = request;
        comments.push({
          url,
          authorization: headers.authorization ?? "",
          body: JSON.parse(Buffer.concat(chunks).toString()),
        });
        response.end("{}");
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const step = (name: string) =>
      runStep(azure, name, project.directory, {
        ...env,
        SYSTEM_COLLECTIONURI: `http://127.0.0.1:${(server.address() as AddressInfo).port}/contoso/`,
        SYSTEM_TEAMPROJECTID: "data",
        BUILD_REPOSITORY_ID: "repository",
        SYSTEM_PULLREQUEST_PULLREQUESTID: "7",
        SYSTEM_OIDCREQUESTURI: workloads.azureDevOpsUrl,
        AZURESUBSCRIPTION_SERVICE_CONNECTION_ID: serviceConnectionId,
        AZURESUBSCRIPTION_CLIENT_ID: clientId,
        AZURESUBSCRIPTION_TENANT_ID: tenantId,
      });
    try {
      const up = await step("up");
      expect(up.code, up.output).to.equal(0);
      expect(up.output).to.contain("test of Orders passed: 2 rows");
      project.edit("Orders.Dataflow/mashup.pq", mashup().replace("{1002,", "{1003,"));
      expect((await step("preview")).code).to.equal(0);
      const commented = await step("comment");
      expect(commented.code, commented.output).to.equal(0);
      expect(comments).to.have.length(1);
      expect(comments[0]!.url).to.equal(
        "/contoso/data/_apis/git/repositories/repository/pullRequests/7/threads?api-version=7.1",
      );
      expect(comments[0]!.authorization).to.equal(`Bearer ${requestToken}`);
      expect(comments[0]!.body.status).to.equal("closed");
      expect(comments[0]!.body.comments[0]!.content).to.match(/~ Orders *: "\w+" => "\w+"/);

      project.edit("Orders.Dataflow/mashup.pq", mashup().replace("{1003,", "{1002,"));
      expect((await step("drift")).code).to.equal(0);
      emulator.portalEdit(written().id, { parts: { "mashup.pq": mashup().replace("310.0", "311.0") } });
      expect((await step("drift")).code).not.to.equal(0);
    } finally {
      server.close();
    }
  });
});
