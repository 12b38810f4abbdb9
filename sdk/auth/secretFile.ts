import { readFile } from "node:fs/promises";
import { AuthenticationError } from "./authenticationError";

/** The text of a file that holds a secret, without the line end that editors add. Read at each use: files are rotated. */
export async function readSecretFile(path: string, what: string): Promise<string> {
  const text = (await readBytes(path, what)).toString("utf8").trim();
  if (text === "") throw new AuthenticationError(`The file ${path}, which should hold the ${what}, is empty.`);
  return text;
}

export async function readBytes(path: string, what: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const reason =
      code === "ENOENT"
        ? "does not exist"
        : code === "EACCES"
          ? "may not be read by this user"
          : `cannot be read (${code})`;
    throw new AuthenticationError(`The file ${path}, which should hold the ${what}, ${reason}.`);
  }
}
