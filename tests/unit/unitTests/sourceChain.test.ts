import { expect } from "chai";
import { endsOfSourceChains, placeText } from "../../../sdk/unitTests/sourceChain";
import { proposedPlaces } from "../../../sdk/unitTests/proposed";
import { queriesOf } from "./support";

/** The M of a query `Q`, and the step whose rows replace its sources. */
const CHAINS: [string, string, string][] = [
  ["navigation", 'let S = Sql.Database("a"), N = S{[Item = "o"]}[Data], F = Table.Skip(N, 1) in F', "Q[N]"],
  [
    "navigation in several steps",
    'let S = Lakehouse.Contents(null), A = S{[w = "1"]}[Data], B = A{[l = "2"]}[Data] in B',
    "Q[B]",
  ],
  [
    "a row of a navigation table, then its field",
    'let S = SapHana.Database("a"), A = S{[Name = "x"]}, B = A[Data], C = Table.Skip(B) in C',
    "Q[B]",
  ],
  [
    "a list of SharePoint",
    'let S = SharePoint.Tables("a", [Implementation = "2.0"]), N = S{[Id = "1"]}[Items], R = Table.RenameColumns(N, {}) in R',
    "Q[N]",
  ],
  ["XML", 'let S = Xml.Tables(Web.Contents("a")), T = S{0}[Table], F = Table.Skip(T) in F', "Q[T]"],
  [
    "a field of the name that lists of SharePoint have",
    'let S = Excel.Workbook(Web.Contents("a")), D = S{0}[Data], F = Table.Skip(D), R = Table.ToRecords(F), I = F[Items] in I',
    "Q[D]",
  ],
  [
    "a file, decoded, with headers",
    'let S = Web.Contents("a"), C = Csv.Document(S), P = Table.PromoteHeaders(C), T = Table.Skip(P) in T',
    "Q[P]",
  ],
  [
    "rows left out before the headers",
    'let C = Csv.Document(Web.Contents("a")), T = Table.Skip(C), P = Table.PromoteHeaders(T) in P',
    "Q[C]",
  ],
  [
    "a filter on the way to the data",
    'let S = SharePoint.Files("a"), F = Table.SelectRows(S, each true), C = F{0}[Content], W = Excel.Workbook(C), D = W{[Item = "1"]}[Data] in Table.Skip(D)',
    "Q[D]",
  ],
  [
    "records and lists, up to a table",
    'let J = Json.Document(Web.Contents("a")), I = J[items], T = Table.FromRecords(I), E = Table.ExpandRecordColumn(T, "a", {"b"}), F = Table.Skip(E) in F',
    "Q[E]",
  ],
  [
    "records and lists in a field of the name that navigation tables have",
    'let J = Json.Document(Web.Contents("a")), D = J[Data], T = Table.FromRecords(D), F = Table.Skip(T) in F',
    "Q[T]",
  ],
  [
    "an expansion that is none of the source's",
    'let S = Sql.Database("a"){[Item = "o"]}[Data], J = Table.NestedJoin(S, {"k"}, P, {"k"}, "p"), E = Table.ExpandTableColumn(J, "p", {"x"}) in E',
    "Q[S]",
  ],
  [
    "alternatives",
    'let S = Excel.Workbook(Web.Contents("a")), D = try S{[Item = "1"]}[Data] otherwise null, F = Table.Skip(D) in F',
    "Q[D]",
  ],
  [
    "a function of the query itself that opens",
    'let Open = (t) => t{0}[Data], S = Excel.Workbook(Web.Contents("a")), D = Open(S), F = Table.Skip(D) in F',
    "Q[D]",
  ],
  [
    "a function of the query itself that does not",
    'let Cut = (t) => Table.Skip(t), S = Excel.Workbook(Web.Contents("a")), D = Cut(S) in D',
    "Q[S]",
  ],
  [
    "a buffer behind a transformation",
    'let S = Web.Page("a"){0}[Data], F = Table.Skip(S), B = Table.Buffer(F) in B',
    "Q[S]",
  ],
  [
    "a value that is read from rows",
    'let N = Sql.Database("a"){[Item = "o"]}[Data], R = N{0}[Rate], T = Table.AddColumn(N, "r", each R) in T',
    "Q[N]",
  ],
  [
    "a source and a transformation in one step",
    'let S = Table.SelectRows(Sql.Database("a"){[Item = "o"]}[Data], each true), T = Table.Skip(S) in T',
    "Q[S]",
  ],
  ["a function that reads, called", "let S = Load(1), T = Table.Skip(S) in T", "Q[S]"],
  ["a connection that is another query", 'let S = Database, N = S{[Item = "o"]}[Data], F = Table.Skip(N) in F', "Q[N]"],
  ["a query that joins others which read", "let J = Table.Combine({Read, Read}), F = Table.Skip(J) in F", "Q"],
  ["two sources", 'let A = Web.Contents("a"), B = Web.Contents("b"), C = Table.Combine({A, B}) in C', "Q[A] Q[B]"],
  ["a source that nothing reads", 'let A = Web.Contents("a"), B = Web.Contents("b") in B', "Q[B]"],
  [
    "steps in another order than they run in",
    'let F = Table.Skip(N), N = S{[Item = "o"]}[Data], S = Sql.Database("a") in F',
    "Q[N]",
  ],
  ["no steps", 'Sql.Database("a")', "Q"],
  ["a source after `in`", 'let A = 1 in Sql.Database("a")', "Q"],
  ["no source", "let A = #table({}, {}) in A", "Q"],
  ["another query alone", "let A = P in A", "Q"],
];

const others =
  'shared P = #table({}, {});\nshared Load = (x) => Web.Contents(x);\nshared Database = Sql.Database("a");\n' +
  'shared Read = let S = Web.Contents("a"), T = Table.Skip(S) in T;\n';

describe("the step whose rows replace the sources of a query", () => {
  for (const [what, m, expected] of CHAINS)
    it(`${expected}: ${what}`, async () => {
      const queries = await queriesOf(`section Section1;\n${others}shared Q = ${m};\n`);
      expect(endsOfSourceChains(queries, "Q").map(placeText).sort().join(" ")).to.equal(expected);
    });

  it("is proposed for each query with a source, through queries without one", async () => {
    const queries = await queriesOf(
      'section Section1;\nshared A = let S = Web.Contents("a"), T = Table.Skip(S) in T;\nshared B = let S = Load(1) in S;\n' +
        "shared Load = (x) => Web.Contents(x);\nshared C = Table.Combine({A, B, D});\nshared D = 1;\n",
    );
    expect(proposedPlaces(queries, "C").map(placeText).sort()).to.deep.equal(["A[S]", "B[S]"]);
    expect(proposedPlaces(queries, "D")).to.deep.equal([]);
    const through = await queriesOf(
      `section Section1;\n${others}shared A = let S = Database, N = S{[Item = "o"]}[Data] in N;\nshared B = Table.Combine({A, Read});\n`,
    );
    expect(proposedPlaces(through, "B").map(placeText).sort()).to.deep.equal(["A[N]", "Read[S]"]);
  });

  it("is found in linear time for 20,000 steps that each use all steps before", async () => {
    const steps = Array.from(
      { length: 20_000 },
      (_, i) => `s${i + 1} = Table.Combine({s${i}, s${Math.max(0, i - 7)}})`,
    );
    const m = `let s0 = Web.Contents("a"), ${steps.join(", ")} in s20000`;
    const queries = await queriesOf(`section Section1;\nshared Q = ${m};\n`);
    expect(endsOfSourceChains(queries, "Q").map(placeText)).to.deep.equal(["Q[s0]"]);
  }).timeout(60_000);

  it("is found if steps use each other in a circle", async () => {
    const m = 'let A = B, B = A{[x = Web.Contents("a")]}[Data], C = B in C';
    const queries = await queriesOf(`section Section1;\nshared Q = ${m};\n`);
    expect(endsOfSourceChains(queries, "Q").map(placeText)).to.have.length(1);
  });
});
