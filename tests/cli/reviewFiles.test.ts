import { expect } from "chai";
import { rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { LIMITS } from "../../sdk/definition/limits";
import { workingTree } from "../../sdk/review/repository/gitTree";
import { Repository, SALES, samples } from "./gitRepository";

describe("the files of a review", function () {
  this.timeout(30_000);
  let repository: Repository;
  beforeEach(() => (repository = new Repository()));
  afterEach(() => repository.close());

  it("do not include targets of symbolic links", async () => {
    rmSync(join(repository.path, SALES, "mashup.pq"));
    symlinkSync("/etc/hostname", join(repository.path, SALES, "mashup.pq"));
    const { out } = await repository.review([]);
    expect(out).to.contain(`${SALES}: removed`);
    repository.commit("link");
    expect((await repository.review([])).out).to.contain(`${SALES}: removed`);
  });

  it("do not include a folder that became a symbolic link", async () => {
    rmSync(join(repository.path, SALES), { recursive: true });
    symlinkSync(join(samples, "Sales.Dataflow"), join(repository.path, SALES));
    const { out } = await repository.review([]);
    expect(out).to.contain(`${SALES}: removed`);
  });

  it("do not include files that no definition can have, or files of operating systems", async () => {
    repository.write(`${SALES}/Thumbs.db`, "x");
    repository.write(`${SALES}/.hidden/mashup.txt`, "x");
    repository.write(`${SALES}/large.bin`, "x".repeat(17 * 1024 * 1024));
    repository.commit("two");
    const { out } = await repository.review(["--no-diffs"]);
    expect(out).not.to.match(/Thumbs|hidden|large/);
  });

  it("are only the definitions of a working tree", async () => {
    repository.write("data.bin", "x");
    repository.write("data flows/notes.txt", "x");
    repository.write(`${SALES}/more.mdf`, "x");
    const { files } = await workingTree(repository.path);
    expect([...files.keys()].filter((path) => /data\.bin|notes|more/.test(path))).to.deep.equal([`${SALES}/more.mdf`]);
  });

  it("have a limit for the total size of definitions, in a commit, on disk and in a folder", async () => {
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

  it("have a limit for the file of accepted findings", async () => {
    repository.write(".dataflow-review.json", `{ "accept": [] }${" ".repeat(256 * 1024)}`);
    const { code, err } = await repository.review([]);
    expect(code).to.equal(2);
    expect(err).to.match(/^error: \.dataflow-review\.json has more than 262144 bytes\. Its form: /);
  });
});
