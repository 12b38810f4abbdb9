import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { table } from "../dataflows";
import { cliProcess } from "./runCli";
import { withService, type CliService } from "./service";
import { dataflow, folder, regions } from "./unitTests";

/** The service's result for the query `Regions`. */
const serve = (service: CliService, ...rows: string[]): void =>
  service.emulator.addTable({
    query: "Regions (unit test)",
    columns: { Line: ['[["Region","Text.Type"],["Active","Logical.Type"]]', ...rows] },
  });

const via = (unit: string, ...more: string[]) => ["test", "--unit", unit, "--via", "Scratch", ...more];

describe("the command test --unit", () => {
  it("evaluates each case once on the given dataflow, and prints results like a test runner", () =>
    withService(async (service) => {
      await service.addQueries("Scratch", { Nothing: table("a") });
      serve(service, '["North",true]');
      const unit = dataflow({
        "a.yaml": `${regions("active ones", "[{ Region: North }]")}\n---\n${regions("all", "{ rowCount: 2 }")}`,
        "b.yml": regions("names", "[{ Region: South }]"),
      });
      const { code, out, err } = await service.run(via(unit));
      expect(code, err).to.equal(1);
      expect(out.replaceAll(/ \(\d+\.\d s\)/g, "").replaceAll(unit, "Sales.Dataflow")).to.equal(
        [
          "Sales.Dataflow/tests/a.yaml",
          "  passed  active ones",
          "  failed  all",
          "          has 1 row, expected 2",
          "Sales.Dataflow/tests/b.yml",
          "  failed  names",
          "          one row differs in Region",
          '        - { Region: "South" }',
          '        + { Region: "North" }',
          "3 tests: 1 passed, 2 failed",
        ].join("\n"),
      );
      expect(service.emulator.counts()["executeQuery"]).to.equal(3);
      const { requestBody } = service.emulator.requests.find(({ operation }) => operation === "executeQuery")!;
      const { queryName, customMashupDocument } = requestBody as Record<string, string>;
      expect(queryName).to.equal("Regions (unit test)");
      expect(customMashupDocument).to.contain("shared Regions = #table(").and.not.contain("OData");
    }));

  it("exits with 0 if all pass, and writes JUnit XML and JSON", () =>
    withService(async (service) => {
      await service.addQueries("Scratch", { Nothing: table("a") });
      serve(service, '["North",true]');
      const unit = dataflow({ "a.yaml": regions("one", "[{ Region: North, Active: true }]") });
      const junit = join(folder, "junit.xml");
      const { code, out } = await service.run(via(unit, "--json", "--junit", junit));
      expect(code).to.equal(0);
      expect(JSON.parse(out)[0]).to.deep.include({ name: "one", query: "Regions", outcome: "passed", rows: 1 });
      expect(readFileSync(junit, "utf8")).to.contain('<testsuites tests="1" failures="0" errors="0"');
    }));

  it("continues after a case that cannot be evaluated: a broken file, a remaining source, a refusal, an error in a 200", () =>
    withService(async (service) => {
      await service.addQueries("Scratch", { Nothing: table("a") });
      serve(service, '["North",true]');
      service.emulator.addTable({ query: "Customers (unit test)", error: "The column 'Region' wasn't found." });
      const unit = dataflow({
        "a.yaml": "query: [",
        "b.yaml": "query: Orders\nexpect: []",
        "c.yaml": "query: Customers\ngiven: { Customers: [] }\nexpect: []",
        "d.yaml": regions("last", "[{ Region: North }]"),
      });
      const { code, out } = await service.run(via(unit));
      expect(code).to.equal(1);
      expect(out)
        .to.contain("error   a.yaml")
        .and.contain("b.yaml:1:1: Orders[Source] (")
        .and.contain("mashup.pq:8:12) reads a source by Sql.Database")
        .and.contain("Customers could not be evaluated: The column 'Region' wasn't found.")
        .and.contain("passed  last")
        .and.contain("4 tests: 1 passed, 3 could not be evaluated");
      expect(service.emulator.counts()["executeQuery"]).to.equal(2);
    }));

  it("treats an unknown query as an error of its case, and an outage as an error of the command", () =>
    withService(async (service) => {
      const id = await service.addQueries("Scratch", { Nothing: table("a") });
      serve(service, '["North",true]');
      const two = Array.from({ length: 8 }, () => regions("two", "[{ Region: North }]")).join("\n---\n");
      const unit = dataflow({ "a.yaml": regions("one", "[]"), "b.yaml": two });
      const message = "InternalErrorCode: ReinterpretRequestFailed";
      const refusal = { kind: "status", status: 400, errorCode: "DataflowExecuteQueryError", message } as const;
      service.emulator.faults.add({ operation: "executeQuery", times: 1, fault: refusal });
      const refused = await service.run(via(unit));
      expect(refused.out).to.contain("ReinterpretRequestFailed").and.contain("8 passed, 1 could not be evaluated");
      const outage = { kind: "status", status: 403, errorCode: "InsufficientPrivileges", message: "no" } as const;
      service.emulator.faults.add({ operation: "executeQuery", times: 0, fault: outage });
      const down = await service.run(via(unit));
      expect(down.code).to.equal(1);
      expect(down.err).to.contain("InsufficientPrivileges");
      expect(down.out).not.to.contain("tests:");
      // The first case is slow. The others fail meanwhile, before their promises are awaited.
      service.emulator.faults.clear();
      service.emulator.faults.add({ operation: "executeQuery", times: 1, fault: { kind: "delay", delayMs: 300 } });
      service.emulator.faults.add({ operation: "executeQuery", skip: 1, times: 0, fault: outage });
      const { workspaceId } = service.emulator;
      const later = await cliProcess(["test", "--unit", unit, "--via", id, "--workspace", workspaceId], service.env);
      expect(later.code).to.equal(1);
      expect(later.err).to.match(/^error: .*InsufficientPrivileges/);
    }));
});
