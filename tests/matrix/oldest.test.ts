import { Workspace } from "../package/workspace";
import { wholeLife, withEmulator, withProgram } from "./lives";
import { tool } from "./tools";

describe("the oldest supported SDK, 3.216.0, installed by npm on Node 20", function () {
  this.timeout(400_000);

  it("runs a CommonJS program: up, an edit, drift and its repair, destroy", () =>
    withEmulator(async (emulator) => {
      const path = [await tool("node20")];
      const workspace = new Workspace(path);
      try {
        await workspace.install({ "@pulumi/pulumi": "3.216.0" });
        const directory = workspace.program("commonjs");
        await withProgram({ directory, path }, emulator, (stack) =>
          wholeLife(emulator, stack, { node: /^v20\./, sdk: "3.216.0" }),
        );
      } finally {
        workspace.remove();
      }
    }));
});
