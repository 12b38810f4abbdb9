import { expect } from "chai";
import { shortLife, withEmulator, withProgram } from "../matrix/lives";
import { Workspace } from "./workspace";
import sdk from "../../sdk/package.json";

describe("the packed package, installed in a project outside the checkout", function () {
  this.timeout(400_000);

  it("creates, leaves alone and destroys on the engine", () =>
    withEmulator(async (emulator) => {
      const workspace = new Workspace();
      try {
        const version = sdk.devDependencies["@pulumi/pulumi"];
        await workspace.install({ "@pulumi/pulumi": version });
        const help = await workspace.run("npx", ["--no-install", "pulumi-fabric-dataflow", "--help"]);
        expect(help).to.match(/^usage/i);
        const directory = workspace.program("commonjs");
        await withProgram({ directory }, emulator, (stack) =>
          shortLife(emulator, stack, { node: /^v\d+\./, sdk: version }),
        );
      } finally {
        workspace.remove();
      }
    }));
});
