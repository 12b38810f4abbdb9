import { expect } from "chai";
import { folder, table } from "../dataflows";
import { startEmulator } from "../emulator/index";
import { Project } from "./harness/project";
import { withProjectStack } from "./harness/projectStack";
import { engineTestMs } from "./harness/stack";

const program = `
const pulumi = require("@pulumi/pulumi");
const { Dataflow } = require("pulumi-fabric-dataflow");
const workspaceId = new pulumi.Config("files").require("workspaceId");
new Dataflow("sales", { workspaceId, definition: new pulumi.asset.FileArchive(process.env.DEFINITION) });
`;

describe("a folder that is not there, on the real engine", function () {
  this.timeout(engineTestMs);

  it("is named before the engine reads it, with the folder that it is looked for from and the one that was meant", async () => {
    const emulator = await startEmulator();
    const project = new Project("files");
    try {
      project.edit("Pulumi.yaml", "name: files\nruntime: nodejs\n");
      project.edit("index.js", program);
      const files = folder("flows/Sales.Dataflow", { Orders: table("one") });
      for (const [file, text] of Object.entries(files)) project.edit(file, text);
      const config = {
        "fabric-dataflow:endpoint": emulator.endpoint,
        "fabric-dataflow:token": { value: emulator.token, secret: true },
        "files:workspaceId": emulator.workspaceId,
      };
      const up = (definition: string) =>
        withProjectStack({ directory: project.directory, config, env: { DEFINITION: definition } }, (stack) =>
          stack.tryUp(),
        );
      const wrong = await up("./Sales.Dataflow");
      expect(wrong.succeeded).to.equal(false);
      const said = wrong.diagnostics.map(({ message }) => message).join("\n");
      expect(said).to.contain(
        `./Sales.Dataflow is not there from ${project.directory}, the program's folder: ${project.directory} has no Sales.Dataflow; it is in flows: write ./flows/Sales.Dataflow`,
      );
      expect(said).not.to.match(/unmarshal|\n\s+at /);
      expect((await up("./flows/Sales.Dataflow")).changes).to.deep.equal({ create: 2 });
    } finally {
      project.remove();
      await emulator.close({ allowViolations: true });
    }
  });
});
