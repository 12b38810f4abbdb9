import type { EngineEvent, OpMap } from "@pulumi/pulumi/automation";
import { execFileSync } from "node:child_process";

/** What an operation of the engine showed and did. */
export interface Outcome {
  succeeded: boolean;
  stdout: string;
  stderr: string;
  /** How many resources by operation: `{ create: 2, same: 1 }`; empty where the engine stopped before it knew. */
  changes: OpMap;
  events: EngineEvent[];
  /** Warnings and errors, as the engine printed them. */
  diagnostics: { severity: string; message: string; urn?: string }[];
}

interface Callbacks {
  onOutput: (out: string) => void;
  onError: (err: string) => void;
  onEvent: (event: EngineEvent) => void;
  signal: AbortSignal;
}

/**
 * After the first SIGINT the engine awaits the calls under way. After a second it ends, and takes the dynamic host
 * with it; after a SIGKILL the host would stay.
 */
const graceMs = 8_000;

/** Runs an operation with a bound; what it printed is kept when it fails, too. */
export async function operate(
  title: string,
  timeoutMs: number,
  outer: AbortSignal | undefined,
  run: (callbacks: Callbacks) => Promise<unknown>,
): Promise<Outcome> {
  const events: EngineEvent[] = [];
  const printed = { stdout: "", stderr: "" };
  const abort = new AbortController();
  const stop = () => abort.abort();
  outer?.addEventListener("abort", stop);
  let timedOut = false;
  let killer: NodeJS.Timeout | undefined;
  const timer = setTimeout(() => {
    timedOut = true;
    stop();
    killer = setTimeout(() => {
      killEngines("SIGINT");
      killer = setTimeout(killEngines, graceMs, "SIGKILL");
    }, graceMs);
  }, timeoutMs);
  let failure: Error | undefined;
  try {
    await run({
      onOutput: (text) => (printed.stdout += text),
      onError: (text) => (printed.stderr += text),
      onEvent: (event) => events.push(event),
      signal: abort.signal,
    });
  } catch (error) {
    failure = error as Error;
  } finally {
    clearTimeout(timer);
    clearTimeout(killer);
    outer?.removeEventListener("abort", stop);
  }
  if (timedOut)
    throw new Error(`${title} did not end within ${timeoutMs / 1000} s:\n${printed.stdout}${printed.stderr}`);
  if (failure && !printed.stdout && !printed.stderr) printed.stderr = failure.message;
  return { succeeded: !failure, ...printed, events, changes: changesIn(events), diagnostics: diagnosticsIn(events) };
}

function changesIn(events: EngineEvent[]): OpMap {
  return events.map((event) => event.summaryEvent?.resourceChanges).findLast(Boolean) ?? {};
}

function diagnosticsIn(events: EngineEvent[]): Outcome["diagnostics"] {
  return events
    .map((event) => event.diagnosticEvent)
    .filter((diagnostic) => diagnostic !== undefined)
    .map(({ severity, message, urn }) => ({ severity, message, urn }));
}

/** Sends a signal to every engine that this process runs, and to nothing that they started. */
export function killEngines(signal: NodeJS.Signals): number[] {
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid=,comm="], { encoding: "utf8" });
  const engines = table
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([, parent, command]) => Number(parent) === process.pid && /(^|\/)pulumi(\.exe)?$/.test(command ?? ""))
    .map(([pid]) => Number(pid));
  for (const pid of engines) process.kill(pid, signal);
  return engines;
}
