import { FileRefusal, readBounded, readStreamBounded } from "../common/boundedFile";
import { harmless } from "../common/harmless";
import { UsageError } from "../common/usageError";

/** How long what stands behind a pipe may take, `<(git show ...)` for example. */
export const patience = { pipeMs: 120_000 };

export const isStandardInput = (file: string): boolean => file === "-" || file === "/dev/stdin";

/**
 * The text of a file that an option names, without its byte order mark: a regular file, a pipe, or standard input (`-`). Throws a UsageError
 * that names the option, the file and, if it was exceeded, the limit.
 */
export async function readGivenFile(option: string, file: string, bytes: number): Promise<string> {
  const bounds = { bytes, ...patience };
  try {
    // A parent process may have made it a socket, which has no path that can be opened.
    const content = await (isStandardInput(file)
      ? readStreamBounded(process.stdin, bounds)
      : readBounded(file, bounds));
    return content.toString("utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    if (error instanceof FileRefusal) throw new UsageError(`${option}: ${harmless(file)} ${error.message}.`);
    throw error;
  }
}
