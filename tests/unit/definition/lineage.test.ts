import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkCycles } from "../../../sdk/definition/cycles";
import { dependentsOf, lineageOf, type Lineage } from "../../../sdk/definition/lineage";
import { isProblem, Mashup } from "../../../sdk/definition/mashup";
import { checkNames } from "../../../sdk/definition/names";
import { ProblemList } from "../../../sdk/definition/problemList";
import { openDefinition } from "../../../sdk/definition/open";
import { ownDefinitions } from "./samples";

const lineage = (members: string): Promise<Lineage> => lineageOf(new Mashup(`section S;\n${members}`, "p"));
const uses = async (members: string): Promise<Record<string, string[]>> =>
  Object.fromEntries((await lineage(members)).map((query) => [query.name, query.uses]));

/** One line a query, for the golden files. */
const printed = (all: Lineage): string =>
  all
    .map(({ name, uses, sources, writesTo, isFunction, isParameter }) => {
      const list = (label: string, names: string[]) => (names.length > 0 ? ` ${label} ${names.join(", ")};` : "");
      const kind = isFunction ? " (function)" : isParameter ? " (parameter)" : "";
      return `${name}${kind}:${list("uses", uses)}${list("reads", sources)}${list("writes to", writesTo)}`;
    })
    .join("\n") + "\n";

describe("lineage", () => {
  for (const { name, parts } of ownDefinitions())
    it(`of ${name} equals its golden file`, async () => {
      const mashup = new Mashup(openDefinition(parts)?.mashup ?? "", "definition/mashup.pq");
      const golden = readFileSync(join(__dirname, "../../fixtures/lineage", `${name}.txt`), "utf8");
      expect(printed(await lineageOf(mashup))).to.equal(golden);
    });

  it("respects scopes: let, records, functions, each, and a variable's own name", async () => {
    expect(
      await uses(`
        shared A = 1;
        shared ByLet = let A = 2 in A;
        shared ByFunction = (A) => A;
        shared ByRecord = [A = 1, B = A];
        shared ByRecordAround = [B = 1, C = A];
        shared ByField = [B = 1][A];
        shared ByOwnName = let A = A in A;
        shared ByOwnNameInclusive = let A = () => @A() in A;
        shared ByEach = Table.SelectRows(#table({}, {}), each [A] = A);
        shared ByText = "A";
        shared ByType = type table [A = text];
        shared ByQuoted = #"A";`),
    ).to.deep.equal({
      A: [],
      ByLet: [],
      ByFunction: [],
      ByRecord: [],
      ByRecordAround: ["A"],
      ByField: [],
      ByOwnName: ["A"],
      ByOwnNameInclusive: [],
      ByEach: ["A"],
      ByText: [],
      ByType: [],
      ByQuoted: ["A"],
    });
  });

  it("knows all names that a function, each, or type declares", async () => {
    const mashup = new Mashup(
      `section S;
      shared A = List.Transform({1}, each _ + 1);
      shared B = (x, optional y as nullable number) as any => try x + y otherwise let z = x in @z;
      shared C = type table [Id = Int64.Type, optional Name = nullable text];
      shared D = [a = 1, b = [c = a, d = c]];
      shared E = #date(2026, 1, 1) is nullable date;
      shared F = try A catch (e) => e[Message];
      shared G = #shared;`,
      "p",
    );
    for (const query of mashup.queries) {
      const facts = await mashup.facts(query);
      if (isProblem(facts)) throw new Error(facts.message);
      const problems = new ProblemList("p");
      checkNames(query, facts, mashup, problems);
      expect(problems.all, query.name).to.deep.equal([]);
    }
  });

  it("finds queries whose names have dots and blanks, and distinguishes them from the library", async () => {
    expect(
      await uses('shared #"My.Query" = 1; shared #"All rows" = My.Query + 1; shared C = #"All rows" + Number.From(1);'),
    ).to.deep.equal({ "My.Query": [], "All rows": ["My.Query"], C: ["All rows"] });
  });

  it("follows dependents through other queries and destinations, in the order of the document", async () => {
    const all = await lineage(`
      shared Top = Month; shared Month = Sales; shared Sales = Orders; shared Orders = 1; shared Other = 1;
      [DataDestinations = {[Definition = [QueryName = "Target"]]}] shared Written = Other; shared Target = 1;`);
    expect(dependentsOf(all, ["Sales"])).to.deep.equal(["Top", "Month"]);
    expect(dependentsOf(all, ["Target"])).to.deep.equal(["Written"]);
    expect(dependentsOf(all, ["Top"])).to.deep.equal([]);
    expect(dependentsOf(all, ["Orders", "Month"])).to.deep.equal(["Top", "Sales"]);
  });

  it("has a circle of queries once and completely, and allows recursive functions", async () => {
    const at = (name: string) => `definition/mashup.pq:${name}`;
    const ring = await lineage("shared A = B; shared B = C; shared C = A; shared D = A; shared E = E;");
    expect(checkCycles(ring, at)).to.deep.equal([
      {
        place: "definition/mashup.pq:A",
        severity: "error",
        message: "queries use each other in a ring: A -> B -> C -> A; break it at one of them",
      },
      {
        place: "definition/mashup.pq:E",
        severity: "error",
        message: "the query E uses itself; a query cannot depend on its own result",
      },
    ]);
    expect(
      checkCycles(await lineage("shared f = (n) => g(n - 1); shared g = (n) => f(n); shared h = (n) => h(n);"), at),
    ).to.be.empty;
    expect(checkCycles(await lineage("shared f = (n) => A + n; shared A = f(1);"), at)).to.have.lengthOf(1);
  });
});
