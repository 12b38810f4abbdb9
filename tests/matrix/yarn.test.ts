import { expect } from "chai";
import { join } from "node:path";
import { Workspace } from "./workspace";
import sdk from "../../sdk/package.json";
import { shortLife, withEmulator, withProgram } from "./lives";
import { tool } from "./tools";

const version = sdk.devDependencies["@pulumi/pulumi"];
const expected = { node: /^v\d+\./, sdk: version };

/** Installs a workspace with one program by Yarn's newest release, with this linker, and returns the program's folder. */
async function installed(workspace: Workspace, linker: "pnp" | "node-modules", atRoot: boolean): Promise<string> {
  await workspace.pack();
  const own = { "pulumi-fabric-dataflow": `file:${join(workspace.folder, "pulumi-fabric-dataflow.tgz")}` };
  const directory = workspace.program("commonjs", { dependencies: { "@pulumi/pulumi": version, ...own } });
  const dependencies = atRoot ? own : {};
  workspace.write("package.json", { name: "workspace", private: true, workspaces: ["apps/*"], dependencies });
  workspace.write(".yarnrc.yml", `nodeLinker: ${linker}\nenableTelemetry: false\nenableImmutableInstalls: false\n`);
  workspace.write("yarn.lock", "");
  // Yarn has its own registry setting. npm's setting applies here, too.
  const YARN_NPM_REGISTRY_SERVER = (await workspace.run("npm", ["config", "get", "registry"]))
    .trim()
    .replace(/\/$/, "");
  await workspace.run("yarn", ["install"], { env: { YARN_NPM_REGISTRY_SERVER } });
  return directory;
}

describe("Yarn", function () {
  this.timeout(400_000);
  let workspace: Workspace;
  beforeEach(async () => (workspace = new Workspace([await tool("@yarnpkg/cli-dist")])));
  afterEach(() => workspace.remove());
  /** The variables of `yarn exec`. */
  const plugAndPlay = () => ({ NODE_OPTIONS: `--require ${join(workspace.folder, ".pnp.cjs")}` });

  it("installs a package that runs, with nodeLinker: node-modules", () =>
    withEmulator(async (emulator) => {
      const directory = await installed(workspace, "node-modules", false);
      await withProgram({ directory }, emulator, (stack) => shortLife(emulator, stack, expected));
    }));

  it("ends a program with Plug'n'Play if the workspace's root does not depend on the package, and says what to set", () =>
    withEmulator(async (emulator) => {
      const directory = await installed(workspace, "pnp", false);
      await withProgram({ directory, env: plugAndPlay() }, emulator, async (stack) => {
        const { succeeded, stdout } = await stack.tryPreview();
        expect(succeeded).to.equal(false);
        expect(stdout).to.contain("Set nodeLinker: node-modules in .yarnrc.yml").and.not.contain("Require stack");
      });
    }));

  it("runs a program with Plug'n'Play if the workspace's root depends on the package", () =>
    withEmulator(async (emulator) => {
      const directory = await installed(workspace, "pnp", true);
      await withProgram({ directory, env: plugAndPlay() }, emulator, (stack) => shortLife(emulator, stack, expected));
    }));
});
