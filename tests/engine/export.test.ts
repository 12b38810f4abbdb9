import type { PulumiFn } from "@pulumi/pulumi/automation";
import { expect } from "chai";
import { randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { parse } from "yaml";
import { CliService } from "../cli/service";
import { folder, mashup, metadata, table } from "../dataflows";
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

/** Five dataflows: three exported from live tenants if they are available (DATAFLOW_SAMPLES), else the project's own. */
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

/** Runs a program's files in this process. The language host uses its own. */
const programIn =
  (folder: () => string): PulumiFn =>
  async () => {
    for (const name of ["environment.ts", "index.ts"]) delete require.cache[join(folder(), name)];
    require(join(folder(), "index.ts"));
  };

const linesOf = (text: string): string[] => text.split("\n").map((line) => line.trim());

/** All values of a configuration, with their paths of `pulumi config set --path`. */
const pathsIn = (value: unknown, path = ""): string[] => {
  if (typeof value !== "object" || value === null) return [path];
  if (Array.isArray(value)) return [];
  const step = (key: string) =>
    path === "" ? key : /^[A-Za-z_][\w-]*$/.test(key) ? `${path}.${key}` : `${path}["${key}"]`;
  return Object.entries(value).flatMap(([key, one]) => pathsIn(one, step(key)));
};

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

  it("of a workspace with five dataflows is adopted by its first up, without a write, and is then unchanged", async () => {
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
      .to.contain("parameters:\n")
      .and.contain("connections")
      .and.not.contain("allowForeign");

    let stackFolder = "";
    const program = programIn(() => stackFolder);
    const env = { FABRIC_TOKEN: emulator.token, FABRIC_ENDPOINT: emulator.endpoint };
    await withStack({ program, env, files: filesIn(out) }, async (stack) => {
      stackFolder = stack.directory;
      emulator.clearRequests();
      const first = await stack.up();
      // Two of the files name items of another workspace, which the program binds to themselves: isolated finds nothing.
      const told = first.diagnostics.filter(({ severity }) => /warning|error/.test(severity));
      expect(told).to.deep.equal([]);
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

  it("has one dataflow if one is named, overwrites nothing, and omits items without a definition", async () => {
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
    expect(none.err).to.contain("Save it as Dataflow Gen2 (CI/CD)");
    expect(existsSync(join(out, "none"))).to.equal(false);
  });

  it("works for a second environment: its missing values are listed, and nothing of the first one reaches it", async () => {
    const { workspaceId, lakehouseId } = emulator;
    const navigation = `Lakehouse.Contents([]){[workspaceId = "${workspaceId}"]}[Data]`;
    const source = await service.add(
      "Loads",
      inFiles({ Orders: `${navigation}{[lakehouseId = "${lakehouseId}"]}[Data]` }),
      {},
    );
    const dataflows = `PowerPlatform.Dataflows([]){[Id = "Workspaces"]}[Data]{[workspaceId = "${workspaceId}"]}[Data]`;
    await service.add("A reader", inFiles({ Orders: `${dataflows}{[dataflowId = "${source}"]}[Data]` }), {});
    const target = join(out, "whole");
    const { code, err } = await service.run(["export", "--all", "--project", "test", "--out", target]);
    expect({ code, err }).to.deep.equal({ code: 0, err: "" });
    const { "Pulumi.dev.yaml": devYaml = "", ...files } = filesIn(target);
    const dev = (parse(devYaml) as { config: Record<string, unknown> }).config;

    const prod = emulator.addWorkspace({ displayName: "Prod" });
    let folder = "";
    const env = { FABRIC_TOKEN: emulator.token, FABRIC_ENDPOINT: emulator.endpoint };
    await withStack({ program: programIn(() => folder), env, files }, async (stack) => {
      folder = stack.directory;
      const paths = pathsIn(dev).filter((path) => !/^test:dataflows\.[^.]*\.id$/.test(path));
      const empty = await stack.tryPreview();
      expect(empty.succeeded).to.equal(false);
      const said = empty.stdout + empty.stderr;
      expect(said).to.contain(
        `The stack dev lacks ${paths.length} of its values, and does not use those of another stack.`,
      );
      for (const path of paths) expect(linesOf(said)).to.include(path);

      // The environment's own values, set as a person would.
      const ids = new Map<string, string>([[workspaceId, prod.id]]);
      const other = (text: string) =>
        text.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => {
          if (!ids.has(id)) ids.set(id, randomUUID());
          return ids.get(id)!;
        });
      const { "test:dataflows": flows, ...shared } = dev;
      const withoutIds = Object.fromEntries(
        Object.entries(flows as Record<string, object>).map(([name, settings]) => [
          name,
          { ...settings, id: undefined },
        ]),
      );
      for (const [key, value] of Object.entries({ ...shared, "test:dataflows": withoutIds }).slice(1))
        await stack.automation.setConfig(key, { value: other(JSON.stringify(value)) });
      const almost = await stack.tryPreview();
      expect(almost.stdout + almost.stderr)
        .to.contain("lacks 1 of its values")
        .and.contain("  test:workspaceId\n");
      await stack.automation.setConfig("test:workspaceId", { value: prod.id });
      emulator.clearRequests();
      const up = await stack.up();
      expect(up.changes.create).to.equal(Object.keys(withoutIds).length + 1);
      const told = up.diagnostics.filter(({ severity }) => severity === "warning").map(({ message }) => message);
      expect(
        told.filter(
          (message) => !/columns without a type|first refresh|only the connection's path is changed/.test(message),
        ),
      ).to.deep.equal([]);
      const made = emulator.items().filter((item) => item.workspaceId === prod.id && item.type === "Dataflow");
      expect(made).to.have.length(Object.keys(withoutIds).length);
      for (const { id } of made)
        for (const [path, text] of Object.entries(emulator.item(id).edited ?? {}))
          for (const devId of [...ids.keys(), source]) expect(text, `${path} of ${id}`).not.to.contain(devId);
      const [loads, reader] = ["Loads", "A reader"].map((name) =>
        made.find(({ displayName }) => displayName === name)!,
      );
      expect(emulator.item(reader!.id).edited?.["mashup.pq"], "it reads its sibling").to.contain(loads!.id);
      expect((await stack.up()).changes).not.to.have.any.keys("create", "update", "replace");

      // A parameter that becomes a secret needs no plain value, and stays a secret.
      const [name, parameter] = [
        ...paths.join("\n").matchAll(/^test:dataflows\.([^.]+)\.parameters\.(\S+)$/gm),
      ][0]!.slice(1) as [string, string];
      const flowsWithout = withoutIds as Record<string, { parameters?: Record<string, unknown> }>;
      delete flowsWithout[name]!.parameters![parameter];
      await stack.automation.setConfig("test:dataflows", { value: other(JSON.stringify(flowsWithout)) });
      const secrets = JSON.stringify({ [name]: { [parameter]: "hidden-value" } });
      await stack.automation.setConfig("test:secrets", { value: secrets, secret: true });
      expect((await stack.up()).changes).to.include({ update: 1 });
      expect(stack.stateText()).not.to.contain("hidden-value");
      const written = made.map(({ id }) => emulator.item(id).edited?.["mashup.pq"] ?? "").join();
      expect(written).to.contain("hidden-value");
    });
  });

  it("by name is also adopted without a write, and uses another lakehouse and connection by their names", async () => {
    const { workspaceId, lakehouseId } = emulator;
    const orders = `Lakehouse.Contents([]){[workspaceId = "${workspaceId}"]}[Data]{[lakehouseId = "${lakehouseId}"]}[Data]`;
    const queries = { Orders: orders, Items: 'Sql.Database("srv", "db")' };
    const [sql, next] = ["Sales SQL", "Sales SQL (next)"].map((displayName) =>
      emulator.addConnection({ type: "SQL", path: "srv;db", displayName }),
    );
    const connectionId = JSON.stringify({ ClusterId: sql!.clusterId, DatasourceId: sql!.id });
    const connections = [{ kind: "Sql", path: "srv;db", connectionId }];
    const definition = { "mashup.pq": mashup(queries), "queryMetadata.json": metadata(queries, { connections }) };
    const id = await service.add("By name", definition);
    const target = join(out, "names");
    const flags = ["--dataflow", "By name", "--by-name", "--project", "test", "--out", target];
    expect(await service.run(["export", ...flags])).to.include({ code: 0, err: "" });
    const written = (
      parse(readFileSync(join(target, "Pulumi.dev.yaml"), "utf8")) as { config: Record<string, unknown> }
    ).config;
    expect(written).to.deep.include({
      "test:workspaceId": { name: "Emulated workspace" },
      "test:items": { lakehouse: { id: { name: "Lakehouse" } } },
      "test:connections": { sql: { name: "Sales SQL", clusterId: sql!.clusterId, path: "srv;db" } },
    });

    let folder = "";
    const config = {
      "fabric-dataflow:token": { value: emulator.token, secret: true },
      "fabric-dataflow:endpoint": emulator.endpoint,
    };
    await withStack({ program: programIn(() => folder), config, files: filesIn(target) }, async (stack) => {
      folder = stack.directory;
      const set = async (values: Record<string, unknown>) => {
        for (const [key, value] of Object.entries(values))
          await stack.automation.setConfig(key, { value: typeof value === "string" ? value : JSON.stringify(value) });
      };
      // The first setAllConfig rewrote the stack's file, so the export's values are set again.
      await set(written);
      emulator.clearRequests();
      expect((await stack.up()).changes).to.deep.equal({ create: 2 });
      expect(Object.keys(emulator.counts()).filter((operation) => !READS.test(operation))).to.deep.equal([]);
      expect((await stack.up()).changes).to.deep.equal({ same: 2 });
      const other = await service.client.items.create(workspaceId, { displayName: "Other", type: "Lakehouse" });
      await set({ "test:items": { lakehouse: { id: { name: "Other" } } } });
      await set({
        "test:connections": { sql: { name: "Sales SQL (next)", clusterId: sql!.clusterId, path: "srv;db" } },
      });
      expect((await stack.up()).changes).to.include({ update: 1 });
      const { edited } = emulator.item(id);
      expect(edited?.["mashup.pq"]).to.contain(other.id).and.not.to.contain(lakehouseId);
      expect(edited?.["queryMetadata.json"]).to.contain(next!.id).and.not.to.contain(sql!.id);
    });
  });

  it("is reviewable after pulumi config set: one value is one line", async () => {
    const target = join(out, "whole");
    const files = filesIn(target);
    await withStack({ program: async () => {}, files }, async (stack) => {
      const file = join(stack.directory, "Pulumi.dev.yaml");
      const before = readFileSync(file, "utf8");
      const { workspace } = stack.automation;
      await workspace.setConfig("dev", "test:items.lakehouse.id", { value: "another" }, true);
      const after = readFileSync(file, "utf8").split("\n");
      const changed = after.filter((line) => !before.split("\n").includes(line));
      expect(changed.map((line) => line.trim())).to.deep.equal(['id: "another"']);
    });
  });
});
