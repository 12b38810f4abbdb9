import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { startEmulator } from "../emulator/index";
import { engineEnvironment } from "../engine/harness/cli";
import { Project } from "../engine/harness/project";
import { languageHost, withProjectStack } from "../engine/harness/projectStack";
import { engineTestMs } from "../engine/harness/stack";
import { root } from "../tools/layout.mjs";

const template = join(root, "examples", "fabric-dataflow-typescript");

describe("the template", function () {
  this.timeout(engineTestMs);

  it("becomes a project by `pulumi new <path>`, which is deployed, unchanged and destroyed", async () => {
    const emulator = await startEmulator();
    const project = new Project("template");
    const { folder } = languageHost();
    const PATH = [process.env.PATH, folder].join(delimiter);
    try {
      const given = ["--yes", "--force", "--generate-only", "--name", "finance", "--description", "Prices of finance"];
      execFileSync("pulumi", ["new", template, ...given, "--dir", project.directory], {
        env: { ...process.env, ...engineEnvironment(project.stateFolder), PATH },
        stdio: "pipe",
        timeout: 60_000,
      });
      const made = (file: string): string => readFileSync(join(project.directory, file), "utf8");
      expect(made("Pulumi.yaml")).to.match(/^name: finance\ndescription: Prices of finance\nruntime: nodejs\n/);
      expect(made("Pulumi.yaml"), "the keys that only `pulumi new` reads").not.to.match(/^template:/m);
      expect((JSON.parse(made("package.json")) as { name: string }).name).to.equal("finance");
      expect(made(".gitignore")).to.contain("node_modules");
      const config = { "finance:workspaceId": emulator.workspaceId };
      const env = { FABRIC_TOKEN: emulator.token, FABRIC_ENDPOINT: emulator.endpoint };
      await withProjectStack({ directory: project.directory, config, env }, async (stack) => {
        await stack.up();
        expect((await stack.up()).changes).to.deep.equal({ same: 3 });
        const [prices] = emulator.items().filter(({ displayName }) => displayName === "Prices");
        expect(prices?.runs.map(({ status }) => status)).to.deep.equal(["Completed", "Completed"]);
        await stack.destroy();
      });
      await emulator.close();
    } finally {
      project.remove();
    }
  });

  it("has the program and the dataflow of the first guide", () => {
    const guide = readFileSync(join(root, "docs/get-started.md"), "utf8");
    for (const file of ["Prices.Dataflow/mashup.pq", "Prices.Dataflow/queryMetadata.json"])
      expect(guide, file).to.contain(readFileSync(join(template, file), "utf8").trim());
  });
});
