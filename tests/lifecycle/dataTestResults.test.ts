import { expect } from "chai";
import { lineTable } from "../comparisons";
import type { RegisteredTable } from "../emulator/queries";
import { definition, textAsset } from "./assets";
import { failure, Resource } from "./resource";
import { argsOf, rows, serve, tried, two, type Args } from "./testedDataflow";
import { inWorld } from "./world";

describe("results of data tests", () => {
  const bad: Record<string, { table: Partial<RegisteredTable>; expectation: object; message: RegExp }> = {
    "an error inside a 200": {
      table: { error: "Expression.Error: no such column" },
      expectation: {},
      message: /could not be evaluated: Expression\.Error: no such column/,
    },
    "a missing column": {
      table: { columns: rows(1) },
      expectation: { columns: { Amount: "decimal" } },
      message: /column Amount is missing; there are Id, Name/,
    },
    "a wrong type": {
      table: { columns: rows(1) },
      expectation: { columns: { Name: "int64" } },
      message: /column Name is text, expected int64/,
    },
    duplicates: {
      table: { columns: { Id: [1, 2, 1, 2] } },
      expectation: { unique: ["Id"] },
      message: /column Id has 2 values that occur more than once/,
    },
    nulls: {
      table: { columns: { Id: [1, null, null] } },
      expectation: { notNull: ["Id"] },
      message: /column Id has 2 nulls/,
    },
    "too many rows": { table: { columns: rows(3) }, expectation: { maxRows: 2 }, message: /has more than 2 rows/ },
  };
  for (const [what, { table, expectation, message }] of Object.entries(bad))
    for (const queryErrorPlace of what.startsWith("an error")
      ? (["column", "schema", "otherKey"] as const)
      : (["column"] as const))
      it(`name ${what}${queryErrorPlace === "column" ? "" : `, at the place ${queryErrorPlace} too`}`, () =>
        inWorld(
          async (world) => {
            serve(world, "Orders", table);
            const sales = new Resource(world, "dataflow");
            const args = argsOf(world, definition({ Orders: "one" }), { tests: { Orders: expectation } });
            expect(await failure(sales.up(args))).to.match(message);
          },
          { switches: { queryErrorPlace } },
        ));

  it("name the limit of 90 seconds, and errors in cells", () =>
    inWorld(async (world) => {
      world.emulator.set({ timings: { queryMs: 91_000 } });
      const sales = new Resource(world, "dataflow");
      const args = (expectation: object) =>
        argsOf(world, definition({ Orders: "one" }), { tests: { Orders: expectation } });
      expect(await failure(sales.up(args({})))).to.match(/took longer than 90 seconds/);
      world.emulator.set({ timings: { queryMs: 0 } });
      const bad = { error: "no number" };
      serve(world, "Orders", { columns: { Id: [1, bad, 3], Amount: [bad, 2, 3] } });
      expect(await failure(sales.up(args({ noErrors: true })))).to.match(/2 rows hold an error in some cell/);
    }));

  it("come from one evaluation for all expectations of a query; a warning stops nothing", () =>
    inWorld(async (world) => {
      const now = new Date();
      serve(world, "Orders", {
        columns: { Status: ["open", "open"], Amount: [-1, -2], LoadedAt: [now, new Date(now.getTime() - 9e6)] },
        types: { LoadedAt: "datetimezone" },
      });
      serve(world, "Statuses", { columns: { Id: ["open"] } });
      const late = { name: "late", between: { Amount: { min: 0 } }, freshness: { column: "LoadedAt", within: "1h" } };
      const all = {
        ...{
          minRows: 1,
          maxRows: 5,
          columns: { Status: "text" },
          notNull: ["Status"],
          unique: ["Amount"],
          noErrors: true,
        },
        ...{
          accepted: { Status: ["open"] },
          relationship: { column: "Status", to: { query: "Customers", column: "A" } },
        },
      };
      const args = (severity: string) =>
        argsOf(world, two("one", "open"), { tests: { Orders: [all, { ...late, severity }, { minRows: 2 }] } });
      const sales = new Resource(world, "dataflow");
      const said = "column Amount has 2 values outside of its bounds";
      expect(await failure(sales.up(args("error")))).to.equal(`test of Orders (late) failed: ${said}`);
      expect(tried(world)).to.deep.equal(["Orders"]);
      world.newRequests();
      expect(await sales.up(args("warn"))).to.equal("updated");
      expect(tried(world)).to.deep.equal(["Orders"]);
      expect(world.messages("warn")).to.contain(`test of Orders (late) is not as expected: ${said}`);
      expect(
        (sales.outs.testResults as Args[]).map(({ name, outcome, rows: seen }) => [name, outcome, seen]),
      ).to.deep.equal([
        [undefined, "passed", 2],
        ["late", "warned", 0],
        [undefined, "passed", 2],
      ]);
    }));

  it("are a failure if the service cannot evaluate in time, or a warning with that severity", () =>
    inWorld(async (world) => {
      const sales = new Resource(world, "dataflow");
      world.emulator.set({ timings: { queryMs: 91_000 } });
      const args = (severity: string) => argsOf(world, two("one"), { tests: { Orders: { minRows: 1, severity } } });
      expect(await failure(sales.up(args("error")))).to.match(
        /^test of Orders failed: could not be evaluated: .*90 seconds/s,
      );
      expect(await sales.up(args("warn"))).to.equal("updated");
      expect(world.messages("warn")).to.match(/test of Orders is not as expected: could not be evaluated/);
    }));

  it("are refused if data follow them, and may have both forms of Arrow", () =>
    inWorld(async (world) => {
      const counts = lineTable("Orders (counts)", [
        ["column", "Id", 0],
        ["0 rows", null, 2],
        ["0 noErrors", null, 0],
      ]);
      const upWith = async (table: Partial<RegisteredTable>) => {
        world.emulator.addTable({ ...counts, ...table });
        const sales = new Resource(world, "dataflow");
        const args = argsOf(world, definition({ Orders: "one" }), {
          ...{ tests: { Orders: { minRows: 1 } }, displayName: `Sales ${world.dataflows().length}` },
        });
        return sales.up(args).catch((error: unknown) => String(error));
      };
      for (const queryForm of ["stream", "file"] as const) {
        world.emulator.set({ switches: { queryForm } });
        expect(await upWith({}), queryForm).to.equal("created");
        for (const followedBy of ["another", "bytes"] as const)
          expect(await upWith({ followedBy }), `${queryForm} ${followedBy}`).to.contain("test of Orders");
        expect(await upWith({ error: "late", followedBy: "error" }), queryForm).to.contain("late");
      }
    }));

  it("hide a secret parameter that the service quotes", () =>
    inWorld(async (world) => {
      serve(world, "P", { error: "cannot open secret-server" });
      const content = {
        "mashup.pq": textAsset('section Section1;\nshared P = "dev" meta [IsParameterQuery = true, Type = "Text"];\n'),
        "queryMetadata.json": definition({ P: "" })["queryMetadata.json"],
      };
      const secret = { parameters: { P: "secret-server" }, __declaration: { secrets: [["parameters", "P"]] } };
      const sales = new Resource(world, "dataflow");
      const message = await failure(sales.up(argsOf(world, content, { tests: { P: {} }, ...secret })));
      expect(message).to.contain("cannot open [secret: parameters.P]");
      expect(JSON.stringify([world.said, sales.outs.testResults])).not.to.contain("secret-server");
    }));
});
