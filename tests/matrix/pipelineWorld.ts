import { expect } from "chai";
import { chmodSync, cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Entra, startEntra, tenantId } from "../auth/entra";
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
import { copyExample } from "../tools/exampleProject";
import { root } from "../tools/layout.mjs";
import { fakeGitHubCli, onPath } from "../tools/pipelines";
import { run } from "../tools/processes.mjs";

export const clientId = "11111111-aaaa-4bbb-8ccc-00000000000c";
type Variables = Record<string, string>;

/** The environment of a pipeline of examples/ci-cd: its project with the stack `prod`, Fabric, Entra, and the agents' tokens. */
export class PipelineWorld {
  readonly project = new Project("ci-cd");
  readonly gitHub = fakeGitHubCli(this.project.folder);
  readonly summaryFile = join(this.project.folder, "summary.md");

  private constructor(
    readonly emulator: Emulator,
    readonly entra: Entra,
    readonly workloads: Workloads,
  ) {}

  static async start(): Promise<PipelineWorld> {
    const [emulator, entra, workloads] = await Promise.all([startEmulator(), startEntra(), startWorkloads()]);
    const world = new PipelineWorld(emulator, entra, workloads);
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
    await world.makeProject();
    world.serveOrders([1001, 1002]);
    return world;
  }

  async close(failed: boolean): Promise<void> {
    this.project.remove();
    await Promise.all([this.entra.close(), this.workloads.close(), this.emulator.close({ allowViolations: failed })]);
  }

  get mashup(): string {
    return readFileSync(join(this.project.directory, "Orders.Dataflow", "mashup.pq"), "utf8");
  }

  set mashup(text: string) {
    this.project.edit("Orders.Dataflow/mashup.pq", text);
  }

  /** The item in Fabric. */
  get item() {
    return this.emulator.items().find(({ displayName }) => displayName === "Orders")!;
  }

  /** Sets the rows of the data tests: orders with these ids. */
  serveOrders(ids: number[]): void {
    const columns = { OrderId: ids, Region: ids.map(() => "North"), Amount: ids };
    this.emulator.addTable({ query: "Orders", columns, types: { OrderId: "int64", Amount: "number" } });
    this.emulator.addTable({ query: "OrdersByRegion", columns: { Region: ["North"], Amount: [1] } });
  }

  /** The variables that GitHub's runner sets for a step. */
  get gitHubEnv(): Variables {
    return {
      ...this.env(),
      GITHUB_ACTIONS: "true",
      GITHUB_REPOSITORY: "contoso/data",
      ACTIONS_ID_TOKEN_REQUEST_URL: this.workloads.gitHubUrl,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken,
      GITHUB_STEP_SUMMARY: this.summaryFile,
    };
  }

  /** The variables that Azure DevOps' agent sets for a step of the task AzureCLI@2. */
  azureEnv(collection: string): Variables {
    return {
      ...this.env(),
      SYSTEM_COLLECTIONURI: collection,
      SYSTEM_TEAMPROJECTID: "data",
      BUILD_REPOSITORY_ID: "repository",
      SYSTEM_PULLREQUEST_PULLREQUESTID: "7",
      SYSTEM_OIDCREQUESTURI: this.workloads.azureDevOpsUrl,
      AZURESUBSCRIPTION_SERVICE_CONNECTION_ID: serviceConnectionId,
      AZURESUBSCRIPTION_CLIENT_ID: clientId,
      AZURESUBSCRIPTION_TENANT_ID: tenantId,
    };
  }

  private env(): Variables {
    const host = languageHost();
    return {
      ...engineEnvironment(this.project.stateFolder),
      // Instead of Fabric's and Entra's own addresses.
      FABRIC_ENDPOINT: this.emulator.endpoint,
      FABRIC_AUTHORITY_HOST: this.entra.authorityHost,
      NODE_EXTRA_CA_CERTS: this.entra.caFile,
      PATH: onPath(this.gitHub.path, ...(host.own ? [] : [host.folder])),
    };
  }

  private async makeProject(): Promise<void> {
    const { directory } = this.project;
    copyExample("ci-cd", directory);
    cpSync(join(root, "examples", "ci-cd", "Pulumi.yaml"), join(directory, "Pulumi.yaml"));
    // The files that `npm ci` would install.
    const command = join("node_modules", ".bin", "pulumi-fabric-dataflow");
    this.project.edit(command, `#!/bin/sh\nexec node ${join(root, "sdk", "dist", "cli", "main.js")} "$@"\n`);
    chmodSync(join(directory, command), 0o755);
    for (const args of [
      ["stack", "init", "prod"],
      ["config", "set", "ci-cd:workspaceId", this.emulator.workspaceId, "--stack", "prod"],
    ]) {
      const { code, output } = await run("pulumi", args, { cwd: directory, env: this.env(), timeoutMs: 60_000 });
      expect(code, output).to.equal(0);
    }
  }
}
