import { Workspace } from "./workspace";
import { shortLife, wholeLife, withEmulator, withProgram } from "./lives";
import { tool } from "./tools";

const sdk = "3.216.0";

describe(`the oldest supported SDK, ${sdk}, installed by npm on Node 20`, function () {
  this.timeout(400_000);
  let node: string;
  let workspace: Workspace;
  before(async () => {
    node = await tool("node20");
    workspace = new Workspace([node]);
    await workspace.install({ "@pulumi/pulumi": sdk, "@types/node": "^20" });
  });
  after(() => workspace?.remove());

  const runs = (program: string, live: typeof shortLife) =>
    withEmulator((emulator) =>
      withProgram({ directory: workspace.program(program), path: [node] }, emulator, (stack) =>
        live(emulator, stack, { node: /^v20\./, sdk }),
      ),
    );

  it("runs a CommonJS program: up, an edit, drift and its repair, destroy", () => runs("commonjs", wholeLife));
  it("runs a TypeScript program with the SDK's compiler if the project has none", () => runs("typescript", shortLife));
});
