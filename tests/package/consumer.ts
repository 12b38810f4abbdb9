import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { engineEnvironment, putEngineOnPath } from "../engine/harness/cli";
import { root } from "../tools/layout.mjs";
import { addConnections } from "../tools/exampleProject";
import { run } from "../tools/processes.mjs";
import type { Emulator } from "../emulator/index";

export interface Result {
  stdout: string;
  changes: Record<string, number>;
  outputs: Record<string, unknown>;
  versions: { node: string; pulumi: string };
}

async function command(name: string, args: string[], cwd: string, env: Record<string, string> = {}): Promise<string> {
  const { code, output, timedOut } = await run(name, args, { cwd, env, timeoutMs: 240_000 });
  if (timedOut) throw new Error(`${name} ${args.join(" ")} did not end within 4 minutes:\n${output}`);
  if (code !== 0) throw new Error(`${name} ${args.join(" ")} failed (${code}):\n${output}`);
  return output;
}

/** A project of somebody who installed the packed package: outside the checkout, where no workspace link helps. */
export class Consumer {
  readonly folder = mkdtempSync(join(tmpdir(), "pulumi-fabric-dataflow-consumer-"));

  constructor(private readonly emulator: Emulator) {}

  /** Packs the package, and installs it with these others. */
  async install(dependencies: Record<string, string>): Promise<void> {
    await command("npm", ["pack", "--pack-destination", this.folder], join(root, "sdk"));
    cpSync(join(root, "tests", "package", "consumer"), this.folder, { recursive: true });
    const definition = join(root, "examples", "quickstart", "Sales.Dataflow");
    cpSync(definition, join(this.folder, "Sales.Dataflow"), { recursive: true });
    addConnections(this.emulator, definition);
    const { version } = require(join(root, "sdk", "package.json")) as { version: string };
    const own = { "pulumi-fabric-dataflow": `file:pulumi-fabric-dataflow-${version}.tgz` };
    const manifest = { name: "consumer", private: true, dependencies: { ...own, ...dependencies } };
    writeFileSync(join(this.folder, "package.json"), JSON.stringify(manifest));
    await command("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund"], this.folder);
  }

  /** One operation of the engine, in a process of the project's own. */
  async drive(operation: "up" | "preview" | "refresh" | "destroy"): Promise<Result> {
    putEngineOnPath();
    const state = join(this.folder, "state");
    mkdirSync(state, { recursive: true });
    const config = {
      "fabric:endpoint": { value: this.emulator.endpoint },
      "fabric:token": { value: this.emulator.token, secret: true },
      "consumer:workspaceId": { value: this.emulator.workspaceId },
    };
    const env = {
      ...engineEnvironment(state),
      PATH: [join(this.folder, "node_modules", ".bin"), process.env.PATH].join(delimiter),
      CONSUMER_CONFIG: JSON.stringify(config),
    };
    // A Node that the project itself has installed comes first.
    const node = join(this.folder, "node_modules", ".bin", "node");
    const output = await command(existsSync(node) ? node : process.execPath, ["drive.js", operation], this.folder, env);
    return JSON.parse(output.trim().split("\n").at(-1) ?? "") as Result;
  }

  /** A command that an installed package brings. */
  bin(name: string, ...args: string[]): Promise<string> {
    return command(join(this.folder, "node_modules", ".bin", name), args, this.folder);
  }

  edit(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
