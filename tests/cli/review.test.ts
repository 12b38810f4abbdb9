import { expect } from "chai";
import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { LIMITS } from "../../sdk/definition/limits";
import type { ChangeDocument } from "../../sdk/review/document";
import { workingTree } from "../../sdk/review/repository/gitTree";
import { root } from "../tools/layout.mjs";
import { shownReview } from "../tools/pictures/review";
import { runCli, type CliResult } from "./runCli";

const fixtures = join(root, "tests", "fixtures", "definitions");

/** A repository with one commit on `main` and the branch `feature` checked out. */
class Repository {
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), "review-")));

  constructor() {
    this.git("init", "-q", "-b", "main");
    cpSync(fixtures, join(this.path, "data flows"), { recursive: true });
    this.commit("one");
    this.git("checkout", "-q", "-b", "feature");
  }

  git(...args: string[]): string {
    const identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
    return execFileSync("git", [...identity, ...args], { cwd: this.path, encoding: "utf8", stdio: "pipe" }).trim();
  }

  commit(message: string): string {
    this.git("add", "-A");
    this.git("commit", "-q", "-m", message);
    return this.git("rev-parse", "HEAD");
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.path, path)), { recursive: true });
    writeFileSync(join(this.path, path), text);
  }

  edit(path: string, from: string, to: string): void {
    const before = readFileSync(join(this.path, path), "utf8");
    expect(before).to.contain(from);
    this.write(path, before.replace(from, to));
  }

  /** Runs `review` in the repository, or in a folder of it. */
  async review(
    args: string[],
    { env = {}, folder = "." }: { env?: NodeJS.ProcessEnv; folder?: string } = {},
  ): Promise<CliResult> {
    const before = process.cwd();
    process.chdir(join(this.path, folder));
    try {
      return await runCli(["review", ...args], env);
    } finally {
      process.chdir(before);
    }
  }

  async json(args: string[] = [], options = {}): Promise<ChangeDocument> {
    const { out, err } = await this.review([...args, "--json"], options);
    expect(err).to.equal("");
    return JSON.parse(out) as ChangeDocument;
  }

  close(): void {
    rmSync(this.path, { recursive: true });
  }
}

const paths = ({ dataflows }: ChangeDocument) => dataflows.map(({ change, path }) => `${change} ${path}`);
const SALES = "data flows/Sales.Dataflow";

describe("review", function () {
  this.timeout(30_000);
  let repository: Repository;
  beforeEach(() => (repository = new Repository()));
  afterEach(() => repository.close());

  it("compares the working tree with main: committed, staged, changed, new and deleted files", async () => {
    repository.edit(`${SALES}/mashup.pq`, "MaxRows = null meta", "MaxRows = 5 meta");
    repository.commit("two");
    repository.edit("data flows/Inventory.Dataflow/mashup.pq", '"Suppliers", ItemKind', '"Vendors", ItemKind');
    cpSync(join(fixtures, "Sales.Dataflow"), join(repository.path, "neu/Größe\n2.Dataflow"), { recursive: true });
    rmSync(join(repository.path, "data flows/Legacy.Dataflow"), { recursive: true });
    repository.write(".gitignore", "ignored\n");
    cpSync(join(fixtures, "Sales.Dataflow"), join(repository.path, "ignored/X.Dataflow"), { recursive: true });
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

  it("compares with the merge base, and with A..B the tips of both", async () => {
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
    expect(paths(await repository.json(["--head", "feature"])), "the working tree does not count").to.have.length(1);
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
      expect(paths(await clone.json(["--base", "main..HEAD"])), "the tips are there").to.deep.equal([
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
      for (const side of ["old", "new"]) cpSync(fixtures, join(folder, side), { recursive: true });
      writeFileSync(join(folder, "new/Legacy.Dataflow/dataflow-content.json"), "{}");
      const args = ["review", join(folder, "new"), "--base", join(folder, "old"), "--json"];
      const { code, out } = await runCli(args, {});
      expect(code).to.equal(1);
      const document = JSON.parse(out) as ChangeDocument;
      expect(paths(document)).to.deep.equal(["changed Legacy.Dataflow"]);
      expect(document.base.label).to.equal(join(folder, "old"));
      const [older, newer] = ["old", "new"].map((side) => join(folder, side, "Legacy.Dataflow"));
      const one = await runCli(["review", newer!, "--base", older!], {});
      expect(one.out, "a folder that is a dataflow has its name")
        .to.match(/^Legacy: changed$/m)
        .and.not.match(/^\./m);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("is limited to folders, which are relative to where it runs", async () => {
    repository.edit(`${SALES}/mashup.pq`, "MaxRows = null meta", "MaxRows = 5 meta");
    repository.edit("data flows/Inventory.Dataflow/mashup.pq", '"Suppliers", ItemKind', '"Vendors", ItemKind');
    expect(paths(await repository.json(["Sales.Dataflow"], { folder: "data flows" }))).to.deep.equal([
      `changed ${SALES}`,
    ]);
    expect(paths(await repository.json(["."], { folder: SALES }))).to.deep.equal([`changed ${SALES}`]);
    expect(paths(await repository.json([`${SALES}/mashup.pq`]))).to.deep.equal([`changed ${SALES}`]);
  });

  it("follows no symbolic link", async () => {
    rmSync(join(repository.path, SALES, "mashup.pq"));
    symlinkSync("/etc/hostname", join(repository.path, SALES, "mashup.pq"));
    const { out } = await repository.review([]);
    expect(out).to.contain(`${SALES}: removed`);
    repository.commit("link");
    expect((await repository.review([])).out).to.contain(`${SALES}: removed`);
  });

  it("follows no folder that became a symbolic link", async () => {
    rmSync(join(repository.path, SALES), { recursive: true });
    symlinkSync(join(fixtures, "Sales.Dataflow"), join(repository.path, SALES));
    const { out } = await repository.review([]);
    expect(out).to.contain(`${SALES}: removed`);
  });

  it("does not read files that no definition can have, or files of operating systems", async () => {
    repository.write(`${SALES}/Thumbs.db`, "x");
    repository.write(`${SALES}/.hidden/mashup.txt`, "x");
    repository.write(`${SALES}/large.bin`, "x".repeat(17 * 1024 * 1024));
    repository.commit("two");
    const { out } = await repository.review(["--no-diffs"]);
    expect(out).not.to.match(/Thumbs|hidden|large/);
  });

  it("reads only the definitions of a working tree", async () => {
    repository.write("data.bin", "x");
    repository.write("data flows/notes.txt", "x");
    repository.write(`${SALES}/more.mdf`, "x");
    const { files } = await workingTree(repository.path);
    expect([...files.keys()].filter((path) => /data\.bin|notes|more/.test(path))).to.deep.equal([`${SALES}/more.mdf`]);
  });

  it("limits the total size of definitions, in a commit, on disk and in a folder", async () => {
    const most = LIMITS.repositoryBytes;
    Object.assign(LIMITS, { repositoryBytes: 100_000 });
    try {
      const refused = async (...args: string[]): Promise<void> => {
        const { code, err } = await repository.review(args);
        expect([code, err]).to.deep.equal([
          2,
          "error: The definitions together have more than 100000 bytes; a review reads no more.",
        ]);
      };
      repository.write(`${SALES}/more.mdf`, "x".repeat(100_001));
      await refused();
      await refused("data flows", "--base", "./data flows");
      repository.commit("two");
      await refused();
    } finally {
      Object.assign(LIMITS, { repositoryBytes: most });
    }
  });

  it("reads a file of accepted findings up to a limit", async () => {
    repository.write(".dataflow-review.json", `{ "accept": [] }${" ".repeat(256 * 1024)}`);
    const { code, err } = await repository.review([]);
    expect(code).to.equal(2);
    expect(err).to.match(/^error: \.dataflow-review\.json has more than 262144 bytes\. Its form: /);
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

  it("works in a repository without a commit", async () => {
    repository.git("checkout", "-q", "--orphan", "empty");
    const { code, err } = await repository.review([]);
    expect(code, err).to.equal(2);
    expect(err).to.contain("no commit in common");
  });
});

describe("the guides to reviewing", () => {
  const [guide, formats] = ["review.md", "review-formats.md"].map((page) =>
    readFileSync(join(root, "docs", page), "utf8"),
  ) as [string, string];

  it("show the command's output for an edit of the quickstart", async () => {
    const { text, markdown } = await shownReview();
    expect(guide).to.contain(`\`\`\`text\n${text.join("\n")}\n\`\`\`\n`);
    expect(formats).to.contain(`\`\`\`\`markdown\n${markdown.trimEnd()}\n\`\`\`\`\n`);
  });

  it("name every field of a document", async () => {
    const repository = new Repository();
    try {
      repository.edit(`${SALES}/mashup.pq`, "MaxRows = null meta", "MaxRows = 5 meta");
      const document = await repository.json();
      const fields = [
        ...Object.keys(document),
        ...Object.keys(document.dataflows[0]!),
        ...Object.keys(document.summary),
      ];
      const isNamed = (field: string) => formats.includes(`\`${field}`) || formats.includes(`\`.${field}`);
      expect(fields.filter((field) => !isNamed(field))).to.deep.equal([]);
    } finally {
      repository.close();
    }
  });
});
