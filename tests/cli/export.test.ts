import { expect } from "chai";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeAll } from "../../sdk/cli/export/writeAll";
import { table } from "../dataflows";
import { withService } from "./service";

describe("export", () => {
  let root = "";
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), "export-"))));
  afterEach(() => rmSync(root, { recursive: true }));

  it("takes each dataflow once, however often and by whatever it is named", () =>
    withService(async (service) => {
      const id = await service.addQueries("Sales", { Orders: table("a") });
      const named = ["Sales", id, id.toUpperCase(), "Sales"].flatMap((name) => ["--dataflow", name]);
      const out = join(root, "out");
      const { code, out: printed } = await service.run(["export", ...named, "--out", out, "--json"]);
      expect(code).to.equal(0);
      expect((JSON.parse(printed) as { exported: object[] }).exported).to.have.length(1);
      expect(readdirSync(join(out, "dataflows"))).to.deep.equal(["Sales.Dataflow"]);
    }));

  it("takes names of 100 letters of three bytes each, and two that begin alike", () =>
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

  it("writes nothing where one part cannot be written, and nothing outside its folder", () =>
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
        expect(fresh.err, path).to.match(/leads elsewhere|cannot be written \(E\w+\); nothing was exported/);
        expect(existsSync(out), path).to.equal(false);
        mkdirSync(out);
        expect((await service.run(["export", "--dataflow", sales, "--out", out])).code).to.equal(1);
        expect(readdirSync(out), path).to.deep.equal([]);
        rmSync(out, { recursive: true });
        expect(readdirSync(root)).to.deep.equal([]);
      }
    }));

  it("refuses what is no new or empty folder", () =>
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

  it("does not make one file of two paths", () => {
    const twice = { folder: ".", path: "a", content: "x" };
    expect(() => writeAll(join(root, "out"), [twice, twice])).to.throw("a cannot be written (EEXIST)");
    expect(readdirSync(root)).to.deep.equal([]);
  });
});
