import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { commands } from "../../sdk/cli/commands";
import { runCli } from "./runCli";

describe("the command line", () => {
  it("prints its help on stdout and exits with 0", async () => {
    const { code, out, err } = await runCli(["--help"], {});
    expect(code).to.equal(0);
    expect(err).to.equal("");
    const words = out.replaceAll(/\s+/g, " ");
    expect(words).to.contain("whoami").and.to.contain("Exit codes").and.to.contain("az login");
  });

  it("has help with examples for each command", async () => {
    const { out } = await runCli(["--help"], {});
    const listed = out.slice(out.indexOf("Commands:"), out.indexOf("  help "));
    const names = [...listed.matchAll(/^ {2}([a-z][\w-]*) /gm)].map(([, name]) => name!);
    expect(names).to.have.length(commands.length);
    for (const name of names) {
      const help = await runCli([name, "--help"], {});
      expect(help.code, name).to.equal(0);
      expect(help.out, name)
        .to.match(/Examples?:/)
        .and.to.contain(`$ pulumi-fabric-dataflow ${name}`);
    }
  });

  for (const [what, args, says] of [
    ["an unknown command", ["whoam"], "Did you mean whoami?"],
    ["an unknown option", ["whoami", "--workspaces", "x"], "Did you mean --workspace?"],
    ["an option without its value", ["whoami", "--workspace"], "argument missing"],
    ["a service command without its workspace", ["list"], "Give --workspace <name or id>, or set FABRIC_WORKSPACE_ID"],
    ["a dataflow without its workspace", ["whoami", "--dataflow", "x"], "--dataflow needs --workspace"],
    ["a stack's name that is none", ["whoami", "--stack", "x;y"], "is not a valid name of a stack"],
  ] as const) {
    it(`exits with 2 for ${what}, and says what to do`, async () => {
      const { code, out, err } = await runCli([...args], {});
      expect(code).to.equal(2);
      expect(out).to.equal("");
      expect(err).to.contain(says);
    });

    it(`exits with 2 for ${what} with --json, with JSON on stderr`, async () => {
      const { code, out, err } = await runCli([...args.slice(0, 1), "--json", ...args.slice(1)], {});
      expect({ code, out }).to.deep.equal({ code: 2, out: "" });
      const { error } = JSON.parse(err) as { error: { name: string; message: string } };
      expect(error.name).to.equal("UsageError");
      expect(error.message)
        .to.contain(says)
        .and.not.match(/^error:/);
    });
  }

  it("prints errors as JSON with --format json, too", async () => {
    for (const format of [["--format", "json"], ["--format=json"], ["-f", "json"], ["-fjson"]]) {
      const { code, err } = await runCli(["lineage", ...format], {});
      expect(code).to.equal(2);
      expect(JSON.parse(err), format.join(" ")).to.have.nested.property("error.message").that.contains("dataflow");
    }
  });

  it("runs as a process with the exit code", function () {
    this.timeout(20_000);
    const main = join(__dirname, "../../sdk/cli/main.ts");
    const spawn = (...args: string[]) =>
      spawnSync(process.execPath, ["--require", "tsx/cjs", main, ...args], {
        encoding: "utf8",
        timeout: 15_000,
        env: { PATH: process.env["PATH"], FABRIC_USE_CLI: "false" },
      });
    const version = spawn("--version");
    expect(version.status).to.equal(0);
    expect(version.stdout).to.match(/^\d+\.\d+\.\d+\n$/);
    const failed = spawn("whoami");
    expect(failed.status).to.equal(1);
    expect(failed.stderr).to.match(/^error: No setting says how to sign in/);
  });
});
