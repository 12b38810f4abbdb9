import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { root } from "../tools/layout.mjs";
import { run } from "../tools/processes.mjs";

/** A folder outside the checkout that installs the packed package, so that there is no workspace link. */
export class Workspace {
  readonly folder = mkdtempSync(join(tmpdir(), "pulumi-fabric-dataflow-workspace-"));

  /** The dependency on the packed package for a package.json in the workspace's root. */
  readonly packed = "file:pulumi-fabric-dataflow.tgz";

  /** `path` is before the PATH. It has the Node and the package manager of the workspace. */
  constructor(readonly path: string[] = []) {}

  write(file: string, content: string | object): void {
    const path = join(this.folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content, undefined, 2));
  }

  /** Packs the package, for `packed`. */
  async pack(): Promise<void> {
    const { version } = require(join(root, "sdk", "package.json")) as { version: string };
    await this.run("npm", ["pack", join(root, "sdk"), "--pack-destination", this.folder], { path: [] });
    const tarball = join(this.folder, `pulumi-fabric-dataflow-${version}.tgz`);
    cpSync(tarball, join(this.folder, "pulumi-fabric-dataflow.tgz"));
    rmSync(tarball);
  }

  /** Packs the package and installs it with these others, by npm in the workspace's root. */
  async install(dependencies: Record<string, string>): Promise<void> {
    await this.pack();
    const own = { "pulumi-fabric-dataflow": this.packed };
    this.write("package.json", { name: "workspace", private: true, dependencies: { ...own, ...dependencies } });
    // Strict: a dependency that excludes this Node fails the installation.
    await this.run("npm", ["install", "--engine-strict", "--prefer-offline", "--no-audit", "--no-fund"]);
  }

  /** Copies a program from tests/matrix/programs, with the dataflow that it deploys, and returns its folder. */
  program(name: string, { folder = join("apps", name), dependencies = {} } = {}): string {
    const target = join(this.folder, folder);
    cpSync(join(root, "tests", "matrix", "programs", name), target, { recursive: true });
    cpSync(join(root, "examples", "quickstart", "Sales.Dataflow"), join(target, "Sales.Dataflow"), { recursive: true });
    const manifest = JSON.parse(readFileSync(join(target, "package.json"), "utf8")) as object;
    this.write(join(folder, "package.json"), { ...manifest, dependencies });
    return target;
  }

  /** Runs a command in the workspace. @throws Error with its output if it fails. */
  async run(command: string, args: string[], { path = this.path, env = {} } = {}): Promise<string> {
    const PATH = [...path, process.env.PATH].join(delimiter);
    // The checkout disables scripts of dependencies, and npm passes that on. A user's project has npm's default.
    const options = { cwd: this.folder, env: { npm_config_ignore_scripts: "false", ...env, PATH }, timeoutMs: 240_000 };
    const { code, output, timedOut } = await run(command, args, options);
    const line = `${command} ${args.join(" ")}`;
    if (timedOut) throw new Error(`${line} did not end within 4 minutes:\n${output}`);
    if (code !== 0) throw new Error(`${line} failed (${code}):\n${output}`);
    return output;
  }

  remove(): void {
    if (process.env.KEEP_TEST_PROJECTS !== "1") rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
