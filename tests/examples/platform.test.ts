import { expect } from "chai";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Emulator, startEmulator } from "../emulator/index";
import { type RealBridge, whyNotReal, withRealBridge } from "../engine/bridge/real";
import {
  bridgeEnvironment,
  bridgeFolder,
  installBridge,
  terraformEndpoint,
  withClusterList,
} from "../engine/bridge/index";
import { Project } from "../engine/harness/project";
import { withProjectStack } from "../engine/harness/projectStack";
import { engineTestMs, type StackOptions, type TestStack } from "../engine/harness/stack";
import { copyExample } from "../tools/exampleProject";
import { root } from "../tools/layout.mjs";

const sqlClientSecret = "secret-of-the-application-that-reads-the-database";

interface Given {
  emulator: Emulator;
  stack: TestStack;
  /** The number of requests for Power BI's clusters. */
  requestCount: () => number;
}

/** The way in which a project gets the provider named `fabric`, and in which both providers sign in. */
type WithBridge = (
  emulator: Emulator,
  directory: string,
  use: (bridge: Pick<RealBridge, "path" | "env"> & { config: StackOptions["config"] }) => Promise<void>,
) => Promise<void>;

const withStandIn: WithBridge = (emulator, directory, use) => {
  installBridge(directory);
  return use({
    path: [bridgeFolder],
    env: bridgeEnvironment(emulator),
    config: {
      // One address for both providers, in Terraform's form.
      "fabric:endpoint": terraformEndpoint(emulator),
      "fabric-dataflow:token": { value: emulator.token, secret: true },
    },
  });
};

/** Runs the example in its own folder by `pulumi up`, beside a plugin that is named `fabric`. */
async function withPlatform(
  {
    main,
    config,
    withBridge,
  }: { main?: string; config: (emulator: Emulator) => Record<string, string>; withBridge: WithBridge },
  use: (given: Given) => Promise<void>,
): Promise<void> {
  const emulator = await startEmulator();
  const project = new Project("platform");
  const { directory } = project;
  let failed = true;
  try {
    copyExample("platform", directory);
    cpSync(join(root, "examples", "platform", "Pulumi.yaml"), join(directory, "Pulumi.yaml"));
    if (main) {
      const manifest = JSON.parse(readFileSync(join(directory, "package.json"), "utf8")) as object;
      writeFileSync(join(directory, "package.json"), JSON.stringify({ ...manifest, main }));
    }
    emulator.addConnection({ type: "Lakehouse", path: "Lakehouse", displayName: "Lakehouse" });
    await withBridge(emulator, directory, (bridge) =>
      withClusterList(emulator, ({ address, requestCount }) =>
        withProjectStack(
          {
            directory,
            path: bridge.path,
            // The linter checks the program's types. To check them again for each operation takes seconds.
            env: { PULUMI_NODEJS_TRANSPILE_ONLY: "true", ...bridge.env },
            config: {
              ...bridge.config,
              "fabric:preview": "true",
              "platform:server": "sql.example.com",
              "platform:clusterList": address,
              ...config(emulator),
            },
          },
          (stack) => use({ emulator, stack, requestCount }),
        ),
      ),
    );
    failed = false;
  } finally {
    project.remove();
    await emulator.close({ allowViolations: failed });
  }
}

/** An active capacity, which the Terraform provider reads. */
function capacityOf({ world }: Emulator): string {
  const id = "aaaaaaaa-0000-4000-8000-000000000001";
  world.capacities.add(id);
  return id;
}

const deletions = ({ requests }: Emulator): string[] =>
  requests.filter(({ method }) => method === "DELETE").map(({ operation }) => operation);

/** The tests of the example, beside the bridge or its replacement. */
function deploysBeside(withBridge: WithBridge): void {
  it("deploys into the workspace of a provider named fabric, runs, and is destroyed in the right order", () =>
    withPlatform(
      {
        withBridge,
        config: (emulator) => ({
          "platform:capacityId": capacityOf(emulator),
          "platform:runnerId": emulator.addPrincipal({ token: "runs", role: "None" }).id,
          "platform:sqlTenantId": "aaaaaaaa-0000-4000-8000-000000000002",
          "platform:sqlClientId": "aaaaaaaa-0000-4000-8000-000000000003",
          "platform:sqlClientSecret": sqlClientSecret,
        }),
      },
      async ({ emulator, stack, requestCount }) => {
        await stack.automation.setConfig("platform:sqlClientSecret", { value: sqlClientSecret, secret: true });
        expect((await stack.preview()).changes).to.deep.equal({ create: 10 });
        expect(emulator.requests.filter(({ method }) => method !== "GET")).to.deep.equal([]);

        await stack.up();
        const dataflow = emulator.item(stack.resource("dynamic/fabric:Dataflow::orders").id!);
        const workspaceId = stack.resource("index/workspace:Workspace::finance").id!;
        const connection = emulator.world.connections.get(
          stack.resource("index/connection:Connection::sales-sql").id!,
        )!;
        expect(dataflow).to.include({ workspaceId, folderId: stack.resource("index/folder:Folder::loads").id });
        expect(dataflow.edited?.["mashup.pq"]).to.contain(stack.resource("index/lakehouse:Lakehouse::sales").id);
        expect(dataflow.edited?.["queryMetadata.json"]).to.contain(connection.id).and.contain(connection.clusterId);
        expect(dataflow.runs.map(({ status }) => status))
          .to.include("Completed")
          .and.not.include("Failed");
        expect(dataflow.schedules).to.have.length(1);
        expect(requestCount(), "requests the list of clusters").to.be.above(1);
        const { portalUrl, sqlEndpoint } = await stack.automation.outputs();
        expect(portalUrl?.value).to.contain(`/groups/${workspaceId}/dataflows-gen2/${dataflow.id}`);
        expect(sqlEndpoint?.value).to.contain(".datawarehouse.fabric.microsoft.com");
        expect(stack.stateText()).not.to.contain(sqlClientSecret).and.not.to.contain(emulator.token);

        expect((await stack.up()).changes).to.deep.equal({ same: 10 });
        expect((await stack.refresh()).changes).to.have.property("same");

        emulator.clearRequests();
        await stack.destroy();
        const order = deletions(emulator);
        const at = (operation: string) => order.indexOf(operation);
        expect(at("deleteSchedule")).to.be.at.least(0).and.below(at("deleteItem"));
        // The first item is the dataflow. The last one is its lakehouse.
        expect(at("deleteItem")).to.be.below(at("deleteFolder")).and.below(at("deleteConnection"));
        expect(at("deleteItem")).to.be.below(at("deleteRoleAssignment")).and.below(order.lastIndexOf("deleteItem"));
        for (const operation of ["deleteFolder", "deleteItem", "deleteRoleAssignment"])
          expect(order.lastIndexOf(operation), operation).to.be.below(at("deleteWorkspace"));
        expect(emulator.world.workspaces.has(workspaceId)).to.equal(false);
      },
    ));

  it("finds workspace, lakehouse and connection by name if others manage them", () =>
    withPlatform(
      {
        withBridge,
        main: "withLookups.ts",
        config: (emulator) => {
          emulator.addConnection({ type: "SQL", path: "sql.example.com;Sales", displayName: "Sales" });
          return { "platform:workspace": "Emulated workspace", "platform:lakehouse": "Lakehouse" };
        },
      },
      async ({ emulator, stack }) => {
        await stack.up();
        const dataflow = emulator.item(stack.resource("dynamic/fabric:Dataflow::orders").id!);
        expect(dataflow.workspaceId).to.equal(emulator.workspaceId);
        expect(dataflow.edited?.["mashup.pq"]).to.contain(emulator.lakehouseId);
        expect((await stack.up()).changes).to.deep.equal({ same: 5 });
        await stack.destroy();
      },
    ));
}

describe("examples/platform", function () {
  this.timeout(2 * engineTestMs);
  deploysBeside(withStandIn);
});

describe("examples/platform, with the real bridge and Terraform provider by pulumi install", function () {
  this.timeout(8 * engineTestMs);
  before(function () {
    const reason = whyNotReal();
    if (reason === undefined) return;
    console.log(`      skipped: ${reason}`);
    this.skip();
  });

  const tenants = { here: "aaaaaaaa-0000-4000-8000-00000000000a", there: "aaaaaaaa-0000-4000-8000-00000000000b" };
  const signIns: string[] = [];
  deploysBeside((emulator, directory, use) =>
    withRealBridge(emulator, directory, async (bridge) => {
      await use({
        ...bridge,
        env: { ...bridge.env, FABRIC_USE_CLI: "true", FABRIC_TENANT_ID: tenants.here },
        config: { ...bridge.config, "fabric:tenantId": tenants.there },
      });
      signIns.push(...bridge.signIns());
    }),
  );

  it("prefers the environment to the configuration here, and the configuration to the environment in the other provider, as the guide says", () => {
    // The two providers use different arguments of the Azure CLI for the same token.
    const byTenant = (tenant: string) => signIns.filter((words) => words.includes(`--tenant ${tenant}`));
    expect(byTenant(tenants.here).filter((words) => words.includes("--output json"))).not.to.be.empty;
    expect(byTenant(tenants.there).filter((words) => words.includes("-o json"))).not.to.be.empty;
    expect(byTenant(tenants.here).length + byTenant(tenants.there).length).to.equal(signIns.length);
    expect(byTenant(tenants.here).filter((words) => words.includes("-o json"))).to.be.empty;
    expect(byTenant(tenants.there).filter((words) => words.includes("--output json"))).to.be.empty;
  });
});
