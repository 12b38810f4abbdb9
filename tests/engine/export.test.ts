import { expect } from "chai";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { CliService } from "../cli/service";
import { mashup, metadata } from "../dataflows";
import type { Emulator } from "../emulator/index";
import { closeExports, dataflows, filesIn, programIn, READS, startExports } from "./exports";
import { engineTestMs, withStack } from "./harness/stack";

describe("an export on the real engine", function () {
  this.timeout(engineTestMs);
  let emulator: Emulator;
  let service: CliService;
  let out: string;
  before(async () => ({ emulator, service, out } = await startExports()));
  after(() => closeExports({ emulator, service, out }));

  it("with five dataflows is adopted by the first up without a write, and is then unchanged", async () => {
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
      // Two of the files name items of another workspace. The program binds them to themselves, so `isolated` finds nothing.
      const messages = first.diagnostics.filter(({ severity }) => /warning|error/.test(severity));
      expect(messages).to.deep.equal([]);
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

  it("with names instead of ids is also adopted without a write, and uses another lakehouse and connection by their names", async () => {
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
});
