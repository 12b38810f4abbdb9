import { expect } from "chai";
import { reviewTrees } from "../../../sdk/review/repository/reviewTrees";
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

  it("names no affected dataflow if no query of a reader depends on the change", async () => {
    const { affected, refresh } = await reviewTrees(treeOf(all()), treeOf(all(source(1, { Unread: "4" }))));
    expect(affected).to.deep.equal([]);
    expect(refresh.map(({ path }) => path)).to.deep.equal(["A.Dataflow"]);
  });

  it("requests no refresh for a comment or a reformatted text", async () => {
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

  it("finds readers by an id of the review file, by name, and by name in another case", async () => {
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

  it("refreshes dataflows that read from each other in one stage", async () => {
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

  it("treats a moved folder as one dataflow, by its id, its content or its name", async () => {
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

  it("reads only the changed definitions of the older side", async () => {
    const base = treeOf(all());
    await reviewTrees(base, treeOf(all(source(2))));
    expect([...new Set(base.readPaths.map((path) => path.split("/")[0]))]).to.deep.equal(["A.Dataflow"]);
  });
});
