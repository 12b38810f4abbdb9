import { appendFileSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/*
 * The shared log of the hosts of one engine operation. Each provider has its own host process, and all hosts of an
 * operation get the engine's address as their last argument. Each host appends to its own file, and reads the files of
 * the others. A file is read only while its writer is alive: a later operation may use the same port, but then the
 * former hosts are gone.
 */

const OWNER_ONLY = 0o700;
const OTHERS = 0o077;

/** Returns the folder of this user's files; undefined if another user could write there. */
export function ownFolder(): string | undefined {
  const user = process.getuid?.();
  const path = join(tmpdir(), `pulumi-fabric-dataflow-${user ?? "hosts"}`);
  mkdirSync(path, { recursive: true, mode: OWNER_ONLY });
  const found = lstatSync(path);
  if (!found.isDirectory()) return undefined;
  if (user !== undefined && (found.uid !== user || (found.mode & OTHERS) !== 0)) return undefined;
  return path;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  return !isZombie(pid);
}

/**
 * True for a killed process that still takes signals, because no init process collects it, as in many containers. Only
 * Linux shows it.
 */
function isZombie(pid: number): boolean {
  try {
    return /\) [ZX] [^)]*$/.test(readFileSync(`/proc/${pid}/stat`, "latin1"));
  } catch {
    return false;
  }
}

const FILE = /^(\d+)-(\d+)-(\w+)\.jsonl$/;

/** The entries on one topic: a file with one JSON text a line, which only grows. */
export class OperationLog<Entry> {
  private readonly folder: string;
  private readonly port: string;
  private readonly topic: string;
  private readonly own: string;
  /** The entries of each other file, so that an unchanged file is not read again. */
  private readonly read = new Map<string, { size: number; entries: Entry[] }>();

  private constructor(folder: string, port: string, topic: string) {
    this.folder = folder;
    this.port = port;
    this.topic = topic;
    this.own = `${port}-${process.pid}-${topic}.jsonl`;
    for (const name of readdirSync(folder)) {
      const pid = Number(FILE.exec(name)?.[2]);
      if (name === this.own || (pid && !isAlive(pid))) rmSync(join(folder, name), { force: true });
    }
  }

  /**
   * Returns undefined if the engine's address is not known or the folder cannot be used. Then this process knows only
   * about itself.
   */
  static open<Entry>(engineAddress: string | undefined, topic: string): OperationLog<Entry> | undefined {
    const port = /:([1-9]\d*)$/.exec(engineAddress ?? "")?.[1];
    if (port === undefined) return undefined;
    try {
      const path = ownFolder();
      return path === undefined ? undefined : new OperationLog<Entry>(path, port, topic);
    } catch {
      return undefined;
    }
  }

  append(entry: Entry): void {
    try {
      appendFileSync(join(this.folder, this.own), `${JSON.stringify(entry)}\n`, { mode: 0o600 });
    } catch {
      // If the disk is full, the other hosts do not see this entry. The current step goes on.
    }
  }

  /** Returns the entries of the other living hosts of this operation: one list for each host, oldest entry first. */
  others(): Entry[][] {
    try {
      return readdirSync(this.folder)
        .filter((name) => {
          const [, port, pid, topic] = FILE.exec(name) ?? [];
          return port === this.port && topic === this.topic && name !== this.own && isAlive(Number(pid));
        })
        .map((name) => this.entriesOf(join(this.folder, name)));
    } catch {
      return [];
    }
  }

  private entriesOf(path: string): Entry[] {
    const info = lstatSync(path);
    if (!info.isFile()) return [];
    const { size } = info;
    const known = this.read.get(path);
    if (known?.size === size) return known.entries;
    // A line without a line end is still being written.
    const lines = readFileSync(path, "utf8").split("\n").slice(0, -1);
    const entries = lines.map((line) => JSON.parse(line) as Entry);
    this.read.set(path, { size, entries });
    return entries;
  }
}
