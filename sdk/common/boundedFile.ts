import { close, constants, fstat, open, read, stat, type Stats } from "node:fs";
import { Socket } from "node:net";
import type { Readable } from "node:stream";
import { promisify } from "node:util";

/** The limits for reading a file. */
export interface FileBounds {
  bytes: number;
  /** How long a pipe may take to end, in milliseconds. Left out: only regular files are read. */
  pipeMs?: number;
}

/** Why a file was not read. The message continues a sentence that begins with the file's name. */
export class FileRefusal extends Error {
  override readonly name = "FileRefusal";
  constructor(
    readonly why: "kind" | "bytes" | "time" | "system",
    message: string,
  ) {
    super(message);
  }
}

/**
 * Returns a file's content. Use it for every file that a user names. It refuses devices, sockets and folders before it
 * opens them, because reading a device may never end. A pipe is opened without blocking: an open that waits for a
 * writer cannot be aborted and keeps the process alive. Throws a FileRefusal.
 */
export async function readBounded(file: string, bounds: FileBounds): Promise<Buffer> {
  let fd: number | undefined;
  try {
    requireReadable(await promisify(stat)(file), bounds);
    fd = await promisify(open)(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const info = requireReadable(await promisify(fstat)(fd), bounds);
    if (!info.isFIFO()) return await readRegular(fd, info.size, bounds.bytes);
    const pipe = new Socket({ fd, readable: true, writable: false });
    fd = undefined;
    return await readStreamBounded(pipe, bounds);
  } catch (error) {
    throw error instanceof FileRefusal ? error : unreadable(error);
  } finally {
    if (fd !== undefined) await promisify(close)(fd);
  }
}

function requireReadable(info: Stats, { pipeMs }: FileBounds): Stats {
  if (info.isFile() || (info.isFIFO() && pipeMs !== undefined)) return info;
  if (info.isDirectory()) throw new FileRefusal("kind", "is a folder");
  throw new FileRefusal("kind", `is not a regular file${pipeMs === undefined ? "" : ", nor a pipe"}`);
}

/** Reads up to the limit: a file may be longer than its size says. */
async function readRegular(fd: number, size: number, most: number): Promise<Buffer> {
  if (size > most) throw tooLarge(most);
  let buffer = Buffer.alloc(size + 1);
  for (let at = 0; ;) {
    const { bytesRead } = await promisify(read)(fd, buffer, at, buffer.length - at, null);
    if (bytesRead === 0) return buffer.subarray(0, at);
    at += bytesRead;
    if (at > most) throw tooLarge(most);
    if (at === buffer.length) buffer = Buffer.concat([buffer, Buffer.alloc(buffer.length)]);
  }
}

/** Reads a stream to its end, such as standard input, and destroys it. Throws a FileRefusal. */
export async function readStreamBounded(stream: Readable, { bytes, pipeMs = 0 }: FileBounds): Promise<Buffer> {
  const timer = setTimeout(() => {
    stream.destroy(new FileRefusal("time", `has not ended within ${pipeMs / 1000} s`));
  }, pipeMs);
  try {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.byteLength;
      if (size > bytes) throw tooLarge(bytes);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch (error) {
    throw error instanceof FileRefusal ? error : unreadable(error);
  } finally {
    clearTimeout(timer);
  }
}

const tooLarge = (most: number): FileRefusal => new FileRefusal("bytes", `has more than ${most} bytes`);

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "does not exist",
  EACCES: "may not be read by this user",
};

function unreadable(error: unknown): FileRefusal {
  const { code = "unknown error" } = error as NodeJS.ErrnoException;
  return new FileRefusal("system", `${REASONS[code] ?? "cannot be read"} (${code})`);
}
