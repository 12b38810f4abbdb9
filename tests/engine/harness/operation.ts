import type { EngineEvent, OpMap } from "@pulumi/pulumi/automation";
import { enginesAndBelow, isEngine, type ProcessEntry, signalAll } from "./processTree";

/** The output and the changes of an operation of the engine. */
export interface Outcome {
  succeeded: boolean;
  stdout: string;
  stderr: string;
  /** The number of resources by operation: `{ create: 2, same: 1 }`. Empty if the engine stopped before it knew. */
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

/** After the first SIGINT the engine awaits the calls in progress. After a second one it ends, and its hosts may continue. */
const graceMs = 8_000;

/** Runs an operation with a time limit. Keeps its output even if it fails. */
export async function operate(
  title: string,
  timeoutMs: number,
  outer: AbortSignal | undefined,
  run: (callbacks: Callbacks) => Promise<unknown>,
  onOutput?: (text: string) => void,
): Promise<Outcome> {
  const events: EngineEvent[] = [];
  const printed = { stdout: "", stderr: "" };
  const abort = new AbortController();
  const stop = () => abort.abort();
  outer?.addEventListener("abort", stop);
  let timedOut = false;
  let killer: NodeJS.Timeout | undefined;
  const left: ProcessEntry[] = [];
  const timer = setTimeout(() => {
    timedOut = true;
    stop();
    killer = setTimeout(() => {
      left.push(...enginesAndBelow());
      signalAll(left.filter(isEngine), "SIGINT");
      killer = setTimeout(() => signalAll(left, "SIGKILL"), graceMs);
    }, graceMs);
  }, timeoutMs);
  let failure: Error | undefined;
  try {
    await run({
      onOutput: (text) => {
        printed.stdout += text;
        onOutput?.(text);
      },
      onError: (text) => (printed.stderr += text),
      onEvent: (event) => events.push(event),
      signal: abort.signal,
    });
  } catch (error) {
    failure = error as Error;
  } finally {
    clearTimeout(timer);
    clearTimeout(killer);
    signalAll(left, "SIGKILL");
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
  return (
    events
      .map((event) => event.diagnosticEvent)
      .filter((diagnostic) => diagnostic !== undefined)
      // The tests' own way to provide a plugin causes this message.
      .filter(({ message }) => !/using pulumi-resource-[\w-]+ from \$PATH/.test(message))
      .map(({ severity, message, urn }) => ({ severity, message, urn }))
  );
}
