import { expect } from "chai";
import { execFile, execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { version } from "../../sdk/package.json";
import { root } from "../tools/layout.mjs";

const run = promisify(execFile);
const command = "pulumi-fabric-dataflow";

describe("the command in a clone", function () {
  this.timeout(60_000);

  it("is a link by npm ci to a committed file", async () => {
    const target = realpathSync(join(root, "node_modules", ".bin", command));
    const { stdout } = await run("git", ["ls-files", "--error-unmatch", target], { cwd: root });
    expect(stdout.trim()).to.equal(`sdk/bin/${command}.js`);
  });

  it("runs after a build", async () => {
    const { stdout } = await run(join(root, "node_modules", ".bin", command), ["--version"]);
    expect(stdout.trim()).to.equal(version);
  });

  it("says what is missing and what to run if there is no build", () => {
    const folder = mkdtempSync(join(tmpdir(), "bin-"));
    try {
      cpSync(join(root, "sdk", "bin"), join(folder, "bin"), { recursive: true });
      const call = () =>
        execFileSync(process.execPath, [join(folder, "bin", `${command}.js`), "--version"], { stdio: "pipe" });
      expect(call)
        .to.throw()
        .with.property("stderr")
        .that.satisfies((stderr: Buffer) => /dist.cli.main\.js is missing.*npm run build/.test(String(stderr)));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
