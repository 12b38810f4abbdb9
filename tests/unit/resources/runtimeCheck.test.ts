import { expect } from "chai";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runtimeProblem } from "../../../sdk/resources/runtimeCheck";
import { root } from "../../tools/layout.mjs";

const node = process.versions;
const bun = { ...node, bun: "1.4.5" } as NodeJS.ProcessVersions;

describe("the folder from which Pulumi's host resolves the package", () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), "program-"))));
  after(() => rmSync(folder, { recursive: true }));

  it("is correct if the program's directory or a parent directory has the package", () => {
    expect(runtimeProblem(join(root, "examples", "quickstart"), node, "")).to.equal(undefined);
    const installed = join(folder, "installed", "node_modules", "pulumi-fabric-dataflow");
    mkdirSync(installed, { recursive: true });
    writeFileSync(join(installed, "runtime.js"), "");
    expect(runtimeProblem(join(folder, "installed", "apps", "one"), node, "")).to.equal(undefined);
  });

  it("is an error with a remedy if only a wrapping package has the package", () => {
    const wrapper = join(folder, "node_modules", "company-dataflows", "node_modules", "pulumi-fabric-dataflow");
    mkdirSync(wrapper, { recursive: true });
    writeFileSync(join(wrapper, "runtime.js"), "");
    expect(runtimeProblem(folder, node, ""))
      .to.contain(folder)
      .and.contain("Add it to the dependencies of the package.json there")
      .and.contain("public-hoist-pattern");
  });

  it("is an error with bun if there is no Node, because Pulumi starts the host with Node", () => {
    const program = join(root, "examples", "quickstart");
    expect(runtimeProblem(program, bun, folder)).to.contain("Install Node.js 20.19 or newer: no node is on the PATH");
    writeFileSync(join(folder, "node"), "");
    expect(runtimeProblem(program, bun, folder)).to.equal(undefined);
  });
});
