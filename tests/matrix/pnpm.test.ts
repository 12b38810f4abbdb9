import { expect } from "chai";
import { Workspace } from "./workspace";
import sdk from "../../sdk/package.json";
import { shortLife, withEmulator, withProgram } from "./lives";
import { tool } from "./tools";

const version = sdk.devDependencies["@pulumi/pulumi"];

describe("a pnpm workspace, which links only a package's own dependencies", function () {
  this.timeout(400_000);
  let workspace: Workspace;
  const programs: Record<string, string> = {};

  before(async () => {
    workspace = new Workspace([await tool("pnpm")]);
    await workspace.pack();
    workspace.write("package.json", { name: "workspace", private: true });
    workspace.write("pnpm-workspace.yaml", "packages:\n  - apps/*\n  - wrapper\n");
    workspace.write("wrapper/package.json", {
      name: "company-dataflows",
      version: "1.0.0",
      main: "index.js",
      dependencies: { "@pulumi/pulumi": version, "pulumi-fabric-dataflow": "file:../pulumi-fabric-dataflow.tgz" },
    });
    workspace.write("wrapper/index.js", 'module.exports = require("pulumi-fabric-dataflow");\n');
    const pulumi = { "@pulumi/pulumi": version };
    const own = { "pulumi-fabric-dataflow": "file:../../pulumi-fabric-dataflow.tgz" };
    const wrapper = { "company-dataflows": "workspace:*" };
    const program = (name: string, folder: string, dependencies: object) =>
      (programs[folder] = workspace.program(name, { folder: `apps/${folder}`, dependencies }));
    program("commonjs", "direct", { ...pulumi, ...own });
    program("wrapped", "wrapper", { ...pulumi, ...wrapper });
    program("wrapped", "both", { ...pulumi, ...wrapper, ...own });
    await workspace.run("pnpm", ["install", "--prefer-offline", "--no-frozen-lockfile"]);
  });
  after(() => workspace?.remove());

  for (const name of ["direct", "both"])
    it(`runs a program that depends on the package${name === "both" ? " and on one that wraps it" : ""}`, () =>
      withEmulator((emulator) =>
        withProgram({ directory: programs[name]! }, emulator, (stack) =>
          shortLife(emulator, stack, { node: /^v\d+\./, sdk: version }),
        ),
      ));

  it("ends a program that depends only on the wrapper, and says what to add to which file", () =>
    withEmulator((emulator) =>
      withProgram({ directory: programs.wrapper! }, emulator, async (stack) => {
        const { succeeded, stdout } = await stack.tryPreview();
        expect(succeeded).to.equal(false);
        expect(stdout)
          .to.contain(`will not find pulumi-fabric-dataflow from ${programs.wrapper}. Add it to the dependencies`)
          .and.not.contain("Cannot find module");
      }),
    ));
});
