import { expect } from "chai";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive, OperationLog } from "../../../sdk/lifecycle/operationLog";

const ADDRESS = "127.0.0.1:40123";
const posix = process.platform !== "win32";

describe("the shared log of the hosts of one operation", () => {
  let folder: string;
  let before: Record<string, string | undefined>;
  const children: ChildProcess[] = [];

  beforeEach(() => {
    before = { TMPDIR: process.env.TMPDIR, TEMP: process.env.TEMP, TMP: process.env.TMP };
    folder = mkdtempSync(join(tmpdir(), "operation-log-"));
    Object.assign(process.env, { TMPDIR: folder, TEMP: folder, TMP: folder });
  });
  afterEach(() => {
    for (const [key, value] of Object.entries(before))
      if (value === undefined) delete process.env[key];
      else process.env[key] = value;
    for (const child of children.splice(0)) child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });

  const own = () => join(folder, readdirSync(folder)[0]!);
  /** A process that runs as long as the test. */
  const living = () => {
    const child = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60000)"], { stdio: "ignore" });
    children.push(child);
    return child.pid!;
  };
  const write = (port: number, pid: number, text: string) =>
    writeFileSync(join(own(), `${port}-${pid}-items.jsonl`), text);

  it("has the complete lines of a running host of the same engine, including later lines", () => {
    const log = OperationLog.open<{ n: number }>(ADDRESS, "items")!;
    const pid = living();
    write(40123, pid, '{"n":1}\n{"n":2');
    expect(log.others()).to.deep.equal([[{ n: 1 }]]);
    write(40123, pid, '{"n":1}\n{"n":2}\n');
    expect(log.others()).to.deep.equal([[{ n: 1 }, { n: 2 }]]);
  });

  it("does not have its own entries, or those of another engine's hosts and of ended hosts", async () => {
    const log = OperationLog.open<{ n: number }>(ADDRESS, "items")!;
    log.append({ n: 1 });
    const gone = spawn(process.execPath, ["-e", ""], { stdio: "ignore" });
    await new Promise((resolve) => gone.once("exit", resolve));
    write(40123, gone.pid!, '{"n":2}\n');
    write(40124, living(), '{"n":3}\n');
    expect(log.others()).to.deep.equal([]);
    OperationLog.open(ADDRESS, "items");
    const left = readdirSync(own()).sort();
    expect(left, "files of processes that are gone are removed").to.have.length(1);
    expect(left[0]).to.match(/^40124-/);
  });

  it("has files that only their owner can read, and does not use a folder to which others may write", function () {
    // Windows does not have these modes.
    if (!posix) this.skip();
    const log = OperationLog.open<object>(ADDRESS, "items")!;
    log.append({});
    expect(statSync(own()).mode & 0o777).to.equal(0o700);
    expect(statSync(join(own(), readdirSync(own())[0]!)).mode & 0o777).to.equal(0o600);
    chmodSync(own(), 0o777);
    expect(OperationLog.open(ADDRESS, "items")).to.equal(undefined);
  });

  it("treats an ended process as ended, also if its parent has not waited for it", async function () {
    // Only Linux shows a process that its parent has not waited for.
    if (process.platform !== "linux") this.skip();
    // The shell is replaced with a process that does not wait for its child.
    const parent = spawn("sh", ["-c", "sleep 0 & echo $!; exec sleep 60"]);
    children.push(parent);
    const [printed] = (await once(parent.stdout, "data")) as [Buffer];
    const pid = Number(printed.toString());
    for (let wait = 0; wait < 100 && isAlive(pid); wait++) await sleep(50);
    expect(() => process.kill(pid, 0), "it still accepts signals").not.to.throw();
    expect(isAlive(pid)).to.equal(false);
    expect(isAlive(parent.pid!)).to.equal(true);
  });

  for (const address of [undefined, "", "127.0.0.1:0"])
    it(`has no file if there is no engine at ${address}`, () => {
      expect(OperationLog.open(address, "items")).to.equal(undefined);
      expect(readdirSync(folder)).to.deep.equal([]);
    });
});
