import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../tools/layout.mjs";
import { runCli } from "./runCli";
import { dataflow, fixture, folder, regions } from "./unitTests";

describe("the command test --unit, without the service", () => {
  it("shows the documents without a sign-in", async () => {
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
        "# Rows in place of the sources, and the rows that the query must return for them.",
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
      "neither option",
      () => ["V", "-w", "W"],
      "a data test needs --mashup, --expect too; for unit tests give --unit <folder>.",
    ],
  ] as const)
    it(`exits with 2 if there is ${what}`, async () => {
      const { code, err } = await runCli(["test", ...args()], {});
      expect(err).to.contain(said);
      expect(code).to.equal(2);
    });

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
