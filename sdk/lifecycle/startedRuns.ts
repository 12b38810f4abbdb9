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
 * Runs that no state has yet. If the engine is killed, a step's result is lost, and the service does not say who
 * started a run. So a note on this machine names the run until the step has ended. The next `up` waits for that run and
 * starts none. A note has the run's id and a hash of the request. No note is written if a part of the request is
 * secret.
 */

/** The request for a run. Equal requests are for the same run. */
export interface RunRequest {
  resource: Parameters<typeof secretPathsOf>[0];
  itemId: string;
  jobType: string;
  /** All other values whose change needs another run. */
  by: unknown;
}

interface Note {
  jobInstanceId: string;
  request: string;
  pid: number;
  /** Milliseconds since 1970. */
  at: number;
}

/** Nobody waits longer for a run, so an older note is ignored. */
const HOLDS_MS = 24 * 3_600_000;

/** Items whose definition this process has written or published. Notes of earlier runs are ignored for them. */
const outdated = new Set<string>();

export const outdateRuns = (itemId: string): void => void outdated.add(itemId.toLowerCase());

const hash = (value: unknown): string => createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 32);

/**
 * Returns the note's file. Undefined if there is no engine, no resource or no safe folder, or if a part of the request
 * is secret.
 */
function fileOf({ resource, itemId, jobType }: RunRequest): string | undefined {
  const urn = urnOf(resource);
  if (urn === undefined || engineAddress() === undefined || secretPathsOf(resource).length > 0) return undefined;
  const folder = ownFolder();
  return folder && join(folder, `run-${hash([urn, itemId.toLowerCase(), jobType])}.json`);
}

/** Runs a step that starts runs, and deletes its note at the end, also if it fails. */
export async function noting<T>(context: Context, request: RunRequest, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } finally {
    // If aborted, nobody receives the result, so the note stays.
    if (!context.signal.aborted) safely(request, (file) => rmSync(file, { force: true }));
  }
}

export function noteRun(request: RunRequest, jobInstanceId: string): void {
  const note: Note = { jobInstanceId, request: hash(request.by), pid: process.pid, at: wallTimeMs() };
  safely(request, (file) => writeFileSync(file, JSON.stringify(note), { mode: 0o600 }));
}

/** Returns the run that a killed process started for the same request. */
export function leftRun(request: RunRequest): string | undefined {
  if (outdated.has(request.itemId.toLowerCase())) return undefined;
  return safely(request, (file) => {
    const note = JSON.parse(readFileSync(file, "utf8")) as Partial<Record<keyof Note, unknown>>;
    const age = wallTimeMs() - Number(note.at);
    const isLeft = note.request === hash(request.by) && age >= 0 && age < HOLDS_MS && !isAlive(Number(note.pid));
    return isLeft ? asText(note.jobInstanceId) : undefined;
  });
}

/** Errors are ignored: without notes everything works as on another machine, and a run may be started once more. */
function safely<T>(request: RunRequest, use: (file: string) => T): T | undefined {
  try {
    const file = fileOf(request);
    return file === undefined ? undefined : use(file);
  } catch {
    return undefined;
  }
}
