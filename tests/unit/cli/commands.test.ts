import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { commands } from "../../../sdk/cli/commands";
import { createProgram, run } from "../../../sdk/cli/program";
import { root } from "../../tools/layout.mjs";

const silent = { out: () => {}, err: () => {}, colours: false, env: {} };

/** The program's output, and the modules that its process loaded, without Node's own. */
function started(args: readonly string[]): { stdout: string; modules: string[] } {
  const script = `
    process.on("exit", () => process.stderr.write(JSON.stringify(Object.keys(require.cache))));
    process.argv.splice(1, 1, ${JSON.stringify(join(root, "sdk/dist/cli/main.js"))});
    require(process.argv[1]);`;
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", script, "-", ...args], {
    encoding: "utf8",
    timeout: 60_000,
  });
  const modules = JSON.parse(stderr.slice(stderr.indexOf("["))) as string[];
  return { stdout, modules };
}

describe("the list of commands", () => {
  for (const { name, usage, summary } of commands)
    it(`has for ${name} the description of its own file`, () => {
      const loaded = createProgram(silent, false, (other) => other === name);
      const command = loaded.commands.find((one) => one.name() === name);
      expect([command?.usage(), command?.summary()]).to.deep.equal([usage, summary]);
    });

  it("prints the same help for any loaded commands", () => {
    expect(createProgram(silent, false, () => false).helpInformation()).to.equal(
      createProgram(silent).helpInformation(),
    );
  });

  for (const args of [["--help"], ["--version"], ["help"], ["shw"]])
    it(`loads no file of a command for ${args.join(" ")}`, function () {
      this.timeout(60_000);
      const own = started(args).modules.filter((file) => file.includes("/sdk/dist/"));
      expect(own.map((file) => file.replace(/.*\/dist\//, ""))).to.have.length.below(12);
      expect(own.join()).to.not.match(/dist\/(definition|fabric|auth|lookup|identity)/);
    });

  it("loads only the named command", function () {
    this.timeout(60_000);
    const { stdout, modules } = started(["help", "diff"]);
    expect(stdout).to.match(/^Usage: pulumi-fabric-dataflow diff/);
    const loaded = commands
      .map(({ name }) => name)
      .filter((name) => modules.some((file) => file.endsWith(`/cli/${name}.js`)));
    expect(loaded).to.deep.equal(["diff"]);
  });

  it("suggests a command for a misspelt one", async () => {
    const said: string[] = [];
    expect(await run(["validat"], { ...silent, err: (line) => said.push(line) })).to.equal(2);
    expect(said.join("\n")).to.contain("Did you mean validate?");
  });
});
