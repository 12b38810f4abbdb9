import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { delimiter, join } from "node:path";
import { Dataflow } from "pulumi-fabric-dataflow";
import { bridgeKey, configKey, settingNames } from "../../sdk/settingNames";
import { folder, table } from "../dataflows";
import { type Emulator, startEmulator } from "../emulator/index";
import { run } from "../tools/processes.mjs";
import { engineTestMs, stackName, type TestStack } from "./harness/stack";
import { bridgeEnvironment, bridgeFolder, terraformEndpoint } from "./bridge/index";
import { withFabric, type FabricStack } from "./support";

const files = folder("Sales.Dataflow", { Orders: table("one") });
function sales({ workspaceId }: Emulator, opts?: pulumi.CustomResourceOptions): void {
  new Dataflow("sales", { workspaceId, definition: new pulumi.asset.FileArchive("./Sales.Dataflow") }, opts);
}

/** A provider of an older FabricProvider, before the settings had their own namespace. */
class FormerProvider extends pulumi.ProviderResource {
  constructor({ token, endpoint }: Emulator) {
    const former = { "fabric:token": pulumi.secret(token), "fabric:endpoint": endpoint, "fabric:explicit": "true" };
    super("pulumi-nodejs", "former", former);
  }
}

/** Runs the command of a message in the project's folder, on its stack. */
async function shell(stack: TestStack, command: string): Promise<void> {
  const { envVars } = stack.automation.workspace;
  const env = { ...process.env, ...envVars, PULUMI_STACK: stackName };
  const { code, output } = await run("sh", ["-c", command], { cwd: stack.directory, env, timeoutMs: 60_000 });
  expect(code, output).to.equal(0);
}

/** A stack with a resource of each of two providers. The second one is named `fabric`. */
const besideTheBridge = (
  config: (emulator: Emulator) => Record<string, { value: string; secret?: boolean }>,
  use: (given: FabricStack) => Promise<void>,
) => {
  const program = ({ workspaceId }: Emulator) => {
    const { Folder } = require(join(bridgeFolder, "sdk", "index.js")) as typeof import("@pulumi/fabric");
    const { id } = new Folder("loads", { displayName: "Loads", workspaceId });
    new Dataflow("sales", { workspaceId, folderId: id });
  };
  return withFabric({ program, env: { FABRIC_TOKEN: "", FABRIC_ENDPOINT: "" } }, async (given) => {
    const { workspace } = given.stack.automation;
    const PATH = [bridgeFolder, process.env.PATH].join(delimiter);
    workspace.envVars = { ...workspace.envVars, ...bridgeEnvironment(given.emulator), PATH };
    // Folders are in preview in that provider.
    await given.stack.automation.setAllConfig({ "fabric:preview": { value: "true" }, ...config(given.emulator) });
    await use(given);
  });
};

describe("a stack with a second provider, which is named fabric", function () {
  this.timeout(engineTestMs);

  it("deploys with every key of the guides in its namespace, and with one address for both providers", () => {
    const all = (emulator: Emulator) => {
      const keys = settingNames.flatMap((name) => [configKey(name), ...[bridgeKey(name) ?? []].flat()]);
      const unset = Object.fromEntries(keys.map((key) => [key, { value: "" }]));
      return {
        ...unset,
        "fabric:endpoint": { value: terraformEndpoint(emulator) },
        "fabric-dataflow:token": { value: emulator.token, secret: true },
        "fabric-dataflow:driftCheck": { value: "item" },
        "fabric-dataflow:maxRetries": { value: "2" },
      };
    };
    return besideTheBridge(all, async ({ emulator, stack }) => {
      await stack.up();
      const folderId = stack.resource("loads").id;
      expect(emulator.item(stack.resource("sales").id!).folderId).to.equal(folderId);
      expect((await stack.up()).changes).to.deep.equal({ same: 3 });
      await stack.destroy();
    });
  });

  it("prefers the environment to the configuration, unlike the second provider, as the guide says", async () => {
    const other = await startEmulator();
    const program = ({ workspaceId }: Emulator) => {
      const { Folder } = require(join(bridgeFolder, "sdk", "index.js")) as typeof import("@pulumi/fabric");
      new Folder("loads", { displayName: "Loads", workspaceId: other.workspaceId });
      new Dataflow("sales", { workspaceId });
    };
    const config = {
      "fabric:preview": "true",
      "fabric:endpoint": terraformEndpoint(other),
      "fabric-dataflow:endpoint": other.endpoint,
    };
    try {
      await withFabric({ program, config }, async ({ emulator, stack }) => {
        const { workspace } = stack.automation;
        const PATH = [bridgeFolder, process.env.PATH].join(delimiter);
        workspace.envVars = { ...workspace.envVars, ...bridgeEnvironment(other), PATH };
        await stack.up();
        expect(emulator.counts()).to.have.property("createItem");
        expect(emulator.counts()).not.to.have.property("createFolder");
        expect(other.counts()).to.have.property("createFolder");
        expect(other.counts()).not.to.have.property("createItem");
        await stack.destroy();
      });
    } finally {
      await other.close();
    }
  });

  it("gets the second provider's error that folders are in preview", () =>
    besideTheBridge(
      (emulator) => ({ "fabric:preview": { value: "" }, "fabric-dataflow:token": { value: emulator.token } }),
      async ({ stack }) => {
        const { succeeded, stdout, stderr } = await stack.tryPreview();
        expect(succeeded).to.equal(false);
        expect(stdout + stderr).to.contain("'Folder' is not available without explicitly opt-in to the preview mode");
      },
    ));

  it("gets an error from both providers about a key in the wrong namespace", () =>
    besideTheBridge(
      () => ({ "fabric:driftCheck": { value: "item" } }),
      async ({ stack }) => {
        const { succeeded, stdout, stderr } = await stack.tryPreview();
        expect(succeeded).to.equal(false);
        expect(stdout + stderr).to.contain("`fabric:driftCheck` is not a valid configuration key");
        expect(stdout + stderr).to.contain(
          "pulumi config get fabric:driftCheck | pulumi config set fabric-dataflow:driftCheck",
        );
      },
    ));
});

describe("the namespaces of a stack's configuration, on the engine", function () {
  this.timeout(engineTestMs);

  it("make the preview refuse a token in the bridge's namespace, and the message's command moves it", () =>
    withFabric({ program: sales, files, env: { FABRIC_TOKEN: "" } }, async ({ emulator, stack, newRequests }) => {
      await stack.automation.setAllConfig({ "fabric:token": { value: emulator.token, secret: true } });
      const refused = await stack.tryPreview();
      expect(refused.succeeded).to.equal(false);
      const [, move] = /fabric:token is not read: .* Move it: `(.*?)`/.exec(refused.stdout + refused.stderr) ?? [];
      expect(move).to.contain("pulumi config get fabric:token | pulumi config set --secret fabric-dataflow:token");
      expect(newRequests()).to.deep.equal({});

      await shell(stack, move!);
      expect(await stack.automation.getAllConfig()).to.deep.equal({
        "fabric-dataflow:token": { value: emulator.token, secret: true },
      });
      const { stdout } = await stack.up();
      expect(stdout).to.contain("fabric-dataflow:token");
      expect(stack.filesWith(emulator.token)).to.deep.equal([]);
      await stack.destroy();
      expect(emulator.items().filter(({ type }) => type === "Dataflow")).to.deep.equal([]);
    }));

  it("make the preview refuse a misspelt key, which deletes nothing of an inline program, and the message's command corrects it", () =>
    withFabric({ program: sales, files, env: { FABRIC_TOKEN: "" } }, async ({ emulator, stack, newRequests }) => {
      await stack.automation.setAllConfig({ "fabric-dataflow:token": { value: emulator.token, secret: true } });
      await stack.up();
      newRequests();
      await stack.automation.setAllConfig({ "fabric-dataflow:driftChek": { value: "item" } });
      for (const refused of [await stack.tryPreview(), await stack.tryUp()]) {
        expect(refused.succeeded).to.equal(false);
        expect(refused.stdout + refused.stderr).to.contain(
          "fabric-dataflow:driftChek is not a setting; did you mean driftCheck?",
        );
      }
      expect(newRequests()).to.deep.equal({});
      expect(emulator.items().filter(({ type }) => type === "Dataflow")).to.have.length(1);
      await shell(
        stack,
        "pulumi config get fabric-dataflow:driftChek | pulumi config set fabric-dataflow:driftCheck && pulumi config rm fabric-dataflow:driftChek",
      );
      expect((await stack.up()).changes).to.deep.equal({ same: 2 });
      await stack.destroy();
    }));

  it("lead to one warning for each other setting in the bridge's namespace, for any number of resources", () => {
    const config = { "fabric:driftCheck": "item", "fabric:preview": "true" };
    const program = (emulator: Emulator) => {
      sales(emulator);
      new Dataflow("more", { workspaceId: emulator.workspaceId });
    };
    return withFabric({ program, files, config }, async ({ stack }) => {
      const { diagnostics } = await stack.up();
      const warnings = diagnostics.filter(({ severity }) => severity === "warning").map(({ message }) => message);
      expect(warnings).to.have.lengthOf(1);
      expect(warnings[0]).to.contain("fabric:driftCheck is not read: fabric-dataflow:driftCheck is the setting's key.");
    });
  });

  it("do not prevent refresh and destroy of a stack with an explicit provider and the former keys", () => {
    const program = (emulator: Emulator) => {
      const provider = new FormerProvider(emulator);
      sales(emulator, { provider });
    };
    const env = { FABRIC_TOKEN: "", FABRIC_ENDPOINT: "" };
    return withFabric({ program, files, env }, async ({ emulator, stack }) => {
      await stack.up();
      expect((await stack.refresh()).changes).to.have.property("same");
      await stack.destroy();
      expect(emulator.items().filter(({ type }) => type === "Dataflow")).to.deep.equal([]);
      expect(stack.filesWith(emulator.token)).to.deep.equal([]);
    });
  });

  it("are read by a refresh from the last up, and by --run-program from the new configuration", () =>
    withFabric({ program: sales, files, env: { FABRIC_TOKEN: "" } }, async ({ emulator, stack }) => {
      const { envVars = {} } = stack.automation.workspace;
      const token = { value: emulator.token, secret: true };
      await stack.automation.setAllConfig({ "fabric:token": token });
      stack.automation.workspace.envVars = { ...envVars, FABRIC_TOKEN: emulator.token };
      await stack.up();

      stack.automation.workspace.envVars = envVars;
      await stack.automation.removeConfig("fabric:token");
      await stack.automation.setAllConfig({ "fabric-dataflow:token": token });
      const refused = await stack.tryRefresh();
      expect(refused.stdout + refused.stderr).to.match(/fabric:token is not read.*--run-program/s);
      await stack.refresh({ runProgram: true });
      await stack.destroy({ runProgram: true });
      expect(emulator.items().filter(({ type }) => type === "Dataflow")).to.deep.equal([]);
    }));
});
