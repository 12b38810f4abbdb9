import { expect } from "chai";
import { Workspace } from "./workspace";
import { shortLife, wholeLife, withEmulator, withProgram } from "./lives";
import { type Tool, tool } from "./tools";

const sdk = "3.276.0";

describe(`the newest tested SDK, ${sdk}, installed by npm at the root of several projects`, function () {
  this.timeout(400_000);
  const node: Partial<Record<Tool, string>> = {};
  let workspace: Workspace;

  before(async () => {
    for (const name of ["node22", "node24"] as const) node[name] = await tool(name);
    workspace = new Workspace([node.node22!]);
    workspace.write("wrapper/package.json", {
      name: "company-dataflows",
      version: "1.0.0",
      main: "index.js",
      peerDependencies: { "pulumi-fabric-dataflow": "*" },
    });
    workspace.write("wrapper/index.js", 'module.exports = require("pulumi-fabric-dataflow");\n');
    await workspace.install({
      "@pulumi/pulumi": sdk,
      "@types/node": "^22",
      "company-dataflows": "file:wrapper",
      "ts-node": "10.9.2",
      tsx: "^4.23.15",
      typescript: "~5.9.3",
    });
  });
  after(() => workspace?.remove());

  const runs = (program: string, on: "node22" | "node24", live = shortLife) =>
    withEmulator((emulator) => {
      const directory = workspace.program(program);
      const expected = { node: on === "node22" ? /^v22\./ : /^v24\./, sdk };
      return withProgram({ directory, path: [node[on]!] }, emulator, (stack) => live(emulator, stack, expected));
    });

  it("runs a TypeScript program by ts-node on Node 22: up, an edit, drift and its repair, destroy", () =>
    runs("typescript", "node22", wholeLife));
  it('runs a TypeScript program with "type": "module" by ts-node on Node 22', () => runs("typescript-esm", "node22"));
  it('runs a JavaScript program with "type": "module" on Node 24', () => runs("esm", "node24"));
  it("runs a TypeScript program by tsx on Node 24", () => runs("tsx", "node24"));
  it("runs a program that imports the classes from a package of its company, on Node 24", () =>
    runs("wrapped", "node24"));
  it("has its command on the PATH", async () => {
    const output = await workspace.run("npx", ["--no-install", "pulumi-fabric-dataflow", "--help"]);
    expect(output).to.match(/^usage/i);
  });
});
