import { expect } from "chai";
import fc from "fast-check";
import { understand, type UnderstandOptions } from "../../../sdk/definition/understand";
import { definition } from "./mistakes";

const guid = (n: number) => `${String(n).padStart(8, "0")}-0000-4000-8000-000000000000`;
const seed = 32;

/** The problems of a check of M whose queries are not loaded. */
async function said(m: string, options: UnderstandOptions = {}, more: object = {}): Promise<string[]> {
  const names = [...m.matchAll(/^shared (?:#"([^"]+)"|(\w+))/gm)].map(([, quoted, plain]) => quoted ?? plain!);
  const entries = Object.fromEntries(names.map((name) => [name, { loadEnabled: false }]));
  const document = m.includes("section ") ? m : `section Section1;\n${m}`;
  const { problems } = await understand(definition(document, entries, more), options);
  return problems.map(({ severity, message }) => `${severity} ${message}`);
}

const anyOf = (texts: readonly string[]) => fc.constantFrom(...texts);

describe("the warning of combined sources, over pairs of queries", () => {
  const SQL = 'Sql.Database("s", "d"){[Schema = "dbo", Item = "T"]}[Data]';
  const name = anyOf(["Rates", "Source", "My rates", "類"]);
  const written = (of: string) => (/^[A-Z]\w*$/.test(of) ? of : `#"${of}"`);
  /** Queries with their own source that have the other query's name and do not use that query. */
  const mentions: ((n: string, plain: string) => string)[] = [
    (n) => `let ${n} = ${SQL} in ${n}`,
    (n) => `let S = ${SQL}, ${n} = Table.FirstN(S, 1) in ${n}`,
    (n) => `Table.SelectRows(${SQL}, each [${n}] > 1)`,
    (n) => `Table.AddColumn(${SQL}, "x", (row) => row[${n}]?)`,
    (n) => `((${n}) => Table.FirstN(${n}, 1))(${SQL})`,
    (n) => `[${n} = ${SQL}]`,
    (n) => `${SQL} /* ${n} */`,
    (_n, plain) => `Table.RenameColumns(${SQL}, {{"${plain}", "x"}})`,
    (n) => `let f = (${n}) => [${n} = ${n}], S = ${SQL} in f(S)`,
  ];
  /** Queries with their own source that use the other query. */
  const uses: ((n: string) => string)[] = [
    (n) => `{${SQL}, ${n}}`,
    (n) => `let S = ${SQL}, R = ${n} in Table.NestedJoin(S, {"a"}, R, {"a"}, "j")`,
    (n) => `Table.AddColumn(${SQL}, "x", each Table.RowCount(${n}))`,
    (n) => `if true then ${SQL} else ${n}`,
    (n) => `{${SQL}, Section1!${n}}`,
    (n) => `[a = ${SQL}, b = ${n}]`,
    (n) => `((row) => {row, ${n}})(${SQL})`,
    (n) => `let ${n} = ${SQL} in {${n}, Section1!${n}}`,
  ];
  /** The other query. Its source is `length` queries away. */
  const chain = (n: string, length: number) =>
    [
      `shared ${length === 0 ? n : "Step0"} = Csv.Document(Web.Contents("https://x.example/"));`,
      ...Array.from({ length }, (_, at) => `shared ${at + 1 === length ? n : `Step${at + 1}`} = Step${at};`),
    ].join("\n");
  const pair = fc.record({
    name,
    length: fc.nat(3),
    mention: fc.nat(mentions.length - 1),
    use: fc.nat(uses.length - 1),
  });
  const combined = (lines: string[]) => lines.filter((line) => /combines? sources/.test(line));

  it("is given for a use, and not for a name alone", () =>
    fc.assert(
      fc.asyncProperty(pair, async ({ name: plain, length, mention, use }) => {
        const n = written(plain);
        const own = (expression: string) => `${chain(n, length)}\nshared A = ${expression};`;
        expect(combined(await said(own(mentions[mention]!(n, plain))))).to.deep.equal([]);
        const [warned, ...more] = combined(await said(own(uses[use]!(n))));
        expect(warned).to.match(/^warning A combines sources \(Sql, Web\)/);
        expect(more).to.deep.equal([]);
      }),
      { numRuns: 150, seed },
    ));

  it("is not given if the definition allows it", () =>
    fc.assert(
      fc.asyncProperty(pair, fc.boolean(), async ({ name: plain, length, use }, byHeader) => {
        const m = `${chain(written(plain), length)}\nshared A = ${uses[use]!(written(plain))};`;
        const allowed = byHeader
          ? await said(`[AllowCombine = true]\nsection Section1;\n${m}`)
          : await said(m, {}, { fastCombine: true });
        expect(combined(allowed)).to.deep.equal([]);
      }),
      { numRuns: 40, seed },
    ));
});

describe("a workspace from which several items are navigated, over pairs of bindings", () => {
  /** Several lakehouses that are navigated from one step. The step is `length` queries away. */
  const document = (items: number, length: number) =>
    [
      `shared W0 = Lakehouse.Contents([]){[workspaceId = "${guid(1)}"]}[Data];`,
      ...Array.from({ length }, (_, at) => `shared W${at + 1} = W${at};`),
      ...Array.from(
        { length: items },
        (_, at) => `shared L${at} = W${length}{[lakehouseId = "${guid(10 + at)}"]}[Data];`,
      ),
    ].join("\n");
  const to = (workspace: number, item: number) => ({ workspaceId: guid(workspace), lakehouseId: guid(item) });
  const shape = fc.record({ items: fc.integer({ min: 2, max: 4 }), length: fc.nat(3), byName: fc.boolean() });
  const errors = (lines: string[]) => lines.filter((line) => line.startsWith("error"));

  it("may change for all items together, and for none without the others", () =>
    fc.assert(
      fc.asyncProperty(shape, fc.nat(3), async ({ items, length, byName }, left) => {
        const key = (at: number) => (byName ? `L${at}` : guid(10 + at));
        const bindings = (of: number[]) =>
          Object.fromEntries(of.map((at) => [key(at), to(2, 20 + at)])) as Record<string, ReturnType<typeof to>>;
        const all = Array.from({ length: items }, (_, at) => at);
        const m = document(items, length);
        expect(errors(await said(m, { bind: { lakehouses: bindings(all) } }))).to.deep.equal([]);
        const some = all.filter((at) => at !== left % items);
        const found = errors(await said(m, { bind: { lakehouses: bindings(some) } }));
        expect(found.join()).to.match(/to another workspace; bind it, too/);
        // These items stay in their workspace.
        const within = Object.fromEntries(some.map((at) => [key(at), { lakehouseId: guid(20 + at) }]));
        expect(errors(await said(m, { bind: { lakehouses: within } }))).to.deep.equal([]);
      }),
      { numRuns: 60, seed },
    ));
});

describe("a new path of a connection, over pairs of queries", () => {
  const connections = [
    {
      path: "old.example;db",
      kind: "Sql",
      connectionId: JSON.stringify({ ClusterId: guid(3), DatasourceId: guid(4) }),
    },
  ];
  const change = { connections: { Sql: { clusterId: guid(5), datasourceId: guid(6), path: "new.example;db" } } };
  /** M that names the server, and the expected message about the change. */
  const forms: [m: string, verdict: RegExp | undefined][] = [
    ['shared A = Sql.Database("old.example", "db");', undefined],
    ['shared A = let s = "old.example" in Sql.Database(s, "db");', undefined],
    ['shared A = Sql.Database("new.example", "db");', undefined],
    ['shared A = Sql.Database("third.example", "db");', /^error .*no query names the old one; set the parameter/],
    ['shared A = Sql.Database(Text.Lower("OLD.example"), "db");', /^warning .*in a form that is understood/],
    ['shared S = "old";\nshared A = Sql.Database(S & ".example", "db");', /^warning .*in a form that is understood/],
  ];
  const noise = anyOf(["", "shared Other = 1;\n", 'shared Said = "old.example;db";\n', "// old.example\n"]);

  it("changes the M, is a warning if the M is not understood, and is refused if the M certainly has another path", () =>
    fc.assert(
      fc.asyncProperty(fc.constantFrom(...forms), noise, async ([m, verdict], before) => {
        const lines = (await said(before + m, change, { connections })).filter((line) =>
          line.includes("old.example;db"),
        );
        if (verdict === undefined) expect(lines).to.deep.equal([]);
        else expect(lines.join("\n")).to.match(verdict);
      }),
      { numRuns: 60, seed },
    ));
});
