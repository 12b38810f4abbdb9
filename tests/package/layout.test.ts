import { expect } from "chai";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../tools/layout.mjs";

const run = promisify(execFile);
const bin = (name: string) => join(root, "node_modules", ".bin", name);

describe("the package's layout", function () {
  this.timeout(120_000);

  it("resolves every subpath, with types, in every moduleResolution (attw, strict)", async () => {
    const { stdout } = await run(bin("attw"), ["--pack", join(root, "sdk"), "--profile", "strict"]);
    expect(stdout).to.contain("No problems found");
    // Only the paths of `exports` are checked.
    for (const subpath of ["", "/runtime", "/client"]) expect(stdout).to.contain(`"pulumi-fabric-dataflow${subpath}"`);
  });
  it("is accepted by bundlers and registries (publint, strict)", async () => {
    const { stdout } = await run(bin("publint"), ["--strict", join(root, "sdk")]);
    expect(stdout).to.contain("All good");
  });
  it("has the needed files and no others", async () => {
    const { stdout } = await run("npm", ["pack", "--dry-run", "--json"], { cwd: join(root, "sdk") });
    const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
    const paths = files.map(({ path }) => path);
    const entries = ["index", "runtime", "client"].flatMap((entry) =>
      [".js", ".d.ts", ".js.map"].map((end) => `dist/${entry}${end}`),
    );
    const wanted = [
      "package.json",
      "LICENSE",
      ...entries,
      ...(existsSync(join(root, "README.md")) ? ["README.md"] : []),
    ];
    expect(wanted.filter((path) => !paths.includes(path))).to.deep.equal([]);
    const others = paths.filter(
      (path) =>
        !/^(bin\/pulumi-fabric-dataflow\.js|dist\/.*\.(js|d\.ts|js\.map)|package\.json|LICENSE|README\.md)$/.test(path),
    );
    expect(others).to.deep.equal([]);
  });
});
