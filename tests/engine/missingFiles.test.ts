import * as pulumi from "@pulumi/pulumi";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { Dataflow } from "./classes";
import { folder, mashup, table } from "../dataflows";
import { startEmulator } from "../emulator/index";
import { Project } from "./harness/project";
import { withProjectStack } from "./harness/projectStack";
import { engineTestMs } from "./harness/stack";
import { withFabric } from "./support";

const program = `
const pulumi = require("@pulumi/pulumi");
const { Dataflow } = require("pulumi-fabric-dataflow");
const workspaceId = new pulumi.Config("files").require("workspaceId");
new Dataflow("sales", { workspaceId, definition: new pulumi.asset.FileArchive(process.env.DEFINITION) });
`;

describe("a missing folder, on the real engine", function () {
  this.timeout(engineTestMs);

  it("is reported before the engine reads it, with its base folder and a similar folder", async () => {
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
        `./Sales.Dataflow does not exist from ${project.directory}, the program's folder: ${project.directory} has no Sales.Dataflow; it is in flows: write ./flows/Sales.Dataflow`,
      );
      expect(said).not.to.match(/unmarshal|\n\s+at /);
      expect((await up("./flows/Sales.Dataflow")).changes).to.deep.equal({ create: 2 });
    } finally {
      project.remove();
      await emulator.close({ allowViolations: true });
    }
  });
});

describe("mistakes in files, on the real engine", function () {
  this.timeout(engineTestMs);

  it("are reported with a path that a terminal can open, for a folder and for a map, and those in M and JSON together", async () => {
    const files = folder("Sales.Dataflow", {
      Orders: table("one"),
      Bad: 'Tabel.FromRows({{"one"}}, {"A"}) & Nothing',
    });
    files["Broken.Dataflow/mashup.pq"] = mashup({ Bad: "Nothing" });
    files["Broken.Dataflow/queryMetadata.json"] = '{\n  "formatVersion": }';
    const file = (path: string) => new pulumi.asset.FileAsset(path);
    const definitions = {
      folder: new pulumi.asset.FileArchive("./Sales.Dataflow"),
      map: {
        "mashup.pq": file("./Sales.Dataflow/mashup.pq"),
        "queryMetadata.json": file("./Sales.Dataflow/queryMetadata.json"),
      },
      broken: new pulumi.asset.FileArchive("./Broken.Dataflow"),
      text: { "mashup.pq": new pulumi.asset.StringAsset(files["Broken.Dataflow/mashup.pq"]!) },
    };
    let form: keyof typeof definitions = "folder";
    const program = ({ workspaceId }: { workspaceId: string }) => {
      new Dataflow("sales", { workspaceId, definition: definitions[form] });
    };
    await withFabric({ program, files }, async ({ stack }) => {
      // The first mistake ends a preview.
      const of = async (given: typeof form) => {
        form = given;
        const { diagnostics, succeeded } = await stack.tryPreview();
        expect(succeeded).to.equal(false);
        const shown = diagnostics.filter(({ urn, severity }) => urn?.endsWith("::sales") && severity !== "debug");
        return shown.map(({ message }) => message).join("\n");
      };
      const ofFolder = await of("folder");
      for (const [what, said] of Object.entries({ folder: ofFolder, map: await of("map") }))
        expect(said, what)
          .to.match(/\.\/Sales\.Dataflow\/mashup\.pq:3:49: `Nothing` is not defined/)
          .and.to.match(/\.\/Sales\.Dataflow\/mashup\.pq:3:14: .*`Tabel\.FromRows` .*did you mean `Table\.FromRows`\?/);
      expect(await of("broken"))
        .to.match(/\.\/Broken\.Dataflow\/queryMetadata\.json:2:\d+: is not valid JSON/)
        .and.to.match(/\.\/Broken\.Dataflow\/mashup\.pq:2:14: `Nothing` is not defined/);
      expect(await of("text"), "a path that is not a file").to.match(/definition\/queryMetadata\.json: is missing/);
      for (const [, path] of ofFolder.matchAll(/(\S+):\d+:\d+:/g))
        expect(existsSync(join(stack.directory, path!)), path).to.equal(true);
    });
  });
});
