import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { withLock } from "../../tools/engine/lock.mjs";
import { scratch } from "../../tools/layout.mjs";

describe("the lock for the installation of an engine", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    mkdirSync(scratch, { recursive: true });
    folder = mkdtempSync(join(scratch, "lock-"));
    file = join(folder, "some.lock");
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const held = (pid: number, token = "other", host = hostname()) =>
    writeFileSync(file, JSON.stringify({ token, pid, host }));
  const goneProcess = () => spawnSync(process.execPath, ["-e", ""]).pid;
  const options = { waitMs: 5_000, pollMs: 5 };

  it("admits one at a time, and leaves no file", async () => {
    let inside = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++inside);
      await sleep(10);
      inside--;
    };
    await Promise.all(Array.from({ length: 8 }, () => withLock(file, work, options)));
    expect(most).to.equal(1);
    expect(readdirSync(folder)).to.deep.equal([]);
  });
  it("is released when the work fails", async () => {
    const failure = await withLock(file, () => Promise.reject(new Error("no")), options).catch(
      (error: Error) => error.message,
    );
    expect(failure).to.equal("no");
    expect(existsSync(file)).to.equal(false);
  });
  it("is taken over from an ended process", async () => {
    held(goneProcess());
    expect(await withLock(file, async () => "in", options)).to.equal("in");
  });
  it("is taken over by only one of many at a time", async () => {
    held(goneProcess());
    let inside = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++inside);
      await sleep(5);
      inside--;
    };
    await Promise.all(Array.from({ length: 20 }, () => withLock(file, work, options)));
    expect(most).to.equal(1);
  });
  it("is taken over from any holder if it was not touched for long", async () => {
    held(process.pid, "other", "another-host");
    utimesSync(file, new Date(0), new Date(0));
    expect(await withLock(file, async () => "in", options)).to.equal("in");
  });
  it("is waited for while its process runs, with a message and a time limit", async () => {
    held(process.pid);
    const told: unknown[] = [];
    const onWait = (other: unknown) => told.push(other);
    const failure = await withLock(file, async () => "in", { ...options, waitMs: 50, onWait }).catch(
      (error: Error) => error.message,
    );
    expect(failure).to.contain(`process ${process.pid} has held`);
    expect(told).to.have.length(1);
  });
});
