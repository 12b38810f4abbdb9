import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Workspace } from "./workspace";
import sdk from "../../sdk/package.json";
import { shortLife, withEmulator, withProgram } from "./lives";
import { tool } from "./tools";

const version = sdk.devDependencies["@pulumi/pulumi"];

describe("Bun", function () {
  this.timeout(400_000);
  let bun: string;
  let workspace: Workspace;
  before(async () => {
    bun = await tool("bun");
    workspace = new Workspace([bun]);
    await workspace.pack();
    const dependencies = { "@pulumi/pulumi": version, "pulumi-fabric-dataflow": workspace.packed };
    workspace.write("package.json", { name: "workspace", private: true, dependencies });
    await workspace.run("bun", ["install"]);
  });
  after(() => workspace?.remove());

  const runs = (program: string, runtime: "nodejs" | "bun") =>
    withEmulator((emulator) => {
      const directory = workspace.program(program, { folder: `apps/${runtime}` });
      writeFileSync(join(directory, "Pulumi.yaml"), `name: ${program}\nruntime: ${runtime}\n`);
      return withProgram({ directory, path: [bun] }, emulator, (stack) =>
        shortLife(emulator, stack, { node: /^v\d+\./, sdk: version }),
      );
    });

  it("installs a package that Node runs", () => runs("commonjs", "nodejs"));
  it("runs a TypeScript program (runtime: bun), while Pulumi's host runs its resources with Node", () =>
    runs("typescript", "bun"));
});
