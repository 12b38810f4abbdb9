import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { comparedForms, lineTable } from "../comparisons";
import { folder, table } from "../dataflows";
import { inFolder } from "./inFolder";
import { withService, type CliService } from "./service";

const queries = (word: string) => ({ Orders: table(word), Customers: table("same") });
const evaluatedQueries = ({ emulator }: CliService) =>
  emulator.requests.flatMap(({ operation, requestBody }) =>
    operation === "executeQuery" ? [(requestBody as { queryName: string }).queryName] : [],
  );

/** A dataflow, and the service's result of the comparison with the files. */
const prepared = async (service: CliService, counts: object = {}, cells?: Record<string, number>) => {
  const id = await service.addQueries("Sales", queries("one"));
  service.emulator.addTable(
    comparedForms("Orders", ["one", "two"], { "rows before": 10, "rows after": 11, ...counts }, cells),
  );
  service.emulator.addTable({
    query: "Orders (keys)",
    reaches: ['"one"', '"two"', "Table.Join"],
    columns: { What: ["added", "Amount"], "key:Id": [7, 8], "key:Day": ["2026-01-02", null] },
    types: { "key:Id": "int64", "key:Day": "date" },
  });
  return id;
};

describe("diff with --data", () => {
  it("counts different rows, in text, Markdown and JSON, and shows keys if requested", () =>
    withService(async (service) => {
      const id = await prepared(service, { added: 1, changed: 2 }, { Amount: 2 });
      await inFolder(folder("x", queries("two")), async (path) => {
        const diff = (...more: string[]) =>
          service.run(["diff", "Sales", path, "--data", "Orders", "--key", "Id", "Day", ...more]);
        const { out, code } = await diff();
        expect(code).to.equal(1);
        expect(out).to.match(/\nrows of Orders: 10 to 11 rows: 0 removed, 1 added, 2 changed \(Amount 2\)$/);
        expect(evaluatedQueries(service)).to.deep.equal(["Orders (compared)"]);
        expect(
          (await diff("--show-keys", "20")).out
            .split("\n")
            .slice(-3)
            .map((line) => line.trimEnd()),
        ).to.deep.equal([...["WHAT    ID  DAY", "added   7   2026-01-02", "Amount  8   null"]]);
        const markdown = (await diff("--show-keys", "20", "--format", "markdown")).out;
        expect(markdown).to.contain("### Rows of `Orders`").and.contain("| `Amount` | 2 |");
        expect(markdown).to.contain("| what | `Id` | `Day` |\n|---|---|---|\n| `added` | `7` | `2026-01-02` |");
        const { data } = JSON.parse((await diff("--show-keys", "20", "--json")).out) as { data: object };
        expect(data).to.deep.include({ query: "Orders", key: ["Id", "Day"] });
        expect(data).to.have.nested.property("compared.changedCells.Amount", 2);
        expect(data).to.have.deep.property("keys", [
          { what: "added", key: { Id: 7, Day: "2026-01-02" } },
          { what: "Amount", key: { Id: 8, Day: null } },
        ]);
        const before = service.emulator.item(id).edited;
        expect(before?.["mashup.pq"]).to.contain("one");
      });
    }));

  it("exits with 1 and prints no result if any of its queries fails", () =>
    withService(async (service) => {
      await service.addQueries("Sales", queries("one"));
      await inFolder(folder("x", queries("two")), async (path) => {
        const diff = () =>
          service.run(["diff", "Sales", path, "--data", "Orders", "--key", "A", "--show-keys", "5", "--json"]);
        const calm = await diff();
        expect((JSON.parse(calm.out) as { data: { keys: object[] } }).data.keys, "as M evaluates it").to.deep.equal([
          { what: "removed", key: { A: "one" } },
          { what: "added", key: { A: "two" } },
        ]);
        expect(evaluatedQueries(service)).to.deep.equal(["Orders (compared)", "Orders (keys)"]);
        for (const fault of [
          { kind: "status", status: 403, errorCode: "InsufficientPrivileges" },
          { kind: "cut" },
          { kind: "status", status: 200, body: "html", effect: "applied" },
        ] as const)
          for (const skip of [0, 1]) {
            service.emulator.faults.clear();
            service.emulator.faults.add({ operation: "executeQuery", skip, times: 0, fault });
            const { code, out, err } = await diff();
            expect([code, out], `query ${skip} ${fault.kind}`).to.deep.equal([1, ""]);
            expect(err).not.to.equal("");
          }
      });
    })).timeout(60_000);

  it("exits with 0 if neither definition nor rows differ, and then sends no query", () =>
    withService(async (service) => {
      await prepared(service);
      await inFolder(folder("x", queries("one")), async (path) => {
        const { out, code } = await service.run(["diff", "Sales", path, "--data", "Orders", "--key", "Id"]);
        expect([out, code]).to.deep.equal([
          "no difference\nrows of Orders: its M means the same, so nothing was compared",
          0,
        ]);
        expect(evaluatedQueries(service)).to.deep.equal([]);
      });
    }));

  it("says why two sides cannot be joined, or that a comparison took too long", () =>
    withService(async (service) => {
      await prepared(service, { "repeated after": 3 });
      await inFolder(folder("x", queries("two")), async (path) => {
        const diff = () => service.run(["diff", "Sales", path, "--data", "Orders", "--key", "Id", "--show-keys", "5"]);
        expect((await diff()).out).to.contain("key is not unique: 3 rows of the new data repeat the Id of another");
        service.emulator.set({ timings: { queryMs: 91_000 } });
        expect((await diff()).out).to.contain("not comparable in 90 s");
        expect(evaluatedQueries(service)).not.to.include("Orders (keys)");
      });
    }));

  it("refuses invalid options before any request", () =>
    withService(async (service) => {
      await prepared(service);
      await inFolder(folder("x", queries("two")), async (path) => {
        service.emulator.clearRequests();
        for (const [more, message] of [
          [["--key", "Id"], /--key needs --data/],
          [["--data", "Orders"], /--data needs --key/],
          [["--data", "Orders", "--key", "Id", "--ignore", "Id"], /--ignore names Id/],
          [
            ["--data", "Orders", "--key", "Id", "--where", "[A] >"],
            /--where is not a condition in M: Expected an expression/,
          ],
          [["--data", "Orders", "--key", "Id", "--show-keys", "0"], /--show-keys takes a whole number from 1/],
        ] as const) {
          const { err, code } = await service.run(["diff", "Sales", path, ...more]);
          expect(code).to.equal(2);
          expect(err).to.match(message);
        }
        expect(service.emulator.requests).to.deep.equal([]);
        const { err, code } = await service.run(["diff", "Sales", path, "--data", "Order", "--key", "Id"]);
        expect([code, err]).to.deep.equal([2, `error: ${path}: no query is named "Order"; did you mean Orders?`]);
      });
    }));
});

describe("test with a junit file", () => {
  it("writes data tests as JUnit XML beside its output, and a warning as passed", () =>
    withService(async (service) => {
      await service.addQueries("Sales", queries("one"));
      service.emulator.addTable(
        lineTable("Orders (counts)", [
          ["0 accepted", "Status", 2],
          ["1 accepted", "Status", 0],
        ]),
      );
      const tests = { Orders: [{ name: "status", accepted: { Status: ["open"] } }, { accepted: { Status: ["<x>"] } }] };
      await inFolder({ ...folder("x", queries("one")), "x/tests.json": JSON.stringify(tests) }, async (path) => {
        const junit = join(path, "out.xml");
        const run = (expectFile: string) =>
          service.run(["test", "Sales", "--mashup", join(path, "mashup.pq"), "--expect", expectFile, "--junit", junit]);
        const { code, out } = await run(join(path, "tests.json"));
        expect(code).to.equal(1);
        expect(out).to.match(
          /^test of Orders \(status\) failed: column Status has 2 values that are not accepted\ntest of Orders passed/,
        );
        const xml = readFileSync(junit, "utf8");
        expect(xml).to.contain('tests="2" failures="1" errors="0"');
        expect(xml).to.contain('<testcase name="Orders: status"').and.contain("that are not accepted");
      });
    }));

  it("compares with the stored definition if the expectations need it", () =>
    withService(async (service) => {
      await prepared(service, { removed: 1 });
      const tests = { Orders: { compare: { key: ["Id"], maxRemoved: 0 } } };
      await inFolder({ ...folder("x", queries("two")), "x/tests.json": JSON.stringify(tests) }, async (path) => {
        const { code, out } = await service.run([
          ...["test", "Sales", "--mashup", join(path, "mashup.pq"), "--expect", join(path, "tests.json")],
        ]);
        expect(code).to.equal(1);
        expect(out).to.contain("1 key is gone, and maxRemoved is 0");
      });
    }));
});
