import { expect } from "chai";
import { asMarkdown } from "../../../sdk/review/format/markdown";
import { asText } from "../../../sdk/review/format/text";
import { reviewTrees } from "../../../sdk/review/repository/reviewTrees";
import { manual, navigation, typed, writtenDataflow, type Written } from "../../writtenDataflows";
import { textPart } from "../definition/samples";
import { definitionOf, destination, readsDataflow, readsTable, treeOf, writtenTo, type Folders } from "./trees";

const A_ID = "aaaaaaaa-0000-4000-8000-000000000001";

describe("the breaking changes of a review", () => {
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

  it("are absent if only the M changed", async () => {
    expect(await breaks(written({ Orders: "2", ...target }, attributes))).to.deep.equal([]);
  });
  it("include a removed query and its destination table", async () => {
    const gone = ["breaking query-gone B.Dataflow/Read", "breaking destination-gone B.Dataflow/Table"];
    expect(await breaks(written(target, {}))).to.deep.equal(gone);
    expect(await breaks(undefined), "with its whole dataflow").to.deep.equal(gone);
  });
  it("include a renamed query, but not its table", async () => {
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
  it("include a query that is no longer loaded", async () => {
    const metadata = { queriesMetadata: { Orders: { queryName: "Orders", loadEnabled: false } } };
    expect(await breaks(written({ Orders: "1", ...target }, attributes, metadata))).to.deep.equal([
      "breaking query-not-loaded B.Dataflow/Read",
    ]);
  });
  it("include another table, and rows that are replaced instead of appended", async () => {
    expect(await breaks(written({ Orders: "1", Orders_Target: destination("lake", "U") }, attributes))).to.deep.equal([
      "breaking destination-moved B.Dataflow/Table",
    ]);
    expect(
      await breaks(written({ Orders: "1", ...target }, { Orders: writtenTo("Orders_Target", "Replace") })),
    ).to.deep.equal(["breaking append-to-replace B.Dataflow/Table", "warning unknown-combination B.Dataflow/Table"]);
  });

  it("include columns of destination tables, with their readers", async () => {
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

  describe("of a table whose navigation is", () => {
    const lakehouse = `Lakehouse.Contents([HierarchicalNavigation = true]){[workspaceId = "w"]}[Data]{[lakehouseId = "lake"]}[Data]`;
    const navigated = (...steps: string[]): string => {
      const names = ["Source", ...steps.map((_, index) => `Navigation_${index}`)];
      const variables = steps.map((step, index) => `Navigation_${index} = ${names[index]}${step}`);
      return `let Source = ${lakehouse}, ${variables.join(", ")} in ${names.at(-1)}`;
    };
    const inSchema = (schema: string, table: string) =>
      navigated(`{[Id = "${schema}", ItemKind = "Schema"]}[Data]`, `{[Id = "${table}", ItemKind = "Table"]}?[Data]?`);
    const flat = (name: string) => navigated(`{[Id = "${name}", ItemKind = "Table"]}?[Data]?`);
    const file = (folder: string, name: string) =>
      navigated(
        `{[Id = "Files", ItemKind = "Folder"]}[Data]`,
        `{[Name = "${folder}"]}[Content]`,
        `{[Name = "${name}"]}?[Content]?`,
      );
    const warehouse = (item: string) =>
      `let Source = Fabric.Warehouse([HierarchicalNavigation = true]){[workspaceId = "."]}[Data], Item = Source{[displayName = "${item}"]}[Data], Table = Item{[Schema = "dbo"]}[Data]{[Name = "Orders"]}?[Data]? in Table`;
    const state = (target: string, read: string): Folders => ({
      "A.Dataflow": definitionOf({
        queries: { Orders: "1", Orders_Target: target },
        attributes: { Orders: writtenTo("Orders_Target") },
      }),
      "B.Dataflow": definitionOf({ queries: { Read: read } }),
    });
    const changed = async (before: string, after: string, read: string) => {
      const { dataflows } = await reviewTrees(treeOf(state(before, read)), treeOf(state(after, read)));
      return (dataflows[0]?.breaks ?? []).map(({ rule, table, readers }) => [
        rule,
        table,
        ...readers.map(({ query }) => query),
      ]);
    };

    it("through a schema of a lakehouse: the table is that in the schema", async () => {
      expect(
        await changed(inSchema("silver", "Orders"), inSchema("silver", "Sales"), inSchema("silver", "Orders")),
      ).to.deep.equal([["destination-moved", "silver.Orders", "Read"]]);
      expect(
        await changed(inSchema("silver", "Orders"), inSchema("gold", "Orders"), inSchema("silver", "Stock")),
      ).to.deep.equal([["destination-moved", "silver.Orders"]]);
    });

    it("flat, with the schema in the name: the same table", async () => {
      expect(await changed(flat("silver.Orders"), inSchema("silver", "Orders"), flat("Orders"))).to.deep.equal([]);
      expect(await changed(flat("Orders"), inSchema("dbo", "Orders"), flat("Orders"))).to.deep.equal([]);
      expect(await changed(flat("silver.Orders"), flat("gold.Orders"), inSchema("silver", "Orders"))).to.deep.equal([
        ["destination-moved", "silver.Orders", "Read"],
      ]);
    });

    it("to a file: it is not the folder", async () => {
      expect(await changed(file("bronze", "a.csv"), file("bronze", "b.csv"), file("bronze", "a.csv"))).to.deep.equal([
        ["destination-moved", "bronze/a.csv", "Read"],
      ]);
      expect(await changed(file("bronze", "a.csv"), file("bronze", "b.csv"), file("bronze", "c.csv"))).to.deep.equal([
        ["destination-moved", "bronze/a.csv"],
      ]);
    });

    it("by the display name of an item in the own workspace", async () => {
      expect(await changed(warehouse("Staging"), warehouse("Sales"), warehouse("Staging"))).to.deep.equal([
        ["destination-moved", "dbo.Orders", "Read"],
      ]);
    });
  });

  it("do not include a table whose query cannot be read: the attributes tell where it is written", async () => {
    const state = (m: string): Folders => ({
      "A.Dataflow": Object.entries(writtenDataflow({ Orders: { m } })).map(([path, text]) => textPart(path, text)),
    });
    const readable = typed({ A: "text" });
    for (const m of ["let A = 1, in A", "let (A = 1 in A"]) {
      const { summary, dataflows } = await reviewTrees(treeOf(state(readable)), treeOf(state(m)));
      expect(summary.breaking, m).to.equal(0);
      expect(summary.introduced.errors + summary.introduced.warnings, m).to.equal(1);
      expect(dataflows[0], m).to.deep.include({ breaks: [], destinations: [] });
      expect(dataflows[0]?.queries.map(({ name, role, aspects }) => [name, role, aspects])).to.deep.equal([
        ["Orders", "query", ["expression"]],
      ]);
      const corrected = await reviewTrees(treeOf(state(m)), treeOf(state(readable)));
      expect(corrected.dataflows[0], m).to.deep.include({ destinations: [] });
    }
  });

  it("do not include a mapped column that the query does not have: it is a new error", async () => {
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
});
