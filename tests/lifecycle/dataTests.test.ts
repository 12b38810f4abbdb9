import { expect } from "chai";
import type { RegisteredTable } from "../emulator/queries";
import { lineTable } from "../comparisons";
import { definition, mashupOf, textAsset } from "./assets";
import { failure, Resource } from "./resource";
import { inWorld, type World } from "./world";

type Args = Record<string, unknown>;
const rows = (count: number) => ({ Id: Array.from({ length: count }, (_, i) => i + 1), Name: Array(count).fill("x") });
const serve = (world: World, query: string, table: Partial<RegisteredTable>) =>
  world.emulator.addTable({ query, ...table });
const tried = (world: World) =>
  world.emulator.requests
    .filter(({ operation }) => operation === "executeQuery")
    .map(({ requestBody }) => (requestBody as { queryName: string }).queryName.replace(/ \(counts\)$/, ""));

function argsOf({ emulator }: World, content: Args, more: Args = {}): Args {
  return {
    workspaceId: emulator.workspaceId,
    displayName: "Sales",
    definition: content,
    publishOnUpdate: true,
    tests: { Orders: { minRows: 2 }, Customers: { minRows: 1 } },
    ...more,
  };
}
const two = (orders: string, customers = "one") => definition({ Orders: orders, Customers: customers });
const calls = (asked: Record<string, number>, ...names: string[]) => names.map((name) => asked[name] ?? 0);
const edited = (world: World, sales: Resource) => world.emulator.item(sales.id).edited?.["mashup.pq"];
const published = (world: World, sales: Resource) => world.emulator.item(sales.id).published?.["mashup.pq"];

describe("data tests of a dataflow", () => {
  it("leave a new item unpublished if one fails, and the next up completes it", () =>
    inWorld(async (world) => {
      serve(world, "Customers", { columns: rows(3) });
      serve(world, "Orders", { columns: rows(1) });
      const sales = new Resource(world, "dataflow");
      expect(await failure(sales.up(argsOf(world, two("one"))))).to.equal(
        "test of Orders failed: has 1 row, expected at least 2 (1 row seen)",
      );
      expect(published(world, sales)).to.equal(undefined);
      expect(sales.outs).to.include({ publishedRevision: 0 }).and.not.to.have.property("testedRevision");
      await sales.refresh();
      expect((await sales.preview(argsOf(world, two("one")))).differs).to.include.members(["testedRevision"]);
      serve(world, "Orders", { columns: rows(2) });
      world.asked();
      expect(await sales.up(argsOf(world, two("one")))).to.equal("updated");
      expect(calls(world.asked(), "createItem", "updateDefinition", "runApplyChanges")).to.deep.equal([0, 0, 1]);
      expect(sales.outs).to.include({ testedRevision: 1, publishedRevision: 1 });
      expect(sales.outs.testResults).to.have.length(2);
      expect(await sales.up(argsOf(world, two("one")))).to.equal("same");
    }));

  it("stop an update before it writes, and try again at the next up", () =>
    inWorld(async (world) => {
      serve(world, "Customers", { columns: rows(3) });
      serve(world, "Orders", { columns: rows(3) });
      const sales = new Resource(world, "dataflow");
      await sales.up(argsOf(world, two("one")));
      serve(world, "Orders", { columns: rows(0) });
      world.asked();
      for (const again of ["once", "and again"]) {
        expect(await failure(sales.up(argsOf(world, two("two")))), again).to.match(
          /^test of Orders failed: has 0 rows/,
        );
        const asked = world.asked();
        expect(calls(asked, "executeQuery", "updateDefinition", "runApplyChanges"), again).to.deep.equal([1, 0, 0]);
        expect(edited(world, sales)).to.equal(mashupOf({ Orders: "one", Customers: "one" }));
      }
      serve(world, "Orders", { columns: rows(2) });
      expect(await sales.up(argsOf(world, two("two")))).to.equal("updated");
      expect(published(world, sales)).to.equal(mashupOf({ Orders: "two", Customers: "one" }));
    }));

  it("do not overwrite an edit in the portal while they ran", () =>
    inWorld(async (world) => {
      for (const query of ["Orders", "Customers"]) serve(world, query, { columns: rows(3) });
      const sales = new Resource(world, "dataflow");
      await sales.up(argsOf(world, two("one")));
      const { dataflows } = world.context.client;
      const execute = dataflows.executeQuery.bind(dataflows);
      const theirs = mashupOf({ Orders: "theirs", Customers: "one" });
      dataflows.executeQuery = (...given) => {
        world.emulator.portalEdit(sales.id, { parts: { "mashup.pq": theirs } });
        return execute(...given);
      };
      expect(await failure(sales.up(argsOf(world, two("two"))))).to.match(
        /edited in Fabric.*Orders.*nothing was written/s,
      );
      expect(edited(world, sales)).to.equal(theirs);
    }));

  it("run for changed queries, their dependents, and changed expectations", () =>
    inWorld(async (world) => {
      for (const query of ["Orders", "Customers", "Summary"]) serve(world, query, { columns: rows(3) });
      const tests = { Orders: { minRows: 1 }, Customers: { minRows: 1 }, Summary: { minRows: 1 } };
      const content = (orders: string, customers = "one") => ({
        "mashup.pq": textAsset(
          `${mashupOf({ Orders: orders, Customers: customers })}shared Summary = Table.Distinct(Orders);\n`,
        ),
        "queryMetadata.json": definition({ Orders: "", Customers: "", Summary: "" })["queryMetadata.json"],
      });
      const sales = new Resource(world, "dataflow");
      await sales.up(argsOf(world, content("one"), { tests }));
      expect(tried(world)).to.deep.equal(["Orders", "Customers", "Summary"]);
      world.asked();
      await sales.up(argsOf(world, content("two"), { tests }));
      expect(tried(world)).to.deep.equal(["Orders", "Summary"]);
      world.asked();
      const more = { ...tests, Customers: { minRows: 2 } };
      await sales.up(argsOf(world, content("two"), { tests: more }));
      expect(tried(world)).to.deep.equal(["Customers"]);
      expect(world.asked().updateDefinition).to.equal(undefined);
      await sales.up(argsOf(world, content("two", "two"), { tests: more, testOn: "always" }));
      expect(tried(world)).to.deep.equal(["Orders", "Customers", "Summary"]);
    }));

  it("evaluate exactly the text that is written then, with this environment's parameters", () =>
    inWorld(async (world) => {
      const parameter = 'shared P = "dev" meta [IsParameterQuery = true, Type = "Text"];\n';
      const content = {
        "mashup.pq": textAsset(`section Section1;\n${parameter}shared Orders = #table({"A"}, {{P}});\n`),
        "queryMetadata.json": definition({ P: "", Orders: "" })["queryMetadata.json"],
      };
      serve(world, "Orders", { columns: rows(1) });
      const sales = new Resource(world, "dataflow");
      await sales.up(argsOf(world, content, { tests: { Orders: { minRows: 1 } }, parameters: { P: "prod" } }));
      const body = world.emulator.requests.find(({ operation }) => operation === "executeQuery")?.requestBody;
      const document = (body as { customMashupDocument: string }).customMashupDocument;
      const written = edited(world, sales) ?? "";
      expect(written).to.contain('shared P = "prod" meta');
      expect(document.startsWith(written.trimEnd())).to.equal(true);
      expect(document.slice(written.trimEnd().length)).to.match(
        /^\nshared #"Orders \(counts\)" = /,
        '\nshared #"Orders" = Table.FirstN(#"Orders", 1000);\n',
      );
    }));

  it("run on changed connections after they are written, before they are published", () =>
    inWorld(async (world) => {
      const connected = (datasource: string, orders = "one") =>
        definition(
          { Orders: orders },
          {
            connections: [
              {
                kind: "Web",
                path: "https://example.org/",
                connectionId: JSON.stringify({ ClusterId: guid, DatasourceId: datasource }),
              },
            ],
          },
        );
      const guid = "11111111-1111-4111-8111-111111111111";
      const more = { tests: { Orders: { minRows: 2 } } };
      const of = (datasource: string) => argsOf(world, connected(datasource), { ...more, publishOnUpdate: false });
      const other = "22222222-2222-4222-8222-222222222222";
      serve(world, "Orders", { columns: rows(2) });
      const sales = new Resource(world, "dataflow");
      await sales.up(of(guid));
      serve(world, "Orders", { columns: rows(1) });
      world.asked();
      expect(await failure(sales.up(of(other)))).to.match(/^test of Orders failed/);
      expect(calls(world.asked(), "updateDefinition", "executeQuery", "runApplyChanges")).to.deep.equal([1, 1, 0]);
      expect(sales.outs).to.include({ testedRevision: 1, definitionRevision: 2 });
      serve(world, "Orders", { columns: rows(2) });
      await sales.refresh();
      expect(await sales.up(of(other))).to.equal("updated");
      expect(calls(world.asked(), "updateDefinition", "executeQuery")).to.deep.equal([0, 1]);
      expect(await sales.up(of(other))).to.equal("same");
    }));

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

  it("need one evaluation for all expectations of a query; a warning stops nothing", () =>
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
      world.asked();
      expect(await sales.up(args("warn"))).to.equal("updated");
      expect(tried(world)).to.deep.equal(["Orders"]);
      expect(world.heard("warn")).to.contain(`test of Orders (late) is not as expected: ${said}`);
      expect(
        (sales.outs.testResults as Args[]).map(({ name, outcome, rows: seen }) => [name, outcome, seen]),
      ).to.deep.equal([
        [undefined, "passed", 2],
        ["late", "warned", 0],
        [undefined, "passed", 2],
      ]);
    }));

  it("that the service cannot evaluate in time fail, or warn with that severity", () =>
    inWorld(async (world) => {
      const sales = new Resource(world, "dataflow");
      world.emulator.set({ timings: { queryMs: 91_000 } });
      const args = (severity: string) => argsOf(world, two("one"), { tests: { Orders: { minRows: 1, severity } } });
      expect(await failure(sales.up(args("error")))).to.match(
        /^test of Orders failed: could not be evaluated: .*90 seconds/s,
      );
      expect(await sales.up(args("warn"))).to.equal("updated");
      expect(world.heard("warn")).to.match(/test of Orders is not as expected: could not be evaluated/);
    }));

  it("run if the query of a relationship changes, which must exist", () =>
    inWorld(async (world) => {
      const tests = { Orders: { relationship: { column: "Customer", to: { query: "Customers", column: "Id" } } } };
      serve(world, "Orders", { columns: { Customer: ["one"] } });
      serve(world, "Customers", { columns: { Id: ["one"] } });
      const sales = new Resource(world, "dataflow");
      await sales.up(argsOf(world, two("one"), { tests }));
      world.asked();
      await sales.up(argsOf(world, two("one", "two"), { tests }));
      expect(tried(world)).to.deep.equal(["Orders"]);
      const wrong = { Orders: { relationship: { column: "Customer", to: { query: "Customer", column: "Id" } } } };
      expect(await failure(sales.up(argsOf(world, two("one"), { tests: wrong })))).to.match(
        /^tests\.Orders\.relationship\.to\.query: the definition has no query Customer; did you mean Customers\?/,
      );
    }));

  it("of a query that combines sources are allowed to, and the preview says that a run would be blocked", () =>
    inWorld(async (world) => {
      const content = definition(
        {
          Orders: 'Sql.Database("s", "d")',
          Rates: 'Web.Contents("https://example.org/")',
          Both: "{Orders, Rates}",
        },
        {},
      ) as Record<string, Args>;
      const text = [
        "section Section1;",
        'shared Orders = Sql.Database("s", "d");',
        'shared Rates = Web.Contents("https://example.org/");',
        "shared Both = {Orders, Rates};",
      ].join("\n");
      const parts = { ...content, "mashup.pq": textAsset(text) };
      serve(world, "Both", { columns: rows(3) });
      const sales = new Resource(world, "dataflow");
      await sales.up(argsOf(world, parts, { tests: { Both: { minRows: 1 } }, publishOnUpdate: false }));
      expect(world.heard("warn")).to.match(/Both combines sources \(Sql, Web\)/);
      expect(sales.outs.testResults).to.have.nested.property("[0].outcome", "passed");
      expect(edited(world, sales)).not.to.contain("AllowCombine");
    }));

  it("refuse a result with anything after it, and accept both forms of Arrow", () =>
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

  it("are refused for an unknown query, although the definition did not change", () =>
    inWorld(async (world) => {
      serve(world, "Orders", { columns: { A: [1] } });
      const sales = new Resource(world, "dataflow");
      const files = definition({ Orders: "one" });
      await sales.up(argsOf(world, files, { tests: { Orders: { minRows: 1 } } }));
      expect(await failure(sales.up(argsOf(world, files, { tests: { Order: { minRows: 1 } } })))).to.match(
        /^tests\.Order: the definition has no query of that name; did you mean Orders\?/,
      );
    }));

  it("are refused if they could never fail", () =>
    inWorld(async (world) => {
      const sales = new Resource(world, "dataflow");
      const refused = (tests: unknown) => failure(sales.up(argsOf(world, definition({ Orders: "one" }), { tests })));
      expect(await refused({ Order: { minRows: 1 } })).to.match(
        /^tests\.Order: the definition has no query of that name.*Orders/,
      );
      expect(await refused({ Orders: { minRow: 1 } })).to.match(
        /^tests\.Orders\.minRow: is unknown; did you mean minRows\?/,
      );
      expect(await refused({ Orders: { columns: { A: "string" } } })).to.match(
        /tests\.Orders\.columns\.A: must be one of text/,
      );
      expect(await refused({ Orders: { rows: 0 } })).to.match(/tests\.Orders\.rows: must be a whole number/);
      expect(world.asked()).to.deep.equal({});
    }));
});
