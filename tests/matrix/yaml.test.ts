import { expect } from "chai";
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { version } from "../../sdk/package.json";
import { putEngineOnPath } from "../engine/harness/cli";
import { made } from "../engine/made";
import { withProjectStack } from "../engine/harness/projectStack";
import { yamlHost } from "../tools/languages.mjs";
import { pluginFolder, root } from "../tools/layout.mjs";
import { writeArchives } from "../tools/plugin/archives.mjs";
import { run } from "../tools/processes.mjs";
import { withEmulator } from "./lives";

const example = join(root, "examples", "yaml");

describe("a program in YAML, by the plugin and Pulumi's own YAML host", function () {
  this.timeout(25 * 60_000);
  let host: string;
  before(async () => {
    host = await yamlHost();
  });

  it("examples/yaml is created, edited, repaired and destroyed", () =>
    withEmulator(async (emulator) => {
      const directory = mkdtempSync(join(tmpdir(), "yaml-"));
      cpSync(example, directory, { recursive: true });
      const env = { FABRIC_TOKEN: emulator.token, FABRIC_ENDPOINT: emulator.endpoint };
      const config = { "calendar:workspaceId": emulator.workspaceId };
      const asked = () => {
        const counts = emulator.counts();
        emulator.clearRequests();
        return counts;
      };
      try {
        await withProjectStack({ directory, path: [host], env, config }, async (stack) => {
          expect((await stack.up()).changes).to.deep.equal({ create: 4 });
          const { id } = stack.resource("calendar");
          expect(emulator.item(id!).runs.map(({ status }) => status)).to.deep.equal(["Completed", "Completed"]);
          expect((await stack.automation.outputs()).fingerprint?.value).to.match(/^\d+:\w+/);
          asked();
          expect((await stack.up()).changes).to.deep.equal({ same: 4 });
          expect(asked()).to.deep.equal({});

          const mashup = join(directory, "Calendar.Dataflow", "mashup.pq");
          const text = readFileSync(mashup, "utf8").replace("365", "366");
          writeFileSync(mashup, text);
          const preview = await stack.preview({ diff: true });
          expect(preview.changes).to.deep.equal({ same: 2, update: 1, replace: 1 });
          expect(preview.stdout).to.match(/~ Calendar: "[^"]+" => "[^"]+"/);
          await stack.up();
          expect(asked()).to.include({ updateDefinition: 1, runApplyChanges: 1, runExecute: 1 });

          emulator.portalEdit(id!, { parts: { "mashup.pq": text.replace("366", "1") } });
          await stack.refresh();
          await stack.up();
          expect(emulator.item(id!).published?.["mashup.pq"]).to.equal(text);
          await stack.destroy();
          expect(emulator.items().some((item) => item.id === id)).to.equal(false);
        });
      } finally {
        rmSync(directory, { recursive: true, force: true });
      }
    }));

  it("pulumi import writes a program that changes nothing", () =>
    withEmulator(async (emulator) => {
      const directory = mkdtempSync(join(tmpdir(), "yaml-"));
      const main = join(directory, "Pulumi.yaml");
      writeFileSync(main, "name: imported\nruntime: yaml\n");
      const env = { FABRIC_TOKEN: emulator.token, FABRIC_ENDPOINT: emulator.endpoint };
      try {
        const id = await made(emulator, "Sales", "one");
        await withProjectStack({ directory, path: [host], env }, async (stack) => {
          await stack.up();
          const { envVars } = stack.automation.workspace;
          const flags = ["--yes", "--skip-preview", "--protect=false", "--stack", "dev", "--out", "imported.yaml"];
          const args = ["fabric-dataflow:index:Dataflow", "sales", `${emulator.workspaceId}/${id}`, ...flags];
          const PATH = [host, process.env.PATH].join(delimiter);
          const options = { cwd: directory, env: { ...envVars, PATH }, timeoutMs: 60_000 };
          const { code, output } = await run("pulumi", ["import", ...args], options);
          expect(code, output).to.equal(0);
          const program = readFileSync(join(directory, "imported.yaml"), "utf8");
          expect(program)
            .to.match(/displayName: Sales/)
            .and.match(/fn::assetArchive/);
          appendFileSync(main, program);
          emulator.clearRequests();
          expect((await stack.preview()).changes).to.deep.equal({ same: 2 });
          expect((await stack.up()).changes).to.deep.equal({ same: 2 });
          expect(emulator.counts()).to.deep.equal({});
        });
      } finally {
        rmSync(directory, { recursive: true, force: true });
      }
    }));

  it("pulumi package add finds a plugin from an archive, with no other host than the program's", async () => {
    const directory = mkdtempSync(join(tmpdir(), "yaml-"));
    const main = join(directory, "Pulumi.yaml");
    writeFileSync(main, "name: added\nruntime: yaml\n");
    try {
      putEngineOnPath();
      const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== pluginFolder);
      const env = { PATH: [host, ...folders].join(delimiter), PULUMI_HOME: join(directory, "home") };
      const pulumi = async (...args: string[]) => {
        const options = { cwd: directory, env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" }, timeoutMs: 60_000 };
        const { code, output } = await run("pulumi", args, options);
        expect(code, output).to.equal(0);
      };
      // The system in the name is for downloads.
      const [archive = ""] = await writeArchives(join(directory, "archives"), ["linux-amd64"]);
      await pulumi("plugin", "install", "resource", "fabric-dataflow", version, "--file", archive);
      await pulumi("package", "add", `fabric-dataflow@${version}`);
      expect(readFileSync(main, "utf8")).to.match(/^packages:\n +fabric-dataflow: fabric-dataflow@/m);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
