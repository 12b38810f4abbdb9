import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { wallTimeMs } from "../common/clock";
import type { Context } from "./context";
import { secretPathsOf, urnOf } from "./declaration";
import { engineAddress } from "./engine";
import { isAlive, ownFolder } from "./operationLog";
import { asText } from "./values";

/*
 * Runs whose start is in no state yet. An engine that is killed takes nothing of a step with it, and the service does not say who started a
 * run: so a note on this machine does, until the step has ended. The next `up` then awaits that run and starts none.
 * A note names the run and a hash of what was asked for; where that is secret in part, none is made.
 */

/** What a run is started for: the same words ask for the same run. */
export interface Asked {
  resource: Parameters<typeof secretPathsOf>[0];
  itemId: string;
  jobType: string;
  /** Everything else that another value would ask for another run by. */
  by: unknown;
}

interface Note {
  jobInstanceId: string;
  asked: string;
  pid: number;
  /** Milliseconds since 1970. */
  at: number;
}

/** Nobody waits longer for a run; what is older was given up. */
const HOLDS_MS = 24 * 3_600_000;

/** Items whose definition this process has written, or published: a run from before does not count. */
const outdated = new Set<string>();

export const outdateRuns = (itemId: string): void => void outdated.add(itemId.toLowerCase());

const hash = (value: unknown): string => createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 32);

/** The note's file; undefined if there is no engine, no resource or no safe place, or something of it is secret. */
function fileOf({ resource, itemId, jobType }: Asked): string | undefined {
  const urn = urnOf(resource);
  if (urn === undefined || engineAddress() === undefined || secretPathsOf(resource).length > 0) return undefined;
  const folder = ownFolder();
  return folder && join(folder, `run-${hash([urn, itemId.toLowerCase(), jobType])}.json`);
}

/** The first lines of a step that starts runs, and its last ones, whatever happened. */
export async function noting<T>(context: Context, asked: Asked, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } finally {
    // Else nobody is there to be told how it ended.
    if (!context.signal.aborted) safely(asked, (file) => rmSync(file, { force: true }));
  }
}

export function noteRun(asked: Asked, jobInstanceId: string): void {
  const note: Note = { jobInstanceId, asked: hash(asked.by), pid: process.pid, at: wallTimeMs() };
  safely(asked, (file) => writeFileSync(file, JSON.stringify(note), { mode: 0o600 }));
}

/** The run that a step of a process which is gone has started for the same. */
export function leftRun(asked: Asked): string | undefined {
  if (outdated.has(asked.itemId.toLowerCase())) return undefined;
  return safely(asked, (file) => {
    const note = JSON.parse(readFileSync(file, "utf8")) as Partial<Record<keyof Note, unknown>>;
    const age = wallTimeMs() - Number(note.at);
    const isLeft = note.asked === hash(asked.by) && age >= 0 && age < HOLDS_MS && !isAlive(Number(note.pid));
    return isLeft ? asText(note.jobInstanceId) : undefined;
  });
}

/** Without the notes all is as on another machine: a run may be started once more. */
function safely<T>(asked: Asked, use: (file: string) => T): T | undefined {
  try {
    const file = fileOf(asked);
    return file === undefined ? undefined : use(file);
  } catch {
    return undefined;
  }
}
