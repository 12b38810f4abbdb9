import type { Writable } from "node:stream";
import type { Output } from "./command";
import { wrapLines } from "./table";
import { cut } from "./width";

/**
 * Writes lines to the process's streams. The reader of a pipe may close it early, as `head` does. Then nothing more is
 * written, and the command goes on, because a script may need its exit code. `onFailure` is called once if a result
 * cannot be written for another reason, such as a full disk.
 */
export function asOutput(
  stdout: Writable,
  stderr: Writable & Partial<Terminal>,
  onFailure: (error: Error) => void,
): Pick<Output, "out" | "err" | "status"> {
  const out = writer(stdout, ({ code, message }) =>
    onFailure(new Error(`the result cannot be written (${code ?? message})`)),
  );
  const err = writer(stderr, () => {});
  if (!stderr.isTTY || process.env["TERM"] === "dumb")
    return { out: (line) => out(`${line}\n`), err: (line) => err(`${line}\n`) };
  // A status stays only until something else is written: both streams may show on the same terminal.
  let isStatusShown = false;
  const withoutStatus = (): void => {
    if (isStatusShown) err(ERASE_LINE);
    isStatusShown = false;
  };
  const after =
    (write: (text: string) => void) =>
    (line: string): void => {
      withoutStatus();
      write(`${line}\n`);
    };
  const width = (): number => stderr.columns ?? 80;
  const show = after(err);
  return {
    out: after(out),
    err: (text) => wrapLines(text, width()).forEach(show),
    status(line) {
      // A line that wraps could not be erased.
      err(ERASE_LINE + cut(line, width() - 1));
      isStatusShown = true;
    },
  };
}

interface Terminal {
  isTTY: boolean;
  columns: number;
}

const ERASE_LINE = "\r\x1b[2K";

function writer(stream: Writable, onFailure: (error: NodeJS.ErrnoException) => void): (text: string) => void {
  let isOpen = true;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (!isOpen) return;
    isOpen = false;
    if (error.code !== "EPIPE") onFailure(error);
  });
  return (text) => {
    if (isOpen) stream.write(text);
  };
}

/** Resolves when everything written has left the process, or cannot leave it any more. */
export async function flush(...streams: Writable[]): Promise<void> {
  await Promise.all(streams.map((stream) => new Promise((resolve) => stream.write("", resolve))));
}
