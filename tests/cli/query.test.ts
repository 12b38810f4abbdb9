import { expect } from "chai";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FabricClient, readRecordBatches } from "../../sdk/client";
import { mashup, table } from "../dataflows";
import { cliProcess, runCli } from "./runCli";
import { withService, type CliService } from "./service";

const folder = mkdtempSync(join(tmpdir(), "query-"));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const rows = {
  query: "Orders",
  columns: { Id: [1, 2], Name: ["a, b", null], Day: ["2026-01-02", "2026-02-03"] },
  types: { Id: "int64", Name: "text", Day: "date" } as const,
};

async function prepared(service: CliService): Promise<string> {
  const id = await service.addQueries("Sales", { Orders: table("a") });
  service.emulator.addTable(rows);
  return id;
}

after(() => rmSync(folder, { recursive: true, force: true }));

describe("the command query", () => {
  it("prints a table with types, JSON, JSON lines, comma-separated values, or the Arrow stream", () =>
    withService(async (service) => {
      await prepared(service);
      const shown = await service.run(["query", "Sales", "Orders"]);
      expect(shown.out.split("\n").map((line) => line.trimEnd())).to.deep.equal([
        "Id (int64)  Name (text)  Day (date)",
        "1           a, b         2026-01-02",
        "2           null         2026-02-03",
      ]);
      expect((await service.run(["query", "Sales", "Orders", "--csv"])).out).to.equal(
        'Id,Name,Day\n1,"a, b",2026-01-02\n2,,2026-02-03',
      );
      const [first] = (await service.run(["query", "Sales", "Orders", "--ndjson"])).out.split("\n");
      const rows = JSON.parse((await service.run(["query", "Sales", "Orders", "--json"])).out) as unknown[];
      expect(rows[0], "one JSON value").to.deep.equal(JSON.parse(first!));
      expect(JSON.parse(first ?? "")).to.deep.equal({ Id: 1, Name: "a, b", Day: "2026-01-02" });
      const arrow = join(folder, "orders.arrow");
      await service.run(["query", "Sales", "Orders", "--arrow", arrow]);
      const { batches } = await readRecordBatches(
        (async function* () {
          yield readFileSync(arrow);
        })(),
      );
      let count = 0;
      for await (const batch of batches) count += batch.numRows;
      expect(count).to.equal(2);
    }));

  it("requests the first rows of a given document", () =>
    withService(async (service) => {
      await prepared(service);
      const m = file("other.pq", mashup({ Orders: table("other") }));
      await service.run(["query", "Sales", "Orders", "--mashup", m, "--rows", "7"]);
      const { requestBody } = service.emulator.requests.find(({ operation }) => operation === "executeQuery")!;
      const { customMashupDocument } = requestBody as { customMashupDocument: string };
      expect(customMashupDocument).to.contain('"other"').and.contain("Table.FirstN(Orders, 7)");
    }));

  it("exits with 1 and the service's error if a 200 contains an error, and with 2 for wrong usage", () =>
    withService(async (service) => {
      await prepared(service);
      service.emulator.addTable({ query: "Orders (test)", error: "no such server" });
      const failed = await service.run(["query", "Sales", "Orders"]);
      expect(failed.code).to.equal(1);
      expect(failed.err).to.contain("no such server");
      const failedJson = await service.run(["query", "Sales", "Orders", "--json"]);
      expect(failedJson.out, "one JSON value or nothing").to.equal("");
      expect((await service.run(["query", "Sales", "Orders", "--rows", "0"])).code).to.equal(2);
      expect((await service.run(["query", "Sales", "Orders", "--csv", "--json"])).code).to.equal(2);
    }));

  for (const place of ["schema", "column"] as const)
    for (const command of ["query", "test"])
      it(`${command}, as a process, exits with 1 if an error in a ${place} comes before megabytes of rows`, () =>
        withService(
          async (service) => {
            const id = await service.addQueries("Sales", { Orders: table("a") });
            const long = Array.from({ length: 20_000 }, (_, i) => `value ${i} ${"x".repeat(100)}`);
            const query = command === "query" ? "Orders (test)" : "Orders (counts)";
            service.emulator.addTable({ query: query, error: "no such server", columns: { A: long } });
            const tests = file("rows.json", JSON.stringify({ Orders: { minRows: 1 } }));
            const mashupFile = ["--mashup", file("same.pq", mashup({ Orders: table("a") }))];
            const more = command === "query" ? ["Orders"] : [...mashupFile, "--expect", tests];
            const args = [command, id, ...more, "--workspace", service.emulator.workspaceId];
            const { code, out, err } = await cliProcess(args, service.env);
            expect(code, out + err).to.equal(1);
            expect(command === "query" ? err : out)
              .to.contain("no such server")
              .and.contain("Orders");
          },
          { switches: { queryErrorPlace: place } },
        )).timeout(30_000);

  it("names a query that the document does not have, and a similar one, before a request", () =>
    withService(async (service) => {
      await prepared(service);
      const m = file("near.pq", mashup({ Orders: table("a") }));
      for (const args of [
        ["query", "Sales", "Order"],
        ["query", "Sales", "orders", "--mashup", m],
        ["test", "Sales", "--mashup", m, "--expect", file("typo.json", JSON.stringify({ Order: { minRows: 1 } }))],
      ]) {
        const { code, err } = await service.run(args);
        expect(code, args.join(" ")).to.equal(2);
        expect(err).to.match(/: no query is named "[Oo]rders?"; did you mean Orders\?$/);
      }
      expect(service.emulator.counts()).not.to.have.property("executeQuery");
      const missing = await service.run(["query", "Sales", "Orders", "--mashup", join(folder, "none.pq")]);
      expect(missing.code).to.equal(2);
      expect(missing.err).to.contain("none.pq does not exist (ENOENT)");
    }));

  it("says that there is nothing to check if there are no expectations", () =>
    withService(async (service) => {
      await prepared(service);
      const m = file("some.pq", mashup({ Orders: table("a") }));
      const { code, err } = await service.run(["test", "Sales", "--mashup", m, "--expect", file("empty.json", "{}")]);
      expect(code).to.equal(2);
      expect(err).to.contain("names no query. Name at least one");
    }));

  it("writes an Arrow file only if it is complete and has no error", () =>
    withService(async (service) => {
      await prepared(service);
      service.emulator.addTable({ query: "Orders (test)", error: "no such server" });
      const path = join(folder, "failed.arrow");
      const failed = await service.run(["query", "Sales", "Orders", "--arrow", path]);
      expect(failed.code).to.equal(1);
      expect(failed.err).to.equal("error: Orders could not be evaluated: no such server");
      expect(readdirSync(folder).filter((name) => name.startsWith("failed"))).to.deep.equal([]);
    }));

  it("streams batches of a script's query", () =>
    withService(async (service) => {
      const id = await prepared(service);
      const client: FabricClient = service.client;
      const document = {
        queryName: "Orders (test)",
        customMashupDocument: `${mashup({ Orders: table("a") })}shared #"Orders (test)" = Orders;`,
      };
      const stream = await client.dataflows.executeQuery(service.emulator.workspaceId, id, document);
      const { schema, batches } = await readRecordBatches(stream);
      expect(schema.fields.map(({ name }) => name)).to.include.members(["Id", "Name"]);
      for await (const batch of batches) expect(batch.numRows).to.equal(2);
    }));
});

describe("the command test", () => {
  it("tests a mashup without writing it, and exits with 1 if a test fails", () =>
    withService(async (service) => {
      const id = await prepared(service);
      const before = service.emulator.item(id).edited;
      const m = file("candidate.pq", mashup({ Orders: table("new") }));
      const good = file(
        "good.json",
        JSON.stringify({ Orders: { minRows: 2, columns: { Id: "int64" }, unique: ["Id"] } }),
      );
      const passed = await service.run(["test", "Sales", "--mashup", m, "--expect", good]);
      expect(passed.code).to.equal(0);
      expect(passed.out).to.match(/^test of Orders passed: 2 rows/);
      const bad = file("bad.json", JSON.stringify({ Orders: { notNull: ["Name"] } }));
      const failed = await service.run(["test", "Sales", "--mashup", m, "--expect", bad]);
      expect(failed.code).to.equal(1);
      expect(failed.out).to.contain("column Name has 1 null");
      const worse = file("worse.json", JSON.stringify({ Orders: { notNull: ["Name"], minRows: 5 } }));
      const env = { ...service.env, FABRIC_WORKSPACE_ID: service.emulator.workspaceId };
      const several = await runCli(["test", "Sales", "--mashup", m, "--expect", worse], env);
      expect(several.out.split("\n"), "each failure has one line").to.have.length(3);
      expect(several.out).to.match(/^test of Orders failed in 2 ways \(rows seen: 2\):\n {2}/);
      const narrow = (await runCli(["test", "Sales", "--mashup", m, "--expect", worse], env, false, 30)).out.split(
        "\n",
      );
      expect(
        narrow.slice(1).map((line) => line.length),
        "broken between words",
      ).to.satisfy((all: number[]) => all.every((each) => each <= 30));
      expect(narrow.slice(1).join(" ").replaceAll(/ +/g, " ")).to.equal(
        several.out.split("\n").slice(1).join(" ").replaceAll(/ +/g, " "),
      );
      expect(service.emulator.item(id).edited).to.deep.equal(before);
      const wrong = file("wrong.json", JSON.stringify({ Orders: { minRow: 1 } }));
      expect((await service.run(["test", "Sales", "--mashup", m, "--expect", wrong])).code).to.equal(2);
    }));
});
