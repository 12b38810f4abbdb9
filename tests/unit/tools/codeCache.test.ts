import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { root, scratch } from "../../tools/layout.mjs";

const codeCache = join(root, "tests", "tools", "codeCache.cjs");
const code = join(scratch, "code");

describe("the code cache of the tests' processes", function () {
  this.timeout(30_000);
  let folder: string;
  let script: string;
  const kept = (): string[] => readdirSync(code).filter((file) => file.startsWith(main()));
  const main = (): string => relative(root, script).replace(/\W+/g, "-");
  beforeEach(() => {
    mkdirSync(code, { recursive: true });
    folder = mkdtempSync(join(scratch, "code-cache-"));
    script = join(folder, "main.cjs");
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
    for (const file of kept()) rmSync(join(code, file));
  });

  /** Runs the script with the cache, and returns what it prints. */
  function run(text: string): string {
    writeFileSync(script, text);
    return execFileSync(process.execPath, ["--require", codeCache, script], { encoding: "utf8" });
  }
  const validates = `const { Ajv } = require("ajv"); console.log(new Ajv().validate({ type: "string" }, 5))`;

  it("keeps modules of an installation, and the next process runs them from there", () => {
    expect(run(validates)).to.equal("false\n");
    expect(kept()).to.have.length(1);
    expect(statSync(join(code, kept()[0]!)).size).to.be.greaterThan(100_000);
    const reads = `const fs = require("node:fs"), { readFileSync } = fs, read = [];
      fs.readFileSync = (file, ...rest) => (read.push(String(file)), readFileSync(file, ...rest)); ${validates};
      console.log(read.filter((file) => file.endsWith(".js")).length);`;
    expect(run(reads)).to.equal("false\n0\n");
  });

  it("is written again if it cannot be read", () => {
    run(validates);
    const [file = ""] = kept();
    writeFileSync(join(code, file), "broken");
    expect(run(validates)).to.equal("false\n");
    expect(statSync(join(code, file)).size).to.be.greaterThan(100_000);
  });

  it("does not keep the script itself, which may change", () => {
    run(validates);
    expect(run(`${validates}; console.log("changed")`)).to.equal("false\nchanged\n");
  });

  it("keeps nothing of a process that loads little", () => {
    expect(run(`console.log(require("ajv/package.json").name)`)).to.equal("ajv\n");
    expect(kept()).to.deep.equal([]);
  });
});
