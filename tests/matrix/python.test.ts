import { expect } from "chai";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { putEngineOnPath } from "../engine/harness/cli";
import { withProjectStack } from "../engine/harness/projectStack";
import { cacheFolder } from "../tools/engine/cache.mjs";
import { pluginFolder, root, scratch } from "../tools/layout.mjs";
import { run } from "../tools/processes.mjs";
import { withEmulator } from "./lives";

const PYTHON = "pulumi-language-python";

/** Only an installed Pulumi has it, no registry. */
function hostFolder(): string | undefined {
  putEngineOnPath();
  const folders = [...(process.env.PATH ?? "").split(delimiter), join(cacheFolder(), "languages")];
  return folders.find((folder) => existsSync(join(folder, PYTHON)));
}

describe("a program in Python, by the plugin and Pulumi's own Python host", function () {
  this.timeout(10 * 60_000);
  let host: string;
  let directory: string;
  before(async function () {
    const found = hostFolder();
    if (found === undefined) return this.skip();
    host = found;
    directory = mkdtempSync(join(tmpdir(), "python-"));
    const venv = join(directory, "venv");
    const sdk = join(directory, "sdk");
    const PATH = [host, process.env.PATH].join(delimiter);
    const command = async (name: string, ...args: string[]) => {
      const env = { PATH, PULUMI_HOME: join(scratch, "pulumi-home"), PULUMI_SKIP_UPDATE_CHECK: "true" };
      const { code, output } = await run(name, args, { env, timeoutMs: 4 * 60_000 });
      expect(code, output).to.equal(0);
    };
    const launcher = join(pluginFolder, "pulumi-resource-fabric-dataflow");
    await command("pulumi", "package", "gen-sdk", launcher, "--language", "python", "--out", sdk);
    await command("python3", "-m", "venv", venv);
    await command(join(venv, "bin", "pip"), "install", "--quiet", "pulumi", join(sdk, "python"));
  });
  after(() => directory && rmSync(directory, { recursive: true, force: true }));

  it("of the guide is created, edited, repaired and destroyed", () =>
    withEmulator(async (emulator) => {
      const dataflow = join(directory, "Calendar.Dataflow");
      cpSync(join(root, "examples", "yaml", "Calendar.Dataflow"), dataflow, { recursive: true });
      const runtime = "runtime:\n  name: python\n  options:\n    virtualenv: venv\n";
      writeFileSync(join(directory, "Pulumi.yaml"), `name: calendar\n${runtime}`);
      const guide = readFileSync(join(root, "docs", "languages.md"), "utf8");
      writeFileSync(join(directory, "__main__.py"), /```python\n([\s\S]*?)```/.exec(guide)![1]!);
      const env = { FABRIC_TOKEN: emulator.token, FABRIC_ENDPOINT: emulator.endpoint };
      const config = { "calendar:workspaceId": emulator.workspaceId };
      await withProjectStack({ directory, path: [host], env, config }, async (stack) => {
        expect((await stack.up()).changes).to.deep.equal({ create: 3 });
        const { id } = stack.resource("calendar");
        emulator.clearRequests();
        expect((await stack.up()).changes).to.deep.equal({ same: 3 });
        expect(emulator.counts()).to.deep.equal({});
        const text = readFileSync(join(dataflow, "mashup.pq"), "utf8").replace("365", "366");
        writeFileSync(join(dataflow, "mashup.pq"), text);
        expect((await stack.preview()).changes).to.deep.equal({ same: 1, update: 1, replace: 1 });
        await stack.up();
        emulator.portalEdit(id!, { parts: { "mashup.pq": text.replace("366", "1") } });
        await stack.refresh();
        await stack.up();
        expect(emulator.item(id!).published?.["mashup.pq"]).to.equal(text);
        await stack.destroy();
        expect(emulator.items().some((item) => item.id === id)).to.equal(false);
      });
    }));
});
