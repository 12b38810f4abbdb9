import { expect } from "chai";
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, relative } from "node:path";
import { promisify } from "node:util";
import { CliService } from "../cli/service";
import { folder, table } from "../dataflows";
import { startEmulator } from "../emulator/index";
import { root } from "../tools/layout.mjs";
import { engineTestMs, withStack } from "./harness/stack";

const files = (path: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((file) => [relative(path, file), readFileSync(file, "utf8")]),
  );

describe("the import file of an export, on the real engine", function () {
  this.timeout(engineTestMs);

  it("works with pulumi import, without a request; the next up writes nothing, and then nothing changes", async () => {
    const emulator = await startEmulator();
    const out = mkdtempSync(join(tmpdir(), "import-"));
    let failed = true;
    try {
      const service = new CliService(emulator);
      const definitions = folder("x", { Orders: table("one") });
      const id = await service.add("Sales", definitions, { description: "About sales" });
      expect((await service.run(["export", "--all", "--out", out, "--project", "test"])).code).to.equal(0);
      let directory = "";
      const program = async () => {
        for (const name of ["environment.ts", "index.ts"]) delete require.cache[join(directory, name)];
        require(join(directory, "index.ts"));
      };
      const env = { FABRIC_TOKEN: emulator.token, FABRIC_ENDPOINT: emulator.endpoint };
      await withStack({ program, env, files: files(out) }, async (stack) => {
        directory = stack.directory;
        emulator.clearRequests();
        const PATH = [process.env.PATH, join(root, "tests", "engine", "languageHost")].join(delimiter);
        const args = ["--file", "import.json", "--yes", "--skip-preview", "--protect=false", "--generate-code=false"];
        await promisify(execFile)("pulumi", ["import", ...args, "--stack", "dev"], {
          cwd: directory,
          env: { ...process.env, ...stack.automation.workspace.envVars, PATH },
          timeout: 90_000,
        });
        expect(emulator.counts()).to.deep.equal({});
        expect(stack.resource("Dataflow::sales").id).to.equal(id);
        const up = await stack.up();
        expect(up.changes).to.include({ update: 1 });
        const asked = Object.keys(emulator.counts());
        expect(asked.filter((operation) => !/^(get|list)/.test(operation))).to.deep.equal([]);
        emulator.clearRequests();
        expect((await stack.up()).changes).not.to.have.any.keys("update", "create", "replace");
        expect(emulator.counts()).to.deep.equal({});
        await stack.destroy();
        expect(emulator.items().some((item) => item.id === id)).to.equal(false);
      });
      failed = false;
    } finally {
      rmSync(out, { recursive: true });
      await emulator.close({ allowViolations: failed });
    }
  });
});
