import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { version } from "../../sdk/package.json";
import { folder, table } from "../dataflows";
import { pluginFolder } from "../tools/layout.mjs";
import { writeArchives } from "../tools/plugin/archives.mjs";
import { run } from "../tools/processes.mjs";
import { putEngineOnPath } from "./harness/cli";
import { engineTestMs } from "./harness/stack";
import { Dataflow } from "./plugin/classes";
import { withFabric } from "./support";

const files = folder("Sales.Dataflow", { Orders: table("one") });

describe("the installed plugin, on the real engine", function () {
  this.timeout(engineTestMs);
  let home: string;
  let PATH: string;
  before(() => {
    putEngineOnPath();
    home = mkdtempSync(join(tmpdir(), "home-"));
    const folders = (process.env.PATH ?? "").split(delimiter);
    PATH = folders.filter((one) => one !== pluginFolder).join(delimiter);
  });
  after(() => rmSync(home, { recursive: true, force: true }));

  it("is installed from an archive, and runs without the repository", async () => {
    const os = process.platform === "win32" ? "windows" : process.platform;
    const system = `${os}-${process.arch === "x64" ? "amd64" : process.arch}`;
    const [archive = ""] = await writeArchives(join(home, "archives"), [system]);
    expect(archive).to.match(new RegExp(`pulumi-resource-fabric-dataflow-v${version}-${system}\\.tar\\.gz$`));
    const env = { PATH, PULUMI_HOME: join(home, "pulumi"), PULUMI_SKIP_UPDATE_CHECK: "true" };
    const install = ["plugin", "install", "resource", "fabric-dataflow", version, "--file", archive];
    const { code, output } = await run("pulumi", install, { env, timeoutMs: 60_000 });
    expect(code, output).to.equal(0);
    const program = ({ workspaceId }: { workspaceId: string }) => {
      const definition = new pulumi.asset.FileArchive("./Sales.Dataflow");
      new Dataflow("sales", { workspaceId, definition });
    };
    await withFabric({ program, files, env }, async ({ emulator, stack, newRequests }) => {
      await stack.up();
      expect(emulator.item(stack.resource("sales").id!).displayName).to.equal("sales");
      newRequests();
      expect((await stack.up()).changes).to.deep.equal({ same: 2 });
      expect(newRequests()).to.deep.equal({});
      await stack.destroy();
    });
  });

  it("prints its schema by the path of its launcher", async () => {
    const launcher = join(pluginFolder, "pulumi-resource-fabric-dataflow");
    const env = { PATH, PULUMI_HOME: join(home, "other"), PULUMI_SKIP_UPDATE_CHECK: "true" };
    const { code, output } = await run("pulumi", ["package", "get-schema", launcher], { env, timeoutMs: 60_000 });
    expect(code, output).to.equal(0);
    const printed = JSON.parse(output.slice(output.indexOf("{"))) as Record<string, object>;
    const schema = JSON.parse(readFileSync(join(pluginFolder, "schema.json"), "utf8")) as typeof printed;
    expect(Object.keys(printed.resources!)).to.have.members(Object.keys(schema.resources!));
    expect(Object.keys(printed.types!)).to.have.members(Object.keys(schema.types!));
  });
});
