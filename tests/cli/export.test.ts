import { expect } from "chai";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeAll } from "../../sdk/cli/export/writeAll";
import { table } from "../dataflows";
import { withService } from "./service";

describe("the command export", () => {
  let root = "";
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), "export-"))));
  afterEach(() => rmSync(root, { recursive: true }));

  it("exports each dataflow once, even if it is named several times and in several ways", () =>
    withService(async (service) => {
      const id = await service.addQueries("Sales", { Orders: table("a") });
      const named = ["Sales", id, id.toUpperCase(), "Sales"].flatMap((name) => ["--dataflow", name]);
      const out = join(root, "out");
      const { code, out: printed } = await service.run(["export", ...named, "--out", out, "--json"]);
      expect(code).to.equal(0);
      expect((JSON.parse(printed) as { exported: object[] }).exported).to.have.length(1);
      expect(readdirSync(join(out, "dataflows"))).to.deep.equal(["Sales.Dataflow"]);
    }));

  const reads = (workspaceId: string, lakehouseId: string) =>
    `let W = Lakehouse.Contents(null){[workspaceId = "${workspaceId}"]}[Data], L = W{[lakehouseId = "${lakehouseId}"]}[Data] in L`;

  it("binds each item once for all dataflows, with its name in the service", () =>
    withService(async (service) => {
      const { workspaceId, lakehouseId } = service.emulator;
      const nobody = "d0d0d0d0-0000-4000-8000-00000000000b";
      await service.addQueries("Sales", { Orders: reads(workspaceId, lakehouseId), Old: reads(nobody, nobody) });
      await service.addQueries("Other", { Orders: reads(workspaceId, lakehouseId) });
      const out = join(root, "out");
      const { code, err, out: printed } = await service.run(["export", "--all", "--out", out]);
      expect({ code, err }).to.deep.equal({ code: 0, err: "" });
      expect(printed).to.contain("set PULUMI_CONFIG_PASSPHRASE");
      expect(printed).to.contain("pulumi import --file import.json --generate-code=false\n");
      const read = (file: string) => readFileSync(join(out, file), "utf8");
      expect(read(".gitignore")).to.equal("node_modules/\n");
      const index = read("index.ts");
      const target = "{ workspaceId: items.lakehouse.workspaceId, lakehouseId: items.lakehouse.id }";
      expect(index.split(`"${lakehouseId}": ${target}`)).to.have.length(3);
      expect(index).to.contain(`"${nobody}": { workspaceId: items.lakehouse2.workspaceId`);
      expect(index.split("isolated: true,")).to.have.length(3);
      expect(index).to.contain("const sales = new Dataflow(");
      expect(read("Pulumi.dev.yaml")).to.contain(
        `  "out:items":\n    lakehouse:\n      id: "${lakehouseId}"\n    lakehouse2:\n      workspaceId: "${nobody}"\n      id: "${nobody}"\n`,
      );
    }));

  it("publishes each definition of a dataflow that is already in use", () =>
    withService(async (service) => {
      const sales = await service.addQueries("Sales", { Orders: table("a") });
      await service.addQueries("Draft", { Orders: table("a") });
      const scheduled = await service.addQueries("Scheduled", { Orders: table("a") });
      await service.client.jobs.start(service.emulator.workspaceId, sales, "Refresh", {
        executionData: { executeOption: "ApplyChangesIfNeeded" },
      });
      const configuration = {
        type: "Cron",
        interval: 60,
        startDateTime: "2026-01-01T00:00:00",
        endDateTime: "2027-01-01T00:00:00",
        localTimeZoneId: "UTC",
      } as const;
      await service.client.schedules.create(service.emulator.workspaceId, scheduled, "Refresh", {
        enabled: true,
        configuration,
      });
      const out = join(root, "out");
      expect((await service.run(["export", "--all", "--out", out])).code).to.equal(0);
      const [, draft, ran, onSchedule] = readFileSync(join(out, "index.ts"), "utf8").split("= new Dataflow(");
      expect(draft).not.to.contain("publishOnUpdate");
      expect(ran).to.contain("publishOnUpdate: true,");
      expect(onSchedule).to.contain("publishOnUpdate: true,");
    }));

  it("accepts names of 100 letters of three bytes each, and two with the same beginning", () =>
    withService(async (service) => {
      for (const end of ["一", "二"]) await service.addQueries("数".repeat(99) + end, { Orders: table("a") });
      const out = join(root, "out");
      const { code, err } = await service.run(["export", "--all", "--out", out]);
      expect({ code, err }).to.deep.equal({ code: 0, err: "" });
      const folders = readdirSync(join(out, "dataflows"));
      expect(folders).to.have.length(2);
      for (const folder of folders)
        expect(readdirSync(join(out, "dataflows", folder))).to.include.members(["mashup.pq", "queryMetadata.json"]);
    }));

  it("writes nothing if one part cannot be written, and nothing outside its folder", () =>
    withService(async (service) => {
      const sales = await service.addQueries("Sales", { Orders: table("a") });
      const parts = (path: string) => [{ path, payload: "YQ==", payloadType: "InlineBase64" }];
      for (const path of ["../../../escaped", "mashup.pq/x", "x".repeat(300), "a\0b", "."]) {
        const body = { definition: { parts: [...parts("mashup.pq"), ...parts(path)] } };
        service.emulator.faults.clear();
        service.emulator.faults.add({ operation: "getDefinition", times: 0, fault: { kind: "change", body } });
        const out = join(root, "out");
        const fresh = await service.run(["export", "--dataflow", sales, "--out", out]);
        expect(fresh.code, path).to.equal(1);
        expect(fresh.err, path).to.match(/leads out of its folder|cannot be written \(E\w+\); nothing was exported/);
        expect(existsSync(out), path).to.equal(false);
        mkdirSync(out);
        expect((await service.run(["export", "--dataflow", sales, "--out", out])).code).to.equal(1);
        expect(readdirSync(out), path).to.deep.equal([]);
        rmSync(out, { recursive: true });
        expect(readdirSync(root)).to.deep.equal([]);
      }
    }));

  it("refuses a folder that is not new or empty", () =>
    withService(async (service) => {
      const file = join(root, "file");
      writeFileSync(file, "kept");
      for (const out of [file, root]) {
        const { code, err } = await service.run(["export", "--all", "--out", out]);
        expect(code).to.equal(2);
        expect(err).to.match(/is not a folder|is not empty/);
      }
      expect(readdirSync(root)).to.deep.equal(["file"]);
    }));

  it("does not write two parts to one file", () => {
    const twice = { folder: ".", path: "a", content: "x" };
    expect(() => writeAll(join(root, "out"), [twice, twice])).to.throw("a cannot be written (EEXIST)");
    expect(readdirSync(root)).to.deep.equal([]);
  });
});
