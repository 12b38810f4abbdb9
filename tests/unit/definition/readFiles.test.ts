import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readDefinitionArgument, readDefinitionFolder } from "../../../sdk/definition/assets";

describe("reading a folder", function () {
  this.timeout(10_000);
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "definition-"));
    writeFileSync(join(folder, "mashup.pq"), "section S;");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const read = async (): Promise<string> => {
    try {
      return (await readDefinitionFolder(folder, "definition")).map(({ path }) => path).join(" ");
    } catch (error) {
      return (error as Error).message.replaceAll(folder, "F");
    }
  };

  it("reads the files below it, in order, without hidden ones", async () => {
    mkdirSync(join(folder, "b/c"), { recursive: true });
    mkdirSync(join(folder, ".git"));
    for (const file of [".platform", ".hidden", ".git/config", "b/c/x.mdf", "Thumbs.db", "a.mdf"])
      writeFileSync(join(folder, file), "x");
    symlinkSync(join(folder, "a.mdf"), join(folder, "link.mdf"));
    expect(await read()).to.equal(".platform a.mdf b/c/x.mdf link.mdf mashup.pq");
  });

  it("ignores unit tests, which are never sent, and nothing else with that name", async () => {
    mkdirSync(join(folder, "tests/data"), { recursive: true });
    mkdirSync(join(folder, "a/tests"), { recursive: true });
    for (const file of ["tests/orders.yaml", "tests/data/orders.csv", "a/tests/x.mdf"])
      writeFileSync(join(folder, file), "x");
    expect(await read()).to.equal("a/tests/x.mdf mashup.pq");
    rmSync(join(folder, "tests"), { recursive: true });
    writeFileSync(join(folder, "tests"), "x");
    expect(await read()).to.equal("a/tests/x.mdf mashup.pq tests");
  });

  if (process.platform !== "win32") {
    it("refuses a device, and a link to one", async () => {
      symlinkSync("/dev/zero", join(folder, "queryMetadata.json"));
      expect(await read()).to.equal(
        "definition/queryMetadata.json: F/queryMetadata.json is not a regular file; a part must be a regular file",
      );
    });

    it("refuses a pipe, and does not wait for a writer", async () => {
      execFileSync("mkfifo", [join(folder, "queryMetadata.json")]);
      expect(await read()).to.equal(
        "definition/queryMetadata.json: F/queryMetadata.json is not a regular file; a part must be a regular file",
      );
    });
  }

  it("refuses a link to a folder, because the folder could be anywhere", async () => {
    symlinkSync(tmpdir(), join(folder, "more"));
    expect(await read()).to.equal("definition/more: F/more is a folder; a part must be a regular file");
  });

  it("refuses a file that is too large, and files that are too large together", async () => {
    for (const file of ["1.mdf", "2.mdf", "3.mdf", "4.mdf", "5.mdf"]) {
      writeFileSync(join(folder, file), "");
      truncateSync(join(folder, file), 4 * 1024 * 1024);
    }
    expect(await read()).to.equal("definition: F has more than 16777216 bytes; point to one dataflow's folder");
    truncateSync(join(folder, "1.mdf"), 4 * 1024 * 1024 + 1);
    expect(await read()).to.equal(
      "definition/1.mdf: F/1.mdf has more than 4194304 bytes; no part of a dataflow is that large",
    );
  });

  it("stops at too many files and too deep folders, as in a home directory", async () => {
    mkdirSync(join(folder, Array(12).fill("d").join("/")), { recursive: true });
    expect(await read()).to.equal(
      "definition: F has folders within folders (more than 10); point to one dataflow's folder",
    );
    rmSync(join(folder, "d"), { recursive: true });
    for (let at = 0; at < 1001; at++) writeFileSync(join(folder, `${at}.mdf`), "");
    expect(await read()).to.equal("definition: F has more than 1000 files; point to one dataflow's folder");
  });
});

describe("a definition that is a text", () => {
  const messageOf = async (value: unknown): Promise<string> =>
    readDefinitionArgument(value).then(
      () => "",
      (error: Error) => error.message,
    );

  it("is refused in any place, with the asset that it should be", async () => {
    expect(await messageOf("./Sales.Dataflow")).to.equal(
      'definition: is a text; write new pulumi.asset.FileArchive("./Sales.Dataflow") if it is the folder\'s path',
    );
    expect(await messageOf({ "mashup.pq": "section S;" })).to.equal(
      'definition/mashup.pq: is a text; write new pulumi.asset.FileAsset("...") for a path, or new pulumi.asset.StringAsset("...") for content',
    );
  });
});
