import { onEngineGone } from "./engine";

/* The steps in this process that call the service. They stop if the engine is gone, or if it interrupts them. */

let underWay = 0;
const stop = new AbortController();
/** If true, the process ends with its last step, because nobody receives results any more. */
let endsWithWork = false;

/**
 * Runs a step that works on the service. A SIGINT stops it (the second Ctrl-C; Pulumi kills the process 5 s later), and
 * so does a lost engine.
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

/** Ends the waits of all steps. Each returns what it did so far. */
export const stopWork = (): void => stop.abort(new Error("interrupted"));

let watches = false;

/** Ends the process if its engine is killed. Otherwise the host would stay for ever. */
export function watchEngine(): void {
  if (watches) return;
  watches = true;
  onEngineGone(() => (underWay > 0 ? interrupt() : process.exit(0)));
}
