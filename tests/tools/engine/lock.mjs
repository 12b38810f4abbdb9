import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Runs `work` while no other process runs it under the same lock file. The holder touches the file regularly. A lock
 * that was not touched for `staleMs`, or whose process has ended, is taken over.
 *
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {{ waitMs: number, staleMs?: number, pollMs?: number, onWait?: (holder: any) => void }} options
 * @returns {Promise<T>}
 */
export async function withLock(file, work, { waitMs, staleMs = 60_000, pollMs = 500, onWait = () => {} }) {
  const token = await acquire(file, { waitMs, staleMs, pollMs, onWait });
  const heartbeat = setInterval(() => touch(file), staleMs / 6);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    if (holder(file)?.token === token) rmSync(file, { force: true });
  }
}

async function acquire(file, { waitMs, staleMs, pollMs, onWait }) {
  mkdirSync(dirname(file), { recursive: true });
  const own = { token: randomUUID(), pid: process.pid, host: hostname() };
  const deadline = Date.now() + waitMs;
  for (let told = false; ; told = true) {
    try {
      writeFileSync(file, JSON.stringify(own), { flag: "wx" });
      return own.token;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    const other = holder(file);
    if (isStale(file, other, staleMs)) takeAway(file, other);
    else {
      if (!told) onWait(other);
      if (Date.now() > deadline) {
        throw new Error(`process ${other?.pid ?? "?"} has held ${file} for too long; end it, or delete the file`);
      }
      await sleep(pollMs);
    }
  }
}

function holder(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined; // The file is gone, or its process ended before it wrote the file.
  }
}

function isStale(file, other, staleMs) {
  try {
    if (Date.now() - statSync(file).mtimeMs > staleMs) return true;
  } catch {
    return false; // The lock was released meanwhile. The next attempt gets it.
  }
  return other?.host === hostname() && !isAlive(other.pid);
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** Only one process can rename the file. A process that renamed a newer holder's file restores it. */
function takeAway(file, stale) {
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
    if (holder(aside)?.token !== stale?.token) renameSync(aside, file);
    else rmSync(aside, { force: true });
  } catch {
    // Another process was faster.
  }
}

function touch(file) {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // The lock was taken over. The work continues, and a rename puts its result in place.
  }
}
