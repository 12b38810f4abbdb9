import { FileRefusal, readBounded, readStreamBounded } from "../common/boundedFile";
import { harmless } from "../common/harmless";
import { UsageError } from "../common/usageError";

/** How long to wait for a pipe, such as `<(git show ...)`. */
export const patience = { pipeMs: 120_000 };

export const isStandardInput = (file: string): boolean => file === "-" || file === "/dev/stdin";

/**
 * Returns the text of a file that an option names, without its byte order mark. The file is a regular file, a pipe, or
 * standard input (`-`). Throws a UsageError that names the option and the file, and the limit if the file exceeds it.
 */
export async function readGivenFile(option: string, file: string, bytes: number): Promise<string> {
  const bounds = { bytes, ...patience };
  try {
    // A parent process may have made standard input a socket, which has no path to open.
    const content = await (isStandardInput(file)
      ? readStreamBounded(process.stdin, bounds)
      : readBounded(file, bounds));
    return content.toString("utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    if (error instanceof FileRefusal) throw new UsageError(`${option}: ${harmless(file)} ${error.message}.`);
    throw error;
  }
}
