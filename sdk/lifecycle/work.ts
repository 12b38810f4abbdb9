import { onEngineGone } from "./engine";

/*
 * The steps that work on the service in this process, and what stops them: whoever would take the answer is no longer there, or asks for an
 * end.
 */

let underWay = 0;
const stop = new AbortController();
/** A process whose answers nobody takes ends with its last step. */
let endsWithWork = false;

/**
 * Runs a step that works on the service. While one is under way, a SIGINT (the second Ctrl-C; Pulumi kills 5 s later) and an
 * engine that is gone stop it.
 */
export async function working<T>(step: (signal: AbortSignal) => Promise<T>): Promise<T> {
  if (underWay++ === 0) process.on("SIGINT", interrupt);
  try {
    return await step(stop.signal);
  } finally {
    if (--underWay === 0) {
      process.off("SIGINT", interrupt);
      if (endsWithWork) setTimeout(() => process.exit(1), 100).unref();
    }
  }
}

const EXIT_AFTER_MS = 4_500;

function interrupt(): void {
  endsWithWork = true;
  stopWork();
  setTimeout(() => process.exit(1), EXIT_AFTER_MS).unref();
}

/** Ends the waits of all steps: each answers with what it did so far. */
export const stopWork = (): void => stop.abort(new Error("interrupted"));

let watches = false;

/** A host outlives an engine that was killed, and would stay for ever. */
export function watchEngine(): void {
  if (watches) return;
  watches = true;
  onEngineGone(() => (underWay > 0 ? interrupt() : process.exit(0)));
}
