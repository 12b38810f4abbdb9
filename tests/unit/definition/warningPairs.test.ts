import { expect } from "chai";
import fc from "fast-check";
import { understand, type UnderstandOptions } from "../../../sdk/definition/understand";
import { definition } from "./mistakes";

const guid = (n: number) => `${String(n).padStart(8, "0")}-0000-4000-8000-000000000000`;
const seed = 32;

/** What a check says of M, whose queries are none that are loaded. */
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
  /** A query with a source of its own that says the other's name, and does not use it. */
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
  /** The same, and it does. */
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
  /** The other query's source, so many queries away. */
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

  it("is there for a use, and not for a name alone", () =>
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

  it("is not there where the definition allows it, or one query writes to what another reads", () =>
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

describe("a workspace that several items are navigated from, over pairs of bindings", () => {
  /** `items` lakehouses from one step, which is so many queries away. */
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

  it("all may move together, and none without the others", () =>
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
        // Items that stay in their workspace move nothing.
        const within = Object.fromEntries(some.map((at) => [key(at), { lakehouseId: guid(20 + at) }]));
        expect(errors(await said(m, { bind: { lakehouses: within } }))).to.deep.equal([]);
      }),
      { numRuns: 60, seed },
    ));
});

describe("another path of a connection, over pairs of queries", () => {
  const connections = [
    {
      path: "old.example;db",
      kind: "Sql",
      connectionId: JSON.stringify({ ClusterId: guid(3), DatasourceId: guid(4) }),
    },
  ];
  const change = { connections: { Sql: { clusterId: guid(5), datasourceId: guid(6), path: "new.example;db" } } };
  /** How M names the server, and what is said of the change. */
  const forms: [m: string, verdict: RegExp | undefined][] = [
    ['shared A = Sql.Database("old.example", "db");', undefined],
    ['shared A = let s = "old.example" in Sql.Database(s, "db");', undefined],
    ['shared A = Sql.Database("new.example", "db");', undefined],
    ['shared A = Sql.Database("third.example", "db");', /^error .*no query names the old one; set the parameter/],
    ['shared A = Sql.Database(Text.Lower("OLD.example"), "db");', /^warning .*in a form that is understood/],
    ['shared S = "old";\nshared A = Sql.Database(S & ".example", "db");', /^warning .*in a form that is understood/],
  ];
  const noise = anyOf(["", "shared Other = 1;\n", 'shared Said = "old.example;db";\n', "// old.example\n"]);

  it("follows it, warns where it cannot, and refuses where both surely contradict", () =>
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
