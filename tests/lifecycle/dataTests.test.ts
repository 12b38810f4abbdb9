import { expect } from "chai";
import { definition, mashupOf, textAsset } from "./assets";
import { failure, Resource } from "./resource";
import { argsOf, calls, edited, published, rows, serve, tried, two, type Args } from "./testedDataflow";
import { inWorld } from "./world";

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
      world.newRequests();
      expect(await sales.up(argsOf(world, two("one")))).to.equal("updated");
      expect(calls(world.newRequests(), "createItem", "updateDefinition", "runApplyChanges")).to.deep.equal([0, 0, 1]);
      expect(sales.outs).to.include({ testedRevision: 1, publishedRevision: 1 });
      expect(sales.outs.testResults).to.have.length(2);
      expect(await sales.up(argsOf(world, two("one")))).to.equal("same");
    }));

  it("stop an update before it writes, and run again at the next up", () =>
    inWorld(async (world) => {
      serve(world, "Customers", { columns: rows(3) });
      serve(world, "Orders", { columns: rows(3) });
      const sales = new Resource(world, "dataflow");
      await sales.up(argsOf(world, two("one")));
      serve(world, "Orders", { columns: rows(0) });
      world.newRequests();
      for (const again of ["once", "and again"]) {
        expect(await failure(sales.up(argsOf(world, two("two")))), again).to.match(
          /^test of Orders failed: has 0 rows/,
        );
        const newRequests = world.newRequests();
        expect(calls(newRequests, "executeQuery", "updateDefinition", "runApplyChanges"), again).to.deep.equal([
          1, 0, 0,
        ]);
        expect(edited(world, sales)).to.equal(mashupOf({ Orders: "one", Customers: "one" }));
      }
      serve(world, "Orders", { columns: rows(2) });
      expect(await sales.up(argsOf(world, two("two")))).to.equal("updated");
      expect(published(world, sales)).to.equal(mashupOf({ Orders: "two", Customers: "one" }));
    }));

  it("do not lead to a write if an edit in the portal was made while they ran", () =>
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
      world.newRequests();
      await sales.up(argsOf(world, content("two"), { tests }));
      expect(tried(world)).to.deep.equal(["Orders", "Summary"]);
      world.newRequests();
      const more = { ...tests, Customers: { minRows: 2 } };
      await sales.up(argsOf(world, content("two"), { tests: more }));
      expect(tried(world)).to.deep.equal(["Customers"]);
      expect(world.newRequests().updateDefinition).to.equal(undefined);
      await sales.up(argsOf(world, content("two", "two"), { tests: more, testOn: "always" }));
      expect(tried(world)).to.deep.equal(["Orders", "Customers", "Summary"]);
    }));

  it("evaluate exactly the text that is then written, with this environment's parameters", () =>
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

  it("run after the write and before the publish if connections change", () =>
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
      world.newRequests();
      expect(await failure(sales.up(of(other)))).to.match(/^test of Orders failed/);
      expect(calls(world.newRequests(), "updateDefinition", "executeQuery", "runApplyChanges")).to.deep.equal([
        1, 1, 0,
      ]);
      expect(sales.outs).to.include({ testedRevision: 1, definitionRevision: 2 });
      serve(world, "Orders", { columns: rows(2) });
      await sales.refresh();
      expect(await sales.up(of(other))).to.equal("updated");
      expect(calls(world.newRequests(), "updateDefinition", "executeQuery")).to.deep.equal([0, 1]);
      expect(await sales.up(of(other))).to.equal("same");
    }));

  it("run if the other query of a relationship changes, and that query must exist", () =>
    inWorld(async (world) => {
      const tests = { Orders: { relationship: { column: "Customer", to: { query: "Customers", column: "Id" } } } };
      serve(world, "Orders", { columns: { Customer: ["one"] } });
      serve(world, "Customers", { columns: { Id: ["one"] } });
      const sales = new Resource(world, "dataflow");
      await sales.up(argsOf(world, two("one"), { tests }));
      world.newRequests();
      await sales.up(argsOf(world, two("one", "two"), { tests }));
      expect(tried(world)).to.deep.equal(["Orders"]);
      const wrong = { Orders: { relationship: { column: "Customer", to: { query: "Customer", column: "Id" } } } };
      expect(await failure(sales.up(argsOf(world, two("one"), { tests: wrong })))).to.match(
        /^tests\.Orders\.relationship\.to\.query: the definition has no query Customer; did you mean Customers\?/,
      );
    }));

  it("may combine sources, and the preview says that a run would be blocked", () =>
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
      expect(world.messages("warn")).to.match(/Both combines sources \(Sql, Web\)/);
      expect(sales.outs.testResults).to.have.nested.property("[0].outcome", "passed");
      expect(edited(world, sales)).not.to.contain("AllowCombine");
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
      expect(world.newRequests()).to.deep.equal({});
    }));
});
