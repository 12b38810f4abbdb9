import { FileRefusal, readBounded } from "../common/boundedFile";
import { AuthenticationError } from "./authenticationError";

/** A token has a few thousand characters, a certificate with its issuers some ten thousand. */
export const BOUNDS = { bytes: 256 * 1024, pipeMs: 30_000 };

/**
 * Returns the text of a file that holds a secret, without the line end that editors add. The file is read at each use,
 * because files are rotated.
 */
export async function readSecretFile(path: string, what: string): Promise<string> {
  const text = (await readBytes(path, what)).toString("utf8").trim();
  if (text === "") throw new AuthenticationError(`The file ${path}, which should hold the ${what}, is empty.`);
  return text;
}

/** Throws an AuthenticationError that names the file and never its content. */
export async function readBytes(path: string, what: string): Promise<Buffer> {
  try {
    return await readBounded(path, BOUNDS);
  } catch (error) {
    if (!(error instanceof FileRefusal)) throw error;
    throw new AuthenticationError(`The file ${path}, which should hold the ${what}, ${error.message}.`);
  }
}
