import { harmless } from "../common/harmless";
import { formatElapsed } from "../common/durations";
import type { Output } from "./command";

/**
 * Shows how a wait goes. A terminal shows one line, which is rewritten. Elsewhere each change of the status is a line,
 * so that a pipeline's log stays short.
 */
export function progressOn(output: Output): (progress: { status: string; elapsedMs: number }) => void {
  let last: string | undefined;
  return ({ status, elapsedMs }) => {
    const line = `${harmless(status)}, ${formatElapsed(elapsedMs)}`;
    if (output.status) output.status(line);
    else if (status !== last) output.err(line);
    last = status;
  };
}
