import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { documentedCodes, uncovered } from "./coverageReport";
import type { SpecOperation } from "./openapiFiles";
import { specificationFolder } from "./openapi";

const operation = (id: string, codes: string): SpecOperation => ({
  ...{ id, method: "GET", path: "/", parameters: [] },
  responses: { default: { description: `Common error codes:\n\n${codes}` } },
});

describe("the report of responses that no test has seen", () => {
  const all = [
    operation("Items_GetItem", "* ItemNotFound - The item.\n\n* InvalidRequest - Bad."),
    operation("Items_ListItems", "* FolderNotFound - The folder."),
    operation("Items_NotServed", "* UnknownError - Any."),
    operation("Admin_Other", "* UnknownError - Any."),
  ];

  it("reads the error codes from a description", () => {
    expect(documentedCodes(all[0] as SpecOperation)).to.deep.equal(["ItemNotFound", "InvalidRequest"]);
  });

  it("lists operations without a success, error codes that no response had, and missing operations", () => {
    const lines = ["Items_GetItem 200", "Items_GetItem 404 ItemNotFound", "Items_ListItems 404 FolderNotFound"];
    expect(uncovered(all, lines)).to.deep.equal({
      operations: ["Items_ListItems"],
      codes: { Items_GetItem: ["InvalidRequest"] },
      notServed: ["Items_NotServed"],
    });
  });

  it("is computed from the files of the test run", function () {
    if (!specificationFolder()) return this.skip(); // Microsoft's OpenAPI files are not given here.
    const folder = mkdtempSync(path.join(tmpdir(), "coverage-"));
    try {
      writeFileSync(path.join(folder, "1.txt"), "Items_GetItem 200 \n");
      const script = path.join(__dirname, "coverageReport.ts");
      const env = { ...process.env, EMULATOR_COVERAGE: folder };
      const { stdout } = spawnSync(process.execPath, ["--require", "tsx/cjs", script], { env, encoding: "utf8" });
      expect(stdout).to.match(/no test has seen succeed: (?!.*Items_GetItem,).*Items_GetDataflow,/);
      expect(stdout).to.contain("Items_GetItem: ItemNotFound");
    } finally {
      rmSync(folder, { recursive: true });
    }
  }).timeout(30_000);
});
