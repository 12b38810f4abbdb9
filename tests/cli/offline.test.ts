import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Lineage } from "../../sdk/definition/lineage";
import { root } from "../tools/layout.mjs";
import { runCli } from "./runCli";

const fixtures = join(root, "tests", "fixtures", "definitions");
const sales = join(fixtures, "Sales.Dataflow");
/** An endpoint without a server. A request would fail the test. */
const env = { FABRIC_ENDPOINT: "http://127.0.0.1:9/v1", FABRIC_TOKEN: "t" };
const cli = (...args: string[]) => runCli(args, env);

/** A copy of the fixture with one text replaced in one part. */
async function edited(
  file: string,
  from: string | RegExp,
  to: string,
  use: (path: string) => Promise<void>,
): Promise<void> {
  const path = mkdtempSync(join(tmpdir(), "Sales-"));
  try {
    cpSync(sales, path, { recursive: true });
    const before = readFileSync(join(path, file), "utf8");
    const after = before.replace(from, to);
    expect(after, "the edit changes something").not.to.equal(before);
    writeFileSync(join(path, file), after);
    await use(path);
  } finally {
    rmSync(path, { recursive: true });
  }
}

describe("the command validate", () => {
  it("accepts valid definitions, and gives advice on ids of one environment", async () => {
    const { code, out } = await cli("validate", sales, join(fixtures, "Legacy.Dataflow"));
    expect(code, out).to.equal(0);
    expect(out).to.match(/Sales\.Dataflow\/mashup\.pq:\d+:\d+: advice: .* names the lakehouse .* bind\.lakehouses/);
    expect(out).to.match(/^2 definitions: 0 errors, 0 warnings, \d+ pieces of advice$/m);
    expect((await cli("validate", sales, "--no-advice")).out).to.equal(
      "1 definition: 0 errors, 0 warnings, 0 pieces of advice",
    );
  });

  it("accepts the paths of files, as commit hooks pass them, and checks each folder once", async () => {
    const tests = [join(sales, "tests", "orders.yaml"), join(sales, "tests", "data", "orders.csv")];
    const { out } = await cli(
      "validate",
      join(sales, "mashup.pq"),
      join(sales, "queryMetadata.json"),
      ...tests,
      "--json",
    );
    expect((JSON.parse(out) as { folders: string[] }).folders).to.deep.equal([sales]);
  });

  it("exits with 1 if there is a mistake, and names its place", () =>
    edited("mashup.pq", "ToEuro(", "ToEuros(", async (path) => {
      const { code, out } = await cli("validate", path);
      expect(code).to.equal(1);
      expect(out).to.match(/mashup\.pq:\d+:\d+: error: `ToEuros` is not defined; did you mean `ToEuro`/);
    }));

  it("says what is missing in a folder without a definition, or that the folder is missing", async () => {
    expect((await cli("validate", fixtures)).code).to.equal(1);
    expect((await cli("validate", join(fixtures, "None.Dataflow"))).out).to.contain(
      "None.Dataflow: error: does not exist",
    );
  });

  it("distinguishes a file that is not a definition from a packed archive, and recognises a dataflow of the first generation by its file", async () => {
    const firstLine = async (path: string) => (await cli("validate", path)).out.split("\n")[0];
    const readme = join(__dirname, "../../README.md");
    expect(await firstLine(readme)).to.match(/README\.md is a file; point to the folder that holds mashup\.pq/);
    expect(await firstLine("Sales.Dataflow/model.json")).to.contain("Sales.Dataflow: error: does not exist");
  });

  it("gives advice on columns without a type", async () => {
    const advice = async (path: string) => (await cli("validate", path)).out;
    const found = async (source: string) => {
      let is = false;
      const query = `shared Sales = let Source = ${source} in Source;`;
      await edited("mashup.pq", /shared Sales = [\s\S]*?;(?=\s*(?:\[|shared))/, query, async (path) => {
        is = (await advice(path)).includes("Sales is written to a destination and does not type its columns");
      });
      return is;
    };
    expect(await advice(sales)).not.to.contain("does not type its columns");
    expect(await found('Csv.Document(Web.Contents("https://example.com"))')).to.equal(true);
    expect(await found('Excel.Workbook(SharePoint.Files("https://example.com"){0}[Content]){0}[Data]')).to.equal(true);
    // Databases, services with entities and lists of SharePoint have types.
    expect(await found('FabricSql.Contents([]){[workspaceId = "."]}[Data]')).to.equal(false);
    expect(await found('SharePoint.Tables("https://example.com", [Implementation = "2.0"]){0}[Items]')).to.equal(false);
    expect(await found('Salesforce.Data(){[Name = "Account"]}[Data]')).to.equal(false);
  });
});

describe("the command lineage", () => {
  it("is text, JSON or a Mermaid flowchart", async () => {
    const { code, out } = await cli("lineage", sales);
    expect(code).to.equal(0);
    expect(out).to.match(/^All orders\n {2}uses +ServerName, Database, Since, MaxRows\n {2}reads +Sql\.Database$/m);
    expect(out).to.match(/^Sales\n.*\n {2}written {2}by Sales_DataDestination$/m);
    const queries = JSON.parse((await cli("lineage", sales, "--json")).out) as Lineage;
    expect(queries.find(({ name }) => name === "Top10")?.uses).to.deep.equal(["SalesByMonth"]);
    const chart = (await cli("lineage", sales, "--format", "mermaid")).out.split("\n");
    expect(chart[0]).to.equal("flowchart LR");
    const idOf = (label: string) =>
      chart
        .find((line) => line.includes(`"${label}"`))!
        .trim()
        .split(/[[({]/)[0]!;
    expect(chart).to.include(`  ${idOf("Sql.Database")} --> ${idOf("All orders")}`);
    expect(chart).to.include(`  ${idOf("Sales")} ==> ${idOf("Sales_DataDestination")}`);
  });

  it("names unreadable queries, exits with 1, and draws the queries that use them", () =>
    edited(
      "mashup.pq",
      /shared Sales = [\s\S]*?;(?=\s*(?:\[|shared))/,
      "shared Sales = let x = 1, in x;",
      async (path) => {
        const { code, out, err } = await cli("lineage", path, "--format", "mermaid");
        expect(code).to.equal(1);
        expect(err).to.match(/mashup\.pq:\d+:\d+: Microsoft's parser refuses this: A comma cannot proceed an 'in'/);
        expect(out).not.to.contain("q-1");
        expect(out).to.match(/q\d+\["Sales"\]/);
      },
    ));

  it("accepts an empty dataflow, as the portal creates it", () =>
    edited("mashup.pq", /[\s\S]*/, "section Section1;", async (path) => {
      expect(await cli("lineage", path)).to.deep.include({ code: 0 });
      expect((await cli("lineage", path, "--json")).out.trim()).to.equal("[]");
    }));

  it("refuses an unknown format, and a folder without a definition", async () => {
    expect((await cli("lineage", sales, "--format", "dot")).code).to.equal(2);
    expect((await cli("lineage", fixtures)).code).to.equal(2);
  });
});

describe("the command line in a pipe", () => {
  it("ends quietly if the reader closes the pipe", function () {
    this.timeout(20_000);
    const main = join(root, "sdk", "cli", "main.ts");
    const command = `set -o pipefail; "${process.execPath}" --require tsx/cjs "${main}" lineage "${sales}" | true`;
    const { status, stdout, stderr } = spawnSync("bash", ["-c", command], {
      encoding: "utf8",
      cwd: root,
      timeout: 15_000,
    });
    expect({ status, stdout, stderr }).to.deep.equal({ status: 0, stdout: "", stderr: "" });
  });
});
