import { expect } from "chai";
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { FileRefusal, readBounded, readStreamBounded, type FileBounds } from "../../../sdk/common/boundedFile";

const isWindows = process.platform === "win32";

describe("a file that a user names", () => {
  let folder: string;
  const at = (name: string): string => join(folder, name);
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "bounded-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const outcomeOf = (file: string, bounds: FileBounds = { bytes: 10 }): Promise<string> =>
    readBounded(file, bounds).then(
      (content) => `read ${content.toString("utf8")}`,
      (error: unknown) => {
        expect(error).to.be.instanceOf(FileRefusal);
        return (error as Error).message;
      },
    );

  it("is read up to the limit if it is a regular file, or a link to one", async () => {
    writeFileSync(at("ten"), "0123456789");
    symlinkSync(at("ten"), at("link"));
    expect(await outcomeOf(at("ten"))).to.equal("read 0123456789");
    expect(await outcomeOf(at("link"))).to.equal("read 0123456789");
    expect(await outcomeOf(at("ten"), { bytes: 9 })).to.equal("has more than 9 bytes");
    writeFileSync(at("empty"), "");
    expect(await outcomeOf(at("empty"))).to.equal("read ");
  });

  it("costs no memory if it is huge", async () => {
    writeFileSync(at("huge"), "");
    truncateSync(at("huge"), 2 ** 40);
    expect(await outcomeOf(at("huge"))).to.equal("has more than 10 bytes");
  });

  it("is refused if it is a folder, or missing", async () => {
    mkdirSync(at("folder"));
    expect(await outcomeOf(at("folder"))).to.equal("is a folder");
    expect(await outcomeOf(at("none"))).to.equal("does not exist (ENOENT)");
    expect(await outcomeOf(join(at("none"), "\0"))).to.match(/^cannot be read/);
  });

  if (!isWindows) {
    it("is refused if it is a device or a socket, also through a link", async () => {
      symlinkSync("/dev/zero", at("zero"));
      for (const file of ["/dev/zero", at("zero"), "/dev/null"]) {
        expect(await outcomeOf(file), file).to.equal("is not a regular file");
        expect(await outcomeOf(file, { bytes: 10, pipeMs: 50 }), file).to.equal("is not a regular file, nor a pipe");
      }
      const server = createServer().listen(at("socket"));
      await new Promise((resolve) => server.once("listening", resolve));
      expect(await outcomeOf(at("socket"))).to.equal("is not a regular file");
      server.close();
    });

    it("is refused if it is a pipe, unless pipes are read", async () => {
      execFileSync("mkfifo", [at("pipe")]);
      expect(await outcomeOf(at("pipe"))).to.equal("is not a regular file");
    });

    it("is read from a pipe to its end, within the limits of bytes and time", async () => {
      execFileSync("mkfifo", [at("pipe")]);
      const written = (command: string): void => {
        spawn("sh", ["-c", `(${command}) >"$0"`, at("pipe")], { stdio: "ignore" });
      };
      written("printf 01234; sleep 0.1; printf 56789");
      expect(await outcomeOf(at("pipe"), { bytes: 10, pipeMs: 20_000 })).to.equal("read 0123456789");
      written("exec cat /dev/zero");
      expect(await outcomeOf(at("pipe"), { bytes: 10, pipeMs: 20_000 })).to.equal("has more than 10 bytes");
      // This uses its own pipe, because the writer of the other pipe may end now, which ends a read.
      execFileSync("mkfifo", [at("silent")]);
      expect(await outcomeOf(at("silent"), { bytes: 10, pipeMs: 50 }), "no writer").to.equal(
        "has not ended within 0.05 s",
      );
    });

    it("does not keep a process alive if it stopped reading", () => {
      execFileSync("mkfifo", [at("pipe")]);
      const module = JSON.stringify(join(__dirname, "../../../sdk/common/boundedFile"));
      const script = `require(${module}).readBounded(process.argv[1], { bytes: 10, pipeMs: 50 }).catch((e) => process.stdout.write(e.message))`;
      const out = execFileSync(process.execPath, ["--require", "tsx/cjs", "--eval", script, at("pipe")], {
        encoding: "utf8",
        timeout: 20_000,
      });
      expect(out).to.equal("has not ended within 0.05 s");
    }).timeout(30_000);
  }

  it("can be read from a stream with the same limits", async () => {
    const bounds = { bytes: 4, pipeMs: 50 };
    expect(
      (await readStreamBounded(Readable.from([Buffer.from("ab"), Buffer.from("cd")]), bounds)).toString(),
    ).to.equal("abcd");
    const refusal = (stream: Readable) => readStreamBounded(stream, bounds).catch((error: Error) => error.message);
    expect(await refusal(Readable.from([Buffer.from("ab"), Buffer.from("cde")]))).to.equal("has more than 4 bytes");
    expect(await refusal(new Readable({ read: () => {} }))).to.equal("has not ended within 0.05 s");
  });
});
