import { expect } from "chai";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { version } from "../../sdk/package.json";
import { putEngineOnPath } from "../engine/harness/cli";
import { withProjectStack } from "../engine/harness/projectStack";
import { made } from "../engine/made";
import { languageHostFolder } from "../tools/languages.mjs";
import { root } from "../tools/layout.mjs";
import { run } from "../tools/processes.mjs";
import { commandsOf, installPlugin } from "./installedPlugin";
import { withEmulator } from "./lives";

describe("a program in Go, by the plugin and Pulumi's own Go host", function () {
  // Pulumi's SDK is compiled once, which takes a minute of CPU.
  this.timeout(15 * 60_000);
  let host: string;
  let home: string;
  let directory: string;
  before(async function () {
    putEngineOnPath();
    const found = languageHostFolder("go");
    if (found === undefined) return this.skip();
    host = found;
    home = mkdtempSync(join(tmpdir(), "go-"));
    directory = join(home, "project");
    mkdirSync(directory);
    const guide = readFileSync(join(root, "docs", "languages.md"), "utf8");
    writeFileSync(join(directory, "main.go"), /```go\n([\s\S]*?)```/.exec(guide)![1]!);
    writeFileSync(
      join(directory, "Pulumi.yaml"),
      "name: calendar\nruntime:\n  name: go\n  options:\n    binary: ./calendar\n",
    );
    const sdk = "require github.com/pulumi/pulumi/sdk/v3 v3.276.0";
    writeFileSync(join(directory, "go.mod"), `module calendar\n\ngo 1.24\n\n${sdk}\n`);
    const machine = { directory: home, hosts: [host] };
    await installPlugin(machine);
    const command = (name: string, ...args: string[]) => commandsOf(machine)(directory, name, ...args);
    await command("pulumi", "package", "add", `fabric-dataflow@${version}`);
    await command("go", "mod", "tidy");
    // The whole SDK, not only the used part.
    await command("go", "build", "example.com/pulumi-fabric-dataflow/sdk/go/...");
    // Pulumi's host would compile it again within `up`, without our time limit.
    await command("go", "build", "-o", "calendar", ".");
  });
  after(() => home && rmSync(home, { recursive: true, force: true }));

  it("is created, unchanged at the next up, and destroyed (the guide's program)", () =>
    withEmulator(async (emulator) => {
      const example = join(root, "examples", "yaml", "Calendar.Dataflow");
      cpSync(example, join(directory, "Calendar.Dataflow"), { recursive: true });
      const env = { FABRIC_TOKEN: emulator.token, FABRIC_ENDPOINT: emulator.endpoint, GOWORK: "off" };
      const config = { "calendar:workspaceId": emulator.workspaceId };
      await withProjectStack({ directory, path: [host], env, config }, async (stack) => {
        expect((await stack.up()).changes).to.deep.equal({ create: 3 });
        expect((await stack.automation.outputs()).fingerprint?.value).to.match(/^\d+:\w+/);
        const { inputs } = stack.resource("calendar");
        expect(inputs, "only what the program gives").not.to.have.any.keys("contract", "tests", "isolated");
        emulator.clearRequests();
        expect((await stack.up()).changes).to.deep.equal({ same: 3 });
        expect(emulator.counts()).to.deep.equal({});
        await stack.destroy();
      });
    }));

  it("gets code from pulumi import that imports the SDK by its path", () =>
    withEmulator(async (emulator) => {
      const id = await made(emulator, "Sales", "one");
      const env = { FABRIC_TOKEN: emulator.token, FABRIC_ENDPOINT: emulator.endpoint };
      await withProjectStack({ directory, path: [host], env }, async (stack) => {
        const { envVars } = stack.automation.workspace;
        const flags = ["--yes", "--skip-preview", "--stack", "dev", "--out", "imported.txt"];
        const args = ["fabric-dataflow:index:Dataflow", "sales", `${emulator.workspaceId}/${id}`, ...flags];
        const options = { cwd: directory, env: { ...envVars, PATH: [host, process.env.PATH].join(delimiter) } };
        const { code, output } = await run("pulumi", ["import", ...args], { ...options, timeoutMs: 60_000 });
        expect(code, output).to.equal(0);
        const imported = readFileSync(join(directory, "imported.txt"), "utf8");
        const path = /"(example\.com\/[^"]*)"/;
        expect(path.exec(imported)?.[1]).to.equal(path.exec(readFileSync(join(directory, "main.go"), "utf8"))?.[1]);
      });
    }));
});
