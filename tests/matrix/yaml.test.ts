import { expect } from "chai";
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { version } from "../../sdk/package.json";
import { putEngineOnPath } from "../engine/harness/cli";
import { made } from "../engine/made";
import { withProjectStack } from "../engine/harness/projectStack";
import { languageHostFolder, yamlHost } from "../tools/languages.mjs";
import { pluginFolder, root } from "../tools/layout.mjs";
import { run } from "../tools/processes.mjs";
import { commandsOf, installPlugin, pathWithoutPlugin } from "./installedPlugin";
import { withEmulator } from "./lives";

const example = join(root, "examples", "yaml");

describe("a program in YAML, by the plugin and Pulumi's own YAML host", function () {
  this.timeout(25 * 60_000);
  let host: string;
  before(async () => {
    host = await yamlHost();
  });

  it("is created, edited, repaired and destroyed (examples/yaml)", () =>
    withEmulator(async (emulator) => {
      const directory = mkdtempSync(join(tmpdir(), "yaml-"));
      cpSync(example, directory, { recursive: true });
      const env = { FABRIC_TOKEN: emulator.token, FABRIC_ENDPOINT: emulator.endpoint };
      const config = { "calendar:workspaceId": emulator.workspaceId };
      const newRequests = () => {
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
          newRequests();
          expect((await stack.up()).changes).to.deep.equal({ same: 4 });
          expect(newRequests()).to.deep.equal({});

          const mashup = join(directory, "Calendar.Dataflow", "mashup.pq");
          const text = readFileSync(mashup, "utf8").replace("365", "366");
          writeFileSync(mashup, text);
          const preview = await stack.preview({ diff: true });
          expect(preview.changes).to.deep.equal({ same: 2, update: 1, replace: 1 });
          expect(preview.stdout).to.match(/~ Calendar: "[^"]+" => "[^"]+"/);
          await stack.up();
          expect(newRequests()).to.include({ updateDefinition: 1, runApplyChanges: 1, runExecute: 1 });

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

  it("can be written by pulumi import, and then changes nothing", () =>
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

  it("gets the plugin from an archive by pulumi package add, with only the program's own host", async () => {
    const directory = mkdtempSync(join(tmpdir(), "yaml-"));
    const main = join(directory, "Pulumi.yaml");
    writeFileSync(main, "name: added\nruntime: yaml\n");
    try {
      putEngineOnPath();
      const machine = { directory, hosts: [host] };
      await installPlugin(machine);
      await commandsOf(machine)(directory, "pulumi", "package", "add", `fabric-dataflow@${version}`);
      expect(readFileSync(main, "utf8")).to.match(/^packages:\n +fabric-dataflow: fabric-dataflow@/m);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });

  it("gets the plugin from its folder by pulumi package add, and every operation runs it from there", async function () {
    putEngineOnPath();
    // Pulumi's own Node host starts a folder; the replacement of these tests does not.
    const node = languageHostFolder("nodejs");
    if (node === undefined) return this.skip();
    await withEmulator(async (emulator) => {
      const directory = mkdtempSync(join(tmpdir(), "yaml-"));
      const project = join(directory, "project");
      const { PATH } = process.env;
      try {
        cpSync(example, project, { recursive: true });
        cpSync(pluginFolder, join(directory, "plugin"), { recursive: true });
        await commandsOf({ directory, hosts: [host, node] })(project, "pulumi", "package", "add", "../plugin");
        expect(readFileSync(join(project, "Pulumi.yaml"), "utf8")).to.match(/^ +fabric-dataflow: \.\.\/plugin$/m);
        const env = { FABRIC_TOKEN: emulator.token, FABRIC_ENDPOINT: emulator.endpoint };
        const config = { "calendar:workspaceId": emulator.workspaceId };
        process.env.PATH = pathWithoutPlugin();
        await withProjectStack({ directory: project, path: [host, node], env, config }, async (stack) => {
          const first = await stack.up();
          expect(first.changes).to.deep.equal({ create: 4 });
          expect(first.stdout).not.to.contain("pulumi-resource-fabric-dataflow from $PATH");
          expect((await stack.refresh()).changes).to.deep.equal({ same: 4 });
          expect((await stack.up()).changes).to.deep.equal({ same: 4 });
          await stack.destroy();
          expect(emulator.items().filter(({ type }) => type === "Dataflow")).to.deep.equal([]);
        });
      } finally {
        process.env.PATH = PATH;
        rmSync(directory, { recursive: true, force: true });
      }
    });
  });
});
