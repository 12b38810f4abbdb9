import { expect } from "chai";
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ChangeDocument } from "../../sdk/review/document";
import { paths, Repository, SALES, samples } from "./gitRepository";
import { runCli } from "./runCli";

describe("the command review", function () {
  this.timeout(30_000);
  let repository: Repository;
  beforeEach(() => (repository = new Repository()));
  afterEach(() => repository.close());

  it("compares the working tree with main, in committed, staged, changed, new and deleted files", async () => {
    repository.edit(`${SALES}/mashup.pq`, "MaxRows = null meta", "MaxRows = 5 meta");
    repository.commit("two");
    repository.edit("data flows/Inventory.Dataflow/mashup.pq", '"Suppliers", ItemKind', '"Vendors", ItemKind');
    cpSync(join(samples, "Sales.Dataflow"), join(repository.path, "neu/Größe\n2.Dataflow"), { recursive: true });
    rmSync(join(repository.path, "data flows/Legacy.Dataflow"), { recursive: true });
    repository.write(".gitignore", "ignored\n");
    cpSync(join(samples, "Sales.Dataflow"), join(repository.path, "ignored/X.Dataflow"), { recursive: true });
    const document = await repository.json();
    expect(paths(document)).to.deep.equal([
      "changed data flows/Inventory.Dataflow",
      "removed data flows/Legacy.Dataflow",
      `changed ${SALES}`,
      "added neu/Größe\n2.Dataflow",
    ]);
    expect(document.base).to.deep.equal({ label: "main", commit: repository.git("rev-parse", "main") });
    expect(document.head).to.deep.equal({ label: "working tree" });
    expect(document.version).to.equal(1);
  });

  it("finds no change in a clean tree", async () => {
    const { code, out } = await repository.review([]);
    expect(code).to.equal(0);
    expect(out).to.contain("No dataflow changed");
  });

  it("compares with the merge base, or the two revisions of A..B", async () => {
    repository.edit(`${SALES}/mashup.pq`, "MaxRows = null meta", "MaxRows = 5 meta");
    repository.commit("on feature");
    repository.git("checkout", "-q", "main");
    repository.edit("data flows/Inventory.Dataflow/mashup.pq", '"Suppliers", ItemKind', '"Vendors", ItemKind');
    repository.commit("on main");
    repository.git("checkout", "-q", "feature");
    expect(paths(await repository.json())).to.deep.equal([`changed ${SALES}`]);
    expect((await repository.json()).base.label).to.equal("main (merge base)");
    expect(paths(await repository.json(["--base", "main..feature"]))).to.deep.equal([
      "changed data flows/Inventory.Dataflow",
      `changed ${SALES}`,
    ]);
    repository.edit(`${SALES}/mashup.pq`, "MaxRows = 5 meta", "MaxRows = null meta");
    expect(paths(await repository.json(["--head", "feature"])), "the working tree has no effect").to.have.length(1);
    expect(paths(await repository.json())).to.deep.equal([]);
  });

  it("uses the target of the pipeline's pull request, or the remote's default branch", async () => {
    const clone = new Repository();
    try {
      clone.git("remote", "add", "origin", repository.path);
      repository.git("checkout", "-q", "-b", "release");
      repository.edit(`${SALES}/mashup.pq`, "MaxRows = null meta", "MaxRows = 5 meta");
      repository.commit("release");
      clone.git("fetch", "-q", "origin");
      clone.git("reset", "-q", "--hard", "origin/release");
      for (const env of [{ GITHUB_BASE_REF: "main" }, { SYSTEM_PULLREQUEST_TARGETBRANCH: "refs/heads/main" }])
        expect((await clone.json([], { env })).base.label).to.equal("origin/main");
      clone.git("remote", "set-head", "origin", "release");
      expect((await clone.json()).base.label).to.equal("origin/release");
      const { code, err } = await clone.review([], { env: { GITHUB_BASE_REF: "gone" } });
      expect(code).to.equal(2);
      expect(err).to.contain("origin/gone").and.to.contain("--base");
    } finally {
      clone.close();
    }
  });

  it("exits with 2 and says what to set in a shallow clone", async () => {
    repository.edit(`${SALES}/mashup.pq`, "MaxRows = null meta", "MaxRows = 5 meta");
    repository.commit("two");
    const clone = new Repository();
    try {
      rmSync(join(clone.path, ".git"), { recursive: true });
      rmSync(join(clone.path, "data flows"), { recursive: true });
      clone.git("init", "-q", "-b", "work");
      clone.git("fetch", "-q", "--depth", "1", `file://${repository.path}`, "feature");
      clone.git("reset", "-q", "--hard", "FETCH_HEAD");
      clone.git("fetch", "-q", "--depth", "1", `file://${repository.path}`, "main:main");
      const { code, err } = await clone.review([]);
      expect(code).to.equal(2);
      expect(err).to.contain("no commit in common").and.to.contain("fetch-depth: 0");
      expect(paths(await clone.json(["--base", "main..HEAD"])), "both commits exist").to.deep.equal([
        `changed ${SALES}`,
      ]);
    } finally {
      clone.close();
    }
  });

  it("exits with 2 if it cannot compare", async () => {
    for (const [args, says] of [
      [["--base", "nowhere"], "no revision nowhere"],
      [["--base", "--output=x"], "no revision --output=x"],
      [["--base", "main.."], "A..B"],
      [["--base", "main...feature"], "A..B"],
      [["--base", "main..feature", "--head", "main"], "Leave out --head"],
      [["../elsewhere"], "outside of the repository"],
      [["--base", "./nowhere"], "cannot be read"],
    ] as const) {
      const { code, err } = await repository.review([...args]);
      expect(code, err).to.equal(2);
      expect(err).to.contain(says);
    }
  });

  it("compares two folders without Git", async () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "review-")));
    try {
      for (const side of ["old", "new"]) cpSync(samples, join(folder, side), { recursive: true });
      writeFileSync(join(folder, "new/Legacy.Dataflow/dataflow-content.json"), "{}");
      const args = ["review", join(folder, "new"), "--base", join(folder, "old"), "--json"];
      const { code, out } = await runCli(args, {});
      expect(code).to.equal(1);
      const document = JSON.parse(out) as ChangeDocument;
      expect(paths(document)).to.deep.equal(["changed Legacy.Dataflow"]);
      expect(document.base.label).to.equal(join(folder, "old"));
      const [older, newer] = ["old", "new"].map((side) => join(folder, side, "Legacy.Dataflow"));
      const one = await runCli(["review", newer!, "--base", older!], {});
      expect(one.out, "the folder of a dataflow gives its name")
        .to.match(/^Legacy: changed$/m)
        .and.not.match(/^\./m);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("reviews only the named folders, relative to the current folder", async () => {
    repository.edit(`${SALES}/mashup.pq`, "MaxRows = null meta", "MaxRows = 5 meta");
    repository.edit("data flows/Inventory.Dataflow/mashup.pq", '"Suppliers", ItemKind', '"Vendors", ItemKind');
    expect(paths(await repository.json(["Sales.Dataflow"], { folder: "data flows" }))).to.deep.equal([
      `changed ${SALES}`,
    ]);
    expect(paths(await repository.json(["."], { folder: SALES }))).to.deep.equal([`changed ${SALES}`]);
    expect(paths(await repository.json([`${SALES}/mashup.pq`]))).to.deep.equal([`changed ${SALES}`]);
  });

  it("exits with 1 for a new error, and with --fail-on for breaking changes", async () => {
    repository.edit(`${SALES}/mashup.pq`, '[Id = "Sales", ItemKind', '[Id = "Sales2", ItemKind');
    expect((await repository.review([])).code).to.equal(0);
    expect((await repository.review(["--fail-on", "breaking"])).code).to.equal(1);
    repository.edit(`${SALES}/mashup.pq`, "ToEuro([Amount]", "ToEuros([Amount]");
    expect((await repository.review([])).code).to.equal(1);
    expect((await repository.review(["--fail-on", "never"])).code).to.equal(0);
    expect((await repository.review(["--fail-on", "always"])).code).to.equal(2);
  });

  it("writes Markdown into a file", async () => {
    repository.edit(`${SALES}/mashup.pq`, "MaxRows = null meta", "MaxRows = 5 meta");
    const { code, out } = await repository.review(["--format", "markdown", "--out", "review.md"]);
    expect({ code, out }).to.deep.equal({ code: 0, out: "" });
    expect(readFileSync(join(repository.path, "review.md"), "utf8")).to.contain("### Dataflows: 1 changed");
    const failed = await repository.review(["--out", "no/such/folder/review.md"]);
    expect(failed.code).to.equal(2);
  });

  it("exits with 2 in a repository without a commit", async () => {
    repository.git("checkout", "-q", "--orphan", "empty");
    const { code, err } = await repository.review([]);
    expect(code, err).to.equal(2);
    expect(err).to.contain("no commit in common");
  });
});
