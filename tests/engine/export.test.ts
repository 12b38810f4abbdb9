import type { PulumiFn } from "@pulumi/pulumi/automation";
import { expect } from "chai";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { parse } from "yaml";
import { CliService } from "../cli/service";
import { folder, table } from "../dataflows";
import { startEmulator, type Emulator } from "../emulator/index";
import { root } from "../tools/layout.mjs";
import { engineTestMs, withStack } from "./harness/stack";

const fixtures = join(root, "tests", "fixtures", "definitions");

const inFiles = (queries: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(folder("x", queries)).map(([path, text]) => [path.replace("x/", ""), text]));

/** Every file below a folder: path to text. */
const filesIn = (path: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((file) => [relative(path, file), readFileSync(file, "utf8")]),
  );

/** Five dataflows: three exported from live tenants where there are such (DATAFLOW_SAMPLES), else the project's own. */
function dataflows(): [name: string, files: Record<string, string>][] {
  const samples = process.env.DATAFLOW_SAMPLES;
  const of = (path: string) =>
    readdirSync(path)
      .filter((name) => name.endsWith(".Dataflow"))
      .map((name): [string, Record<string, string>] => [name.replace(".Dataflow", ""), filesIn(join(path, name))]);
  const own = of(fixtures);
  const more: [string, Record<string, string>][] = [
    ["Sales: new?", folder("x", { Orders: table("a") })],
    ["sales new", folder("x", { Orders: table("b") })],
  ];
  return [...(samples ? of(samples) : []), ...own.reverse(), ...more].slice(0, 5);
}

const READS = /^(get|list)/;

describe("an export on the real engine", function () {
  this.timeout(engineTestMs);
  let emulator: Emulator;
  let service: CliService;
  let out: string;
  before(async () => {
    emulator = await startEmulator();
    service = new CliService(emulator);
    out = mkdtempSync(join(tmpdir(), "export-"));
  });
  after(async () => {
    rmSync(out, { recursive: true });
    await emulator.close({ allowViolations: false });
  });

  it("of a workspace of five dataflows is taken over by its first up, without a write, and is then unchanged", async () => {
    const ids = new Map<string, string>();
    for (const [name, files] of dataflows())
      ids.set(name, await service.add(name, files, { description: `About ${name}` }));
    expect(ids.size).to.equal(5);
    emulator.clearRequests();
    const exported = await service.run(["export", "--all", "--out", out, "--project", "test"]);
    expect(exported.err).to.equal("");
    expect(exported.code).to.equal(0);
    expect(Object.keys(emulator.counts()).filter((operation) => !READS.test(operation))).to.deep.equal([]);
    expect(readFileSync(join(out, "Pulumi.dev.yaml"), "utf8"))
      .to.contain('"parameters"')
      .and.contain('"connections"');

    const program: PulumiFn = async () => {
      const index = join(stackFolder, "index.ts");
      delete require.cache[index];
      require(index);
    };
    let stackFolder = "";
    const env = { FABRIC_TOKEN: emulator.token, FABRIC_ENDPOINT: emulator.endpoint };
    await withStack({ program, env, files: filesIn(out) }, async (stack) => {
      stackFolder = stack.directory;
      emulator.clearRequests();
      const first = await stack.up();
      // The program has each environment's connections, and two of the files name items of another workspace: that is told.
      const told = first.diagnostics.filter(({ severity }) => /warning|error/.test(severity));
      const foreign = "definition: names what is in another workspace, and nothing in the program binds it";
      expect(told.filter(({ message }) => !message.startsWith(foreign))).to.deep.equal([]);
      expect(first.changes).to.deep.equal({ create: 6 });
      const counts = emulator.counts();
      expect(
        Object.keys(counts).filter((operation) => !READS.test(operation)),
        "no write",
      ).to.deep.equal([]);
      const taken = stack.state().resources.flatMap(({ type, id }) => (type.endsWith(":Dataflow") ? [id] : []));
      expect(taken).to.have.members([...ids.values()]);

      emulator.clearRequests();
      expect((await stack.up()).changes).to.deep.equal({ same: 6 });
      expect(emulator.counts()).to.deep.equal({});
      expect((await stack.refresh()).changes).to.deep.equal({ same: 6 });
    });
  });

  it("is one dataflow where one is named, overwrites nothing, and leaves out what has no definition", async () => {
    const again = await service.run(["export", "--all", "--out", out]);
    expect(again.code).to.equal(2);
    expect(again.err).to.contain("is not empty");
    const target = join(out, "one");
    const one = await service.run(["export", "--dataflow", "Legacy", "--out", target, "--json"]);
    expect(one.code, one.err).to.equal(0);
    expect(readdirSync(join(target, "dataflows"))).to.deep.equal(["Legacy.Dataflow"]);
    const fault = { kind: "status", status: 400, errorCode: "OperationNotSupportedForItem", message: "no" } as const;
    emulator.faults.add({ operation: "getDefinition", times: 1, fault });
    const four = await service.run(["export", "--all", "--out", join(out, "four")]);
    expect(four.code).to.equal(0);
    expect(four.err).to.match(/^left out .*Gen2 without CI\/CD/);
    expect(readFileSync(join(out, "four", "index.ts"), "utf8")).to.contain("// Left out:");
    expect(readdirSync(join(out, "four", "dataflows"))).to.have.length(4);
    emulator.faults.add({ operation: "getDefinition", times: 1, fault });
    const none = await service.run(["export", "--dataflow", "Legacy", "--out", join(out, "none")]);
    expect(none.code).to.equal(1);
    expect(none.err).to.contain("save it as Dataflow Gen2 (CI/CD)");
    expect(existsSync(join(out, "none"))).to.equal(false);
  });

  it("with items found by name is taken over without a write, too, and goes to another lakehouse by its name", async () => {
    const lakehouse = (id: string) =>
      `let W = Lakehouse.Contents(null){[workspaceId = "${emulator.workspaceId}"]}[Data], L = W{[lakehouseId = "${id}"]}[Data] in L`;
    const id = await service.add("Loads", inFiles({ Orders: lakehouse(emulator.lakehouseId) }), {});
    const target = join(out, "items");
    const flags = ["--dataflow", "Loads", "--with-items", "--project", "test", "--out", target];
    expect(await service.run(["export", ...flags])).to.include({ code: 0, err: "" });

    let stackFolder = "";
    const program: PulumiFn = async () => {
      const index = join(stackFolder, "index.ts");
      delete require.cache[index];
      require(index);
    };
    const endpoint = { FABRIC_TOKEN: emulator.token, FABRIC_ENDPOINT: emulator.endpoint };
    const config = {
      "fabric-dataflow:token": { value: emulator.token, secret: true },
      "fabric-dataflow:endpoint": emulator.endpoint,
    };
    await withStack({ program, env: endpoint, config, files: filesIn(target) }, async (stack) => {
      stackFolder = stack.directory;
      // The first setAllConfig rewrote the stack's file: what the export wrote is set again.
      const written = parse(readFileSync(join(target, "Pulumi.dev.yaml"), "utf8")) as {
        config: Record<string, unknown>;
      };
      for (const [key, value] of Object.entries(written.config))
        await stack.automation.setConfig(key, { value: typeof value === "string" ? value : JSON.stringify(value) });
      emulator.clearRequests();
      expect((await stack.up()).changes).to.deep.equal({ create: 2 });
      expect(Object.keys(emulator.counts()).filter((operation) => !READS.test(operation))).to.deep.equal([]);
      expect((await stack.up()).changes).to.deep.equal({ same: 2 });

      const { client } = service;
      const other = await client.items.create(emulator.workspaceId, { displayName: "Other", type: "Lakehouse" });
      const items = written.config["test:items"] as Record<string, { displayName: string }>;
      for (const item of Object.values(items)) item.displayName = "Other";
      await stack.automation.setConfig("test:items", { value: JSON.stringify(items) });
      expect((await stack.up()).changes).to.include({ update: 1 });
      expect(emulator.item(id).edited?.["mashup.pq"]).to.contain(other.id).and.not.to.contain(emulator.lakehouseId);
    });
  });
});
