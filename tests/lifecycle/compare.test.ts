import { expect } from "chai";
import { comparedForms } from "../comparisons";
import { definition, mashupOf, textAsset } from "./assets";
import { failure, Resource } from "./resource";
import { inWorld, type World } from "./world";

type Args = Record<string, unknown>;

const two = (orders: string, more: Args = {}): Args => definition({ Orders: orders, Customers: "same" }, more);
const compare = { key: ["Id"], maxRemoved: 0, maxChanged: "50%" };

const argsOf = ({ emulator }: World, content: Args, comparison: object = compare, more: Args = {}): Args => ({
  workspaceId: emulator.workspaceId,
  displayName: "Sales",
  definition: content,
  tests: { Orders: { compare: comparison } },
  ...more,
});

/** The service's result of comparing two versions of Orders. */
const serve = ({ emulator }: World, words: [string, string], counts: object = {}, cells?: Record<string, number>) =>
  emulator.addTable(comparedForms("Orders", words, { "rows before": 4, "rows after": 4, ...counts }, cells));
const evaluatedQueries = ({ emulator }: World): string[] =>
  emulator.requests.flatMap(({ operation, requestBody }) =>
    operation === "executeQuery" ? [(requestBody as { queryName: string }).queryName] : [],
  );
const edited = (world: World, sales: Resource) => world.emulator.item(sales.id).edited?.["mashup.pq"];

async function deployed(world: World, content = two("one"), comparison: object = compare) {
  const sales = new Resource(world, "dataflow");
  await sales.up(argsOf(world, content, comparison));
  world.newRequests();
  world.messages("info");
  world.emulator.clearRequests();
  return sales;
}

describe("a comparison with the live M", () => {
  it("allows a write within its limits, and the state keeps only counts", () =>
    inWorld(async (world) => {
      const sales = await deployed(world);
      serve(world, ["one", "two"], { changed: 2, added: 1 }, { Amount: 2 });
      expect(await sales.up(argsOf(world, two("two")))).to.equal("updated");
      expect(evaluatedQueries(world)).to.deep.equal(["Orders (compared)"]);
      expect(edited(world, sales)).to.equal(mashupOf({ Orders: "two", Customers: "same" }));
      const [result] = sales.outs.testResults as [Args];
      expect(result).to.deep.include({
        ...{ query: "Orders", outcome: "passed", rows: 4 },
        compared: { rowsBefore: 4, rowsAfter: 4, removed: 0, added: 1, changed: 2, changedCells: { Amount: 2 } },
      });
      expect(world.messages("info")).to.contain("compared 4 to 4 rows: 0 removed, 1 added, 2 changed (Amount 2)");
      world.newRequests();
      expect(await sales.up(argsOf(world, two("two")))).to.equal("same");
      expect(world.newRequests()).to.deep.equal({});
    }));

  it("stops the write each time it fails, and the state says that nothing was written", () =>
    inWorld(async (world) => {
      const sales = await deployed(world);
      serve(world, ["one", "two"], { removed: 1, changed: 3 }, { Amount: 3 });
      for (const again of ["once", "and again"]) {
        expect(await failure(sales.up(argsOf(world, two("two")))), again).to.equal(
          "test of Orders failed: 1 key is gone, and maxRemoved is 0; 3 rows are changed (Amount 3), and maxChanged is 50% of 4 rows " +
            "(4 rows seen; compared 4 to 4 rows: 1 removed, 0 added, 3 changed (Amount 3))",
        );
        expect(world.newRequests(), again).not.to.include.keys("updateDefinition");
        expect(sales.outs, again).to.include({ definitionRevision: 1, testedRevision: 1 });
      }
      expect(await sales.up(argsOf(world, two("two"), { key: ["Id"] }))).to.equal("updated");
    }));

  it("compares the two versions of the M, which the emulator evaluates", () =>
    inWorld(async (world) => {
      const sales = await deployed(world);
      const key = ["A"];
      expect(await failure(sales.up(argsOf(world, two("two"), { key, maxRemoved: 0, maxAdded: "50%" })))).to.contain(
        "1 key is gone, and maxRemoved is 0; 1 key is new, and maxAdded is 50% of 1 row (1 row seen; compared 1 to 1 row: 1 removed, 1 added, 0 changed)",
      );
      expect(await sales.up(argsOf(world, two("two"), { key, maxRemoved: 1, maxAdded: "100%" }))).to.equal("updated");
    }));

  it("sends no query if only the formatting changed, if the query is new, and for a new item", () =>
    inWorld(async (world) => {
      const sales = new Resource(world, "dataflow");
      await sales.up(argsOf(world, two("one")));
      expect(world.messages("info")).to.contain("test of Orders passed; there is no other M to compare it with");
      expect(sales.outs).to.include({ testedRevision: 1 });
      const spaced = {
        ...two("one"),
        "mashup.pq": textAsset(mashupOf({ Orders: "one", Customers: "same" }).replace("=", "= /* why */ ")),
      };
      expect(await sales.up(argsOf(world, spaced))).to.equal("updated");
      expect(world.messages("info")).to.contain("its M means the same, so nothing was compared");
      const more = definition({ Orders: "one", Customers: "same", Returns: "new" });
      const tests = { Returns: { compare } };
      expect(await sales.up(argsOf(world, more, compare, { tests }))).to.equal("updated");
      expect(world.messages("info")).to.contain("the query is new, so there is nothing to compare it with");
      expect(evaluatedQueries(world)).to.deep.equal([]);
    }));

  it("is refused before the write if connections change together with the M, but not if only they change", () =>
    inWorld(async (world) => {
      const bound = (source: string) => ({
        connections: [
          {
            kind: "Web",
            path: "https://example.org/",
            connectionId: JSON.stringify({ ClusterId: "11111111-1111-4111-8111-111111111111", DatasourceId: source }),
          },
        ],
      });
      const [one, other] = ["11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"].map(bound);
      const sales = await deployed(world, two("one", one));
      expect(await failure(sales.up(argsOf(world, two("two", other))))).to.match(
        /^tests\.Orders\.compare: change the connections in an update of their own first.*Nothing was written\.$/,
      );
      expect(world.newRequests()).not.to.include.keys("updateDefinition");
      expect(await sales.up(argsOf(world, two("one", other)))).to.equal("updated");
      serve(world, ["one", "two"]);
      expect(await sales.up(argsOf(world, two("two", other)))).to.equal("updated");
      expect(evaluatedQueries(world)).to.deep.equal(["Orders (compared)"]);
    }));

  it("fails if it exceeds the service's time limit, or warns if configured, and never compares a sample", () =>
    inWorld(async (world) => {
      const sales = await deployed(world);
      serve(world, ["one", "two"]);
      world.emulator.set({ timings: { queryMs: 91_000 } });
      expect(await failure(sales.up(argsOf(world, two("two"))))).to.match(
        /not comparable in 90 s, which is Fabric's own limit; narrow it with `where`/,
      );
      expect(world.newRequests()).not.to.include.keys("updateDefinition");
      expect(await sales.up(argsOf(world, two("two"), { ...compare, onTimeout: "warn" }))).to.equal("updated");
      expect(world.messages("warn")).to.contain("test of Orders: not comparable in 90 s");
      expect(sales.outs.testResults).to.have.nested.property("[0].warnings");
    }));

  it("also compares an edit in Fabric with its repair, and an adopted item with the declared definition", () =>
    inWorld(async (world) => {
      const sales = await deployed(world);
      world.emulator.portalEdit(sales.id, {
        parts: { "mashup.pq": mashupOf({ Orders: "theirs", Customers: "same" }) },
      });
      await sales.refresh();
      serve(world, ["theirs", "one"], { removed: 1 });
      expect(await failure(sales.up(argsOf(world, two("one"))))).to.contain("1 key is gone");
      const mine = new Resource(world, "dataflow");
      const adopt = argsOf(world, two("mine"), compare, { adoptExisting: true });
      serve(world, ["theirs", "mine"], { removed: 2 });
      expect(await failure(mine.up(adopt))).to.contain("2 keys are gone");
      expect(edited(world, sales)).to.contain("theirs");
    }));

  it("is checked in the preview, which names M that cannot be read", () =>
    inWorld(async (world) => {
      const sales = await deployed(world);
      const refused = (comparison: object) => failure(sales.up(argsOf(world, two("two"), comparison)));
      expect(await refused({ key: ["Id"], where: "[Year] >= " })).to.match(
        /^tests\.Orders\.compare\.where: is not a condition in M: Expected an expression/,
      );
      expect(await refused({ key: ["Id"], where: "[A] > 1; shared X = 1" })).to.match(
        /compare\.where: is not a condition/,
      );
      expect(await refused({ key: [] })).to.equal("tests.Orders.compare.key: names no column; name at least one");
      expect(world.newRequests()).to.deep.equal({});
    }));

  it("works together with other expectations, and reports an error of the live M", () =>
    inWorld(async (world) => {
      const sales = await deployed(world);
      world.emulator.addTable({ query: "Orders", columns: { Id: [1] } });
      world.emulator.addTable({ query: "Orders (compared)", error: "Expression.Error: no such column" });
      const args = argsOf(world, two("two"), compare, { tests: { Orders: { compare, minRows: 1 } } });
      expect(await failure(sales.up(args))).to.contain("could not be evaluated: Expression.Error: no such column");
      expect(evaluatedQueries(world)).to.deep.equal(["Orders (counts)", "Orders (compared)"]);
    }));
});
