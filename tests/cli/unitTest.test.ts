import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { metadata, table } from "../dataflows";
import { root } from "../tools/layout.mjs";
import { blocks } from "../unit/docs/pages";
import { cliProcess, runCli } from "./runCli";
import { withService, type CliService } from "./service";

const fixture = join(__dirname, "../fixtures/unitTests/Sales.Dataflow");
const folder = mkdtempSync(join(tmpdir(), "unit-tests-"));
after(() => rmSync(folder, { recursive: true, force: true }));

let made = 0;
/** A copy of the dataflow with these files of tests, and nothing else in `tests`. */
function dataflow(tests: Record<string, string>): string {
  const copy = join(folder, `${++made}`, "Sales.Dataflow");
  cpSync(fixture, copy, { recursive: true });
  rmSync(join(copy, "tests"), { recursive: true });
  if (Object.keys(tests).length > 0) mkdirSync(join(copy, "tests"));
  for (const [name, text] of Object.entries(tests)) writeFileSync(join(copy, "tests", name), text);
  return copy;
}

const regions = (name: string, expected: string) =>
  `name: ${name}\nquery: Regions\ngiven: { Regions: [{ Region: North, Active: true }] }\nexpect: ${expected}`;

/** The service's result for the query `Regions`. */
const answer = (service: CliService, ...rows: string[]): void =>
  service.emulator.addTable({
    query: "Regions (unit test)",
    columns: { Line: ['[["Region","Text.Type"],["Active","Logical.Type"]]', ...rows] },
  });

const via = (unit: string, ...more: string[]) => ["test", "--unit", unit, "--via", "Scratch", ...more];

describe("test --unit", () => {
  it("evaluates each case once on the given dataflow, and prints results like a test runner", () =>
    withService(async (service) => {
      await service.addQueries("Scratch", { Nothing: table("a") });
      answer(service, '["North",true]');
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
      answer(service, '["North",true]');
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
      answer(service, '["North",true]');
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
      answer(service, '["North",true]');
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
      // The first case is slow, and the others fail meanwhile, before anything awaits them.
      service.emulator.faults.clear();
      service.emulator.faults.add({ operation: "executeQuery", times: 1, fault: { kind: "delay", delayMs: 300 } });
      service.emulator.faults.add({ operation: "executeQuery", skip: 1, times: 0, fault: outage });
      const { workspaceId } = service.emulator;
      const later = await cliProcess(["test", "--unit", unit, "--via", id, "--workspace", workspaceId], service.env);
      expect(later.code).to.equal(1);
      expect(later.err).to.match(/^error: .*InsufficientPrivileges/);
    }));

  it("shows the documents offline, without a sign-in", async () => {
    const unit = dataflow({ "a.yaml": regions("one", "[]"), "b.yaml": "query: Orders\nexpect: []" });
    const { code, out, err } = await runCli(["test", "--unit", unit, "--documents"], {});
    expect(code).to.equal(1);
    expect(out).to.match(/^\/\/ .*a\.yaml:1:1: one\nsection Section1;\nshared Regions = #table\(/);
    expect(err).to.contain("reads a source by Sql.Database");
    const json = await runCli(
      ["test", "--unit", dataflow({ "a.yaml": regions("one", "[]") }), "--documents", "--json"],
      {},
    );
    expect(json.code).to.equal(0);
    const [document, ...others] = JSON.parse(json.out) as object[];
    expect(document).to.include.keys("name", "at", "query", "queryName", "customMashupDocument");
    expect(others).to.deep.equal([]);
  });

  it("writes a first case that can be evaluated, and never overwrites one", async () => {
    const unit = dataflow({});
    const file = join(unit, "tests", "Sales by region.yaml");
    const first = await runCli(["test", "--unit", unit, "--init", "Sales by region"], {});
    expect(first).to.deep.include({ code: 0, out: `written: ${file}` });
    expect(readFileSync(file, "utf8")).to.equal(
      [
        "# Rows that stand in for what the sources give, and what the query has to make of them.",
        'name: "Sales by region: say what it does"',
        "query: Sales by region",
        "given:",
        "  Customers[Promoted headers]:",
        "    - { CustomerId: null, Region: null }",
        "  Orders[Navigation]:",
        "    - { OrderDate: null, ShippedOn: null }",
        "expect:",
        "  rowCount: 1",
        "",
      ].join("\n"),
    );
    expect((await runCli(["test", "--unit", unit, "--documents"], {})).code).to.equal(0);
    const asJson = await runCli(["test", "--unit", unit, "--init", "Orders", "--json"], {});
    expect(JSON.parse(asJson.out)).to.deep.equal({ written: join(unit, "tests", "Orders.yaml") });
    const again = await runCli(["test", "--unit", unit, "--init", "Sales by region"], {});
    expect(again.code).to.equal(2);
    expect(again.err).to.contain("exists already, and is not overwritten");
    const unknown = await runCli(["test", "--unit", unit, "--init", "Sales"], {});
    expect(unknown).to.deep.include({ code: 2 });
    expect(unknown.err).to.contain('no query is named "Sales"');
    expect(existsSync(join(unit, "tests", "Sales.yaml"))).to.equal(false);
  });

  it("reads cases from another folder", async () => {
    const unit = dataflow({});
    const elsewhere = join(folder, "elsewhere");
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, "a.yaml"), regions("one", "[]"));
    const { code, out } = await runCli(["test", "--unit", unit, "--tests", elsewhere, "--documents"], {});
    expect(code).to.equal(0);
    expect(out).to.contain("elsewhere/a.yaml:1:1: one");
  });

  const good = () => dataflow({ "a.yaml": regions("one", "[]") });
  for (const [what, args, said] of [
    ["no dataflow to evaluate them", () => ["--unit", good(), "-w", "W"], "Give --via <dataflow> and --workspace"],
    ["no workspace", () => ["--unit", good(), "--via", "V"], "Give --via <dataflow> and --workspace"],
    ["a dataflow as for data tests", () => ["V", "--unit", good()], "give the dataflow that evaluates by --via"],
    ["no folder", () => ["--unit", join(folder, "none"), "--documents"], "does not exist"],
    ["no folder of tests", () => ["--unit", dataflow({}), "--documents"], "does not exist"],
    ["no case", () => ["--unit", dataflow({ "a.csv": "A\n" }), "--documents"], "tests has no case"],
    [
      "neither",
      () => ["V", "-w", "W"],
      "a data test needs --mashup, --expect too; for unit tests give --unit <folder>.",
    ],
  ] as const)
    it(`exits with 2: ${what}`, async () => {
      const { code, err } = await runCli(["test", ...args()], {});
      expect(err).to.contain(said);
      expect(code).to.equal(2);
    });

  it("prints what the guide and the example show", () =>
    withService(async (service) => {
      await service.addQueries("Unit tests", { Nothing: table("a") });
      const shown = (page: string) =>
        blocks(page)
          .filter(({ language }) => language === "text")
          .map(({ text }) => text.replace(/^\$.*\n/, "").trimEnd());
      const ofBlock = (language: string) =>
        blocks("docs/unit-tests.md").find((each) => each.language === language)!.text;
      const unit = join(folder, "guide", "Sales.Dataflow");
      mkdirSync(join(unit, "tests"), { recursive: true });
      writeFileSync(join(unit, "mashup.pq"), ofBlock("powerquery"));
      writeFileSync(join(unit, "queryMetadata.json"), metadata({ Orders: "" }));
      writeFileSync(join(unit, "tests", "late.yaml"), ofBlock("yaml"));
      const printed = async (of: string, query: string, ...answers: unknown[][][]) => {
        for (const rows of answers)
          service.emulator.addTable({
            query: `${query} (unit test)`,
            columns: { Line: rows.map((line) => JSON.stringify(line)) },
          });
        const { out } = await service.run(["test", "--unit", of, "--via", "Unit tests"]);
        return out.replaceAll(`${join(of, "..")}/`, "");
      };
      const still = (text: string) => text.replaceAll(/\(\d\.\d s\)/g, "(0.0 s)");
      const orders = (second: boolean) => [
        [
          ["OrderId", "Number.Type"],
          ["Late", "Logical.Type"],
        ],
        [1, false],
        [2, second],
        [3, true],
      ];
      const [passes, fails] = shown("docs/unit-tests.md");
      expect(still(await printed(unit, "Orders", orders(false)))).to.equal(still(passes!));
      expect(still(await printed(unit, "Orders", orders(true)))).to.equal(still(fails!));
      const columns = [
        ["Region", "Text.Type"],
        ["Amount", "Number.Type"],
      ];
      const answer = (within: string, ...rows: unknown[][]) =>
        service.emulator.addTable({
          query: "OrdersByRegion (unit test)",
          columns: { Line: [columns, ...rows].map((line) => JSON.stringify(line)) },
          within,
        });
      answer('{2, "South", 80.5}', ["North", 120.25], ["South", 80.5]);
      answer('{null, "South"}', ["North", 100], ["South", null]);
      const example = join(root, "examples/tested/Orders.Dataflow");
      expect(still(await printed(example, "OrdersByRegion"))).to.equal(still(shown("examples/tested/README.md")[1]!));
    }));

  for (const [what, args, expected] of [
    ["data tests do not", ["test", "V"], false],
    ["unit tests do", ["test", "--unit", fixture, "--documents"], true],
  ] as const)
    it(`loads the YAML parser only if it is needed: ${what}`, () => {
      const program = join(root, "sdk/dist/cli/program.js");
      const script =
        `const output = { out() {}, err() {}, colours: false, env: {} };` +
        `require(${JSON.stringify(program)}).run(${JSON.stringify(args)}, output).then(() => ` +
        `console.log(Object.keys(require.cache).some((file) => /node_modules.yaml./.test(file))))`;
      expect(execFileSync(process.execPath, ["-e", script], { encoding: "utf8" }).trim()).to.equal(String(expected));
    });
});
