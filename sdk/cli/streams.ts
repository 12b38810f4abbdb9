import type { Writable } from "node:stream";
import type { Output } from "./command";

/**
 * Writes lines to the process's streams. Whoever reads a pipe may have seen enough, as `head` has: then nothing more is written, and the
 * command goes on, because its exit code counts. `onFailure` is told once if a result cannot be written otherwise, to a full disk for example.
 */
export const asOutput = (
  stdout: Writable,
  stderr: Writable,
  onFailure: (error: Error) => void,
): Pick<Output, "out" | "err"> => ({
  out: lineWriter(stdout, ({ code, message }) =>
    onFailure(new Error(`the result cannot be written (${code ?? message})`)),
  ),
  err: lineWriter(stderr, () => {}),
});

function lineWriter(stream: Writable, onFailure: (error: NodeJS.ErrnoException) => void): (line: string) => void {
  let isOpen = true;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (!isOpen) return;
    isOpen = false;
    if (error.code !== "EPIPE") onFailure(error);
  });
  return (line) => {
    if (isOpen) stream.write(`${line}\n`);
  };
}

/** Resolves when all that was written has left the process, or cannot leave it any more. */
export async function flush(...streams: Writable[]): Promise<void> {
  await Promise.all(streams.map((stream) => new Promise((resolve) => stream.write("", resolve))));
}
