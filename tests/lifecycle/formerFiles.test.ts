import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rememberWritten, formerFilesText } from "../../sdk/lifecycle/formerFiles";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const file = (path: string) => ({ [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17", hash: "x", path });

/** A repository, and Git's output in it. */
async function inRepository(use: (folder: string, git: (...args: string[]) => string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "former-files-"));
  const git = (...args: string[]): string =>
    execFileSync(
      "git",
      ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false", ...args],
      {
        cwd: folder,
        encoding: "utf8",
      },
    ).trim();
  try {
    git("init", "-q");
    await use(folder, git);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("the advice for a definition whose first run failed", () => {
  const written = (id: string) =>
    rememberWritten(id, {
      definitionRevision: 3,
      definition: { "mashup.pq": { content: file("mashup.pq"), __checked: true } },
    });

  it("names the revision, and the commit with the old files", () =>
    inRepository(async (folder, git) => {
      written("A1");
      const commit = (text: string, name = "mashup.pq"): string => {
        writeFileSync(join(folder, name), text);
        git("add", ".");
        git("commit", "-q", "-m", text);
        return git("rev-parse", "--short", "HEAD");
      };
      const said = "\nThis is the first run of revision 3 of the definition, which this update wrote.";
      const first = commit("one");
      expect(await formerFilesText("a1", folder), "it is the first commit").to.equal(said);
      const second = commit("two");
      commit("other", "README.md");
      expect(await formerFilesText("a1", folder)).to.equal(
        `${said} To get the files before it: git checkout ${first} -- "mashup.pq"`,
      );
      writeFileSync(join(folder, "mashup.pq"), "three");
      expect(await formerFilesText("a1", folder), "uncommitted edits").to.equal(
        `${said} To get the files before it: git checkout ${second} -- "mashup.pq"`,
      );
    }));

  it("names only the revision if there is no repository, and nothing after another update's write", async () => {
    const folder = mkdtempSync(join(tmpdir(), "former-files-"));
    written("A2");
    expect(await formerFilesText("A2", folder)).to.match(/^\nThis is the first run of revision 3 [^:]*\.$/);
    expect(await formerFilesText("A3", folder)).to.equal("");
    rmSync(folder, { recursive: true });
  });
});
