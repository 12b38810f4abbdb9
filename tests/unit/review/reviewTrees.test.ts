import { expect } from "chai";
import { attack, obeyedLines } from "../../attacks";
import { asMarkdown } from "../../../sdk/review/format/markdown";
import { asText } from "../../../sdk/review/format/text";
import { reviewTrees } from "../../../sdk/review/repository/reviewTrees";
import { manual, navigation, typed, writtenDataflow, type Written } from "../../writtenDataflows";
import { textPart } from "../definition/samples";
import { definitionOf, destination, readsDataflow, readsTable, treeOf, writtenTo, type Folders } from "./trees";

const [A_ID, B_ID] = ["aaaaaaaa-0000-4000-8000-000000000001", "bbbbbbbb-0000-4000-8000-000000000002"];

const source = (rows: number, more: Record<string, string> = {}) =>
  definitionOf({
    queries: { Orders: `#table({"A"}, {{${rows}}})`, Big: `Table.FirstN(Orders, ${1})`, Other: "1", ...more },
    logicalId: A_ID,
  });

const all = (a = source(1)): Folders => ({
  "A.Dataflow": a,
  "sub/B.Dataflow": definitionOf({
    queries: {
      Read: readsDataflow(A_ID, "Big"),
      Shown: "Read",
      Apart: "2",
      Shown_Target: destination("lake-1", "Shown"),
    },
    attributes: { Shown: writtenTo("Shown_Target") },
    logicalId: B_ID,
  }),
  "C.Dataflow": definitionOf({ queries: { FromTable: readsTable("lake-1", "Shown"), Alone: "3" } }),
  "D.Dataflow": definitionOf({
    queries: { Elsewhere: readsTable("lake-2", "Shown"), OtherEntity: readsDataflow(A_ID, "Other") },
  }),
});

describe("a review of a repository", () => {
  it("finds the dataflows that read a changed query, directly, by a table, or through others, and their order", async () => {
    const { affected, refresh, summary } = await reviewTrees(treeOf(all()), treeOf(all(source(2))));
    expect(affected.map(({ path, queries }) => [path, queries])).to.deep.equal([
      ["C.Dataflow", ["FromTable"]],
      ["sub/B.Dataflow", ["Read", "Shown"]],
    ]);
    expect(affected[1]?.because).to.deep.equal([{ path: "A.Dataflow", query: "Big", through: "dataflow" }]);
    expect(affected[0]?.because).to.deep.equal([{ path: "sub/B.Dataflow", query: "Shown", through: "table" }]);
    expect(refresh.map(({ stage, path, because }) => [stage, path, because])).to.deep.equal([
      [1, "A.Dataflow", "changed"],
      [2, "sub/B.Dataflow", "affected"],
      [3, "C.Dataflow", "affected"],
    ]);
    expect(summary.dataflows).to.deep.include({ changed: 1, affected: 2 });
  });

  it("a change that no reader's query depends on affects nobody", async () => {
    const { affected, refresh } = await reviewTrees(treeOf(all()), treeOf(all(source(1, { Unread: "4" }))));
    expect(affected).to.deep.equal([]);
    expect(refresh.map(({ path }) => path)).to.deep.equal(["A.Dataflow"]);
  });

  it("a comment or a reformatted text needs no refresh", async () => {
    const parts = source(1).map((part) =>
      part.path === "mashup.pq"
        ? {
            ...part,
            content: Buffer.from(
              Buffer.from(part.content).toString().replace("Table.FirstN(", "/* checked */ Table.FirstN("),
            ),
          }
        : part,
    );
    const { refresh, dataflows } = await reviewTrees(treeOf(all()), treeOf(all(parts)));
    expect(dataflows[0]?.queries.map(({ aspects }) => aspects)).to.deep.equal([["comments"]]);
    expect(refresh).to.deep.equal([]);
  });

  it("ids of the review file, names, and names in any case", async () => {
    const by = (id: string, kind?: string) => ({
      "A.Dataflow": definitionOf({ queries: { Orders: "1" } }),
      "B.Dataflow": definitionOf({ queries: { Read: readsDataflow(id, "orders", kind) } }),
    });
    const changed = (folders: Folders) => ({ ...folders, "A.Dataflow": definitionOf({ queries: { Orders: "2" } }) });
    const affected = async (folders: Folders, files = {}) =>
      (await reviewTrees(treeOf(folders), treeOf(changed(folders), files))).affected.length;
    expect(await affected(by("0B1E"))).to.equal(0);
    expect(await affected(by("0B1E"), { ".dataflow-review.json": '{ "ids": { "A.Dataflow": ["0b1e"] } }' })).to.equal(
      1,
    );
    expect(await affected(by("a", "dataflowName"))).to.equal(1);
    expect(await affected(by("b", "dataflowName"))).to.equal(0);
  });

  it("dataflows that read from each other in a circle are refreshed in one stage", async () => {
    const ring = (rows: number): Folders => ({
      "A.Dataflow": definitionOf({
        queries: { Orders: `${rows}`, Back: readsDataflow(B_ID, "Read") },
        logicalId: A_ID,
      }),
      "B.Dataflow": definitionOf({ queries: { Read: readsDataflow(A_ID, "Orders") }, logicalId: B_ID }),
      "C.Dataflow": definitionOf({ queries: { Read: readsDataflow(B_ID, "Read") } }),
    });
    const { refresh } = await reviewTrees(treeOf(ring(1)), treeOf(ring(2)));
    expect(refresh.map(({ stage, path }) => `${stage} ${path}`)).to.deep.equal([
      "1 A.Dataflow",
      "1 B.Dataflow",
      "2 C.Dataflow",
    ]);
  });

  describe("breaking changes", () => {
    const reader = {
      "B.Dataflow": definitionOf({ queries: { Read: readsDataflow(A_ID, "Orders"), Table: readsTable("lake", "T") } }),
    };
    const written = (queries: Record<string, string>, attributes: Record<string, string>, metadata = {}) =>
      definitionOf({ queries, attributes, metadata, logicalId: A_ID });
    const before = written(
      { Orders: "1", Orders_Target: destination("lake", "T") },
      { Orders: writtenTo("Orders_Target", "Append") },
    );
    const breaks = async (after: ReturnType<typeof written> | undefined) => {
      const head: Folders = after ? { "A.Dataflow": after, ...reader } : reader;
      const document = await reviewTrees(treeOf({ "A.Dataflow": before, ...reader }), treeOf(head));
      return document.dataflows.flatMap((dataflow) =>
        dataflow.breaks.map(
          ({ rule, verdict, readers }) =>
            `${verdict} ${rule} ${readers.map(({ path, query }) => `${path}/${query}`).join()}`,
        ),
      );
    };
    const target = { Orders_Target: destination("lake", "T") };
    const attributes = { Orders: writtenTo("Orders_Target", "Append") };

    it("are none if only the M changed", async () => {
      expect(await breaks(written({ Orders: "2", ...target }, attributes))).to.deep.equal([]);
    });
    it("a removed query, and its destination table", async () => {
      const gone = ["breaking query-gone B.Dataflow/Read", "breaking destination-gone B.Dataflow/Table"];
      expect(await breaks(written(target, {}))).to.deep.equal(gone);
      expect(await breaks(undefined), "with its whole dataflow").to.deep.equal(gone);
    });
    it("a renamed query, but not its table", async () => {
      const renamed = written(
        { Sales: "1 + 2 + 3 + 4 + 5 + 6 + 7", ...target },
        { Sales: attributes.Orders },
        { queriesMetadata: { Sales: { queryName: "Sales", queryId: "q" } } },
      );
      const old = written({ Orders: "1", ...target }, attributes, {
        queriesMetadata: { Orders: { queryName: "Orders", queryId: "q" } },
      });
      const document = await reviewTrees(
        treeOf({ "A.Dataflow": old, ...reader }),
        treeOf({ "A.Dataflow": renamed, ...reader }),
      );
      expect(document.dataflows[0]?.breaks.map(({ rule }) => rule)).to.deep.equal(["query-renamed"]);
      expect(document.summary.breaking).to.equal(1);
    });
    it("a query that is no longer loaded", async () => {
      const metadata = { queriesMetadata: { Orders: { queryName: "Orders", loadEnabled: false } } };
      expect(await breaks(written({ Orders: "1", ...target }, attributes, metadata))).to.deep.equal([
        "breaking query-not-loaded B.Dataflow/Read",
      ]);
    });
    it("another table, and replaced rows", async () => {
      expect(await breaks(written({ Orders: "1", Orders_Target: destination("lake", "U") }, attributes))).to.deep.equal(
        ["breaking destination-moved B.Dataflow/Table"],
      );
      expect(
        await breaks(written({ Orders: "1", ...target }, { Orders: writtenTo("Orders_Target", "Replace") })),
      ).to.deep.equal(["breaking append-to-replace B.Dataflow/Table", "warning unknown-combination B.Dataflow/Table"]);
    });
  });

  it("columns of destination tables, with their readers", async () => {
    const state = (queries: Record<string, Written>): Folders => ({
      "A.Dataflow": Object.entries(writtenDataflow(queries)).map(([path, text]) => textPart(path, text)),
      "B.Dataflow": definitionOf({ queries: { Margin: navigation("Orders"), Other: navigation("Stock") } }),
    });
    const review = async (before: Written, after: Written) => {
      const document = await reviewTrees(treeOf(state({ Orders: before })), treeOf(state({ Orders: after })));
      const { breaking } = document.summary;
      const breaks = document.dataflows[0]?.breaks ?? [];
      return {
        breaking,
        breaks: breaks.map(({ verdict, rule, table, column, renamedTo, readers }) =>
          [verdict, rule, table, column, renamedTo, ...readers.map(({ path, query }) => `${path}/${query}`)]
            .filter(Boolean)
            .join(" "),
        ),
        text: asText(document, { harmless: (text) => text, diffs: false }),
        markdown: asMarkdown(document),
      };
    };
    const gone = await review({ m: typed({ A: "text", B: "text" }) }, { m: typed({ A: "number", C: "text" }) });
    expect(gone).to.deep.include({
      breaking: 2,
      breaks: [
        "breaking column-gone Orders B B.Dataflow/Margin",
        "breaking column-retyped Orders A B.Dataflow/Margin",
        "note column-new Orders C B.Dataflow/Margin",
      ],
    });
    expect(gone.text).to.include(
      "  breaking: Orders (table Orders): the column B is gone, and the table may be dropped and created again; read by Margin of B.Dataflow",
    );
    expect(gone.text.join("\n")).to.contain("  note: Orders (table Orders): the column C is new");
    expect(gone.markdown).to.contain("**Breaking:** `Orders` (table `Orders`): the column `B` is gone");
    expect(gone.markdown).to.contain("**Tables that others may read**");

    const settings = (to: string) => manual({ A: to }, { dynamic: true });
    const renamed = await review({ m: "1", settings: settings("A") }, { m: "1", settings: settings("B") });
    expect(renamed).to.deep.include({
      breaking: 1,
      breaks: ["breaking column-renamed Orders A B B.Dataflow/Margin"],
    });
    expect(renamed.text.join("\n")).to.contain("the column A has another name from now on: B; read by");

    const m = typed({ A: "text" });
    const more = typed({ A: "text", B: "text" });
    const fixed = await review({ m, settings: manual({ A: "A" }) }, { m: more, settings: manual({ A: "A" }) });
    expect(fixed).to.deep.include({ breaking: 0, breaks: ["note column-ignored Orders B B.Dataflow/Margin"] });
  });

  it("a column of a mapping that the query does not have is a new error", async () => {
    const state = (columns: Record<string, string>): Folders => ({
      "A.Dataflow": Object.entries(
        writtenDataflow({ Orders: { m: typed(columns), settings: manual({ A: "A", B: "B" }) } }),
      ).map(([path, text]) => textPart(path, text)),
    });
    const { summary, dataflows } = await reviewTrees(
      treeOf(state({ A: "text", B: "text" })),
      treeOf(state({ A: "text" })),
    );
    expect(summary.introduced.errors).to.equal(1);
    expect(dataflows[0]?.findings.introduced[0]?.message).to.contain(
      "maps the column B, but the query does not have it",
    );
  });

  it("a moved folder is one dataflow, known by its id, its content or its name", async () => {
    const move = async (before: Folders, after: Folders) =>
      (await reviewTrees(treeOf(before), treeOf(after))).dataflows.map(
        ({ change, was, path }) => `${change} ${was ?? ""} ${path}`,
      );
    const parts = definitionOf({ queries: { Q: "1" } });
    const other = definitionOf({ queries: { Q: "2" } });
    expect(await move({ "old/A.Dataflow": parts }, { "new/B.Dataflow": parts })).to.deep.equal([
      "changed old/A.Dataflow new/B.Dataflow",
    ]);
    expect(await move({ "old/A.Dataflow": parts }, { "new/A.Dataflow": parts })).to.deep.equal([
      "moved old/A.Dataflow new/A.Dataflow",
    ]);
    expect(await move({ "old/A.Dataflow": parts }, { "new/A.Dataflow": other })).to.deep.equal([
      "changed old/A.Dataflow new/A.Dataflow",
    ]);
    const withId = (q: string) => definitionOf({ queries: { Q: q }, logicalId: A_ID, displayName: "A" });
    expect(await move({ "x.Dataflow": withId("1") }, { "y.Dataflow": withId("2") })).to.deep.equal([
      "changed x.Dataflow y.Dataflow",
    ]);
    expect(await move({ "A.Dataflow": parts }, { "B.Dataflow": other })).to.deep.equal([
      "removed  A.Dataflow",
      "added  B.Dataflow",
    ]);
  });

  it("is limited to folders, and finds readers outside of them", async () => {
    const changed = { ...all(source(2)), "D.Dataflow": definitionOf({ queries: { New: "1" } }) };
    const { dataflows, affected } = await reviewTrees(treeOf(all()), treeOf(changed), ["A.Dataflow"]);
    expect(dataflows.map(({ path }) => path)).to.deep.equal(["A.Dataflow"]);
    expect(affected.map(({ path }) => path)).to.deep.equal(["C.Dataflow", "sub/B.Dataflow"]);
  });

  it("reads of the older side only what changed", async () => {
    const base = treeOf(all());
    await reviewTrees(base, treeOf(all(source(2))));
    expect([...new Set(base.asked.map((path) => path.split("/")[0]))]).to.deep.equal(["A.Dataflow"]);
  });

  it("accepted findings are listed with their reason, and do not count", async () => {
    const broken = { ...all(), "A.Dataflow": definitionOf({ queries: { Orders: "Missing" }, logicalId: A_ID }) };
    const review = async (file?: unknown) =>
      reviewTrees(
        treeOf(all()),
        treeOf(broken, file === undefined ? {} : { ".dataflow-review.json": JSON.stringify(file) }),
      );
    expect((await review()).summary.introduced.errors).to.equal(1);
    const accept = [{ dataflow: "A.Dataflow", message: "`Missing` is not defined", reason: "the service adds it" }];
    const { summary, dataflows } = await review({ accept });
    expect(summary).to.deep.include({ introduced: { errors: 0, warnings: 0, advice: 0 }, accepted: 1 });
    expect(dataflows[0]?.findings.accepted[0]?.reason).to.equal("the service adds it");
    expect((await review({ accept: [{ ...accept[0], dataflow: "B.Dataflow" }] })).summary.introduced.errors).to.equal(
      1,
    );
  });

  for (const [file, says] of [
    ["{", "is not valid JSON"],
    ["[]", "must be a JSON object"],
    ['{ "acept": [] }', 'the unknown key "acept"'],
    ['{ "accept": [{ "message": "x" }] }', "accept[0].reason"],
    ['{ "accept": [{ "message": " ", "reason": "y" }] }', "accept[0].message"],
    ['{ "ids": { "A": [1] } }', "ids.A"],
  ] as const)
    it(`refuses the review file ${file}`, async () => {
      const error = await reviewTrees(treeOf({}), treeOf({}, { ".dataflow-review.json": file })).then(
        () => undefined,
        (error: Error) => error,
      );
      expect(error?.name).to.equal("UsageError");
      expect(error?.message).to.contain(says);
    });

  for (const key of ["unknown", "ids"])
    it(`has no agent command: a key of a hostile review file (${key})`, async () => {
      const file = key === "ids" ? { ids: { [attack("x")]: 1 } } : { [attack("x")]: 1 };
      const error = await reviewTrees(treeOf({}), treeOf({}, { ".dataflow-review.json": JSON.stringify(file) })).then(
        () => undefined,
        (error: Error) => error,
      );
      expect(error?.name).to.equal("UsageError");
      expect(obeyedLines(error?.message ?? "::")).to.deep.equal([]);
    });
});
