import { spelled } from "../common/spelling";
import { stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { isObject } from "../common/objects";
import { error } from "../common/problem";
import { AssetError } from "./assetError";
import { isArchive, isAsset, isChecked, type Marked } from "./engineAssets";
import { LIMITS } from "./limits";
import type { DefinitionPart } from "./parts";
import { readFile, readFolder, tooLarge, unreadable } from "./readFiles";

export { AssetError };

const REMOTE_TIMEOUT_MS = 60_000;

/**
 * Returns a text that identifies the content of a definition argument without reading it: the hashes that the engine computed.
 * Undefined if a hash is missing: then the content must be read.
 */
export function assetHashes(value: unknown): string | undefined {
  if (isAsset(value) || isArchive(value)) return typeof value.hash === "string" && value.hash ? value.hash : undefined;
  if (isChecked(value)) return assetHashes(value.content);
  if (!isObject(value)) return undefined;
  const hashes = Object.keys(value)
    .sort()
    .map((path) => [path, assetHashes(value[path])]);
  return hashes.some(([, hash]) => hash === undefined) ? undefined : JSON.stringify(hashes);
}

/**
 * Reads the parts of a definition argument as the dynamic host gets it: an archive, or a map of part path to asset or archive.
 * Paths are relative to the project's directory, which is the host's working directory. Throws an `AssetError`.
 */
export async function readDefinitionArgument(value: unknown, argument = "definition"): Promise<DefinitionPart[]> {
  const parts = await readEntry(value, "", argument);
  if (parts.length > LIMITS.parts)
    throw new AssetError(error(argument, `has more than ${LIMITS.parts} parts; give those of one dataflow`));
  if (parts.reduce((sum, { content }) => sum + content.byteLength, 0) > LIMITS.definitionBytes)
    throw new AssetError(error(argument, `has more than ${LIMITS.definitionBytes} bytes; give one dataflow's parts`));
  return parts.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/**
 * Returns the path of the folder that holds the parts, as the program writes it. With it, a message names a path that a terminal opens.
 * Undefined if the parts do not lie in one folder under their own names.
 */
export function folderOf(value: unknown): string | undefined {
  if (isChecked(value)) return folderOf(value.content);
  if (isArchive(value)) return typeof value.path === "string" ? value.path.replace(/[\\/]+$/, "") : undefined;
  if (!isObject(value) || isAsset(value)) return undefined;
  const [first, ...others] = new Set(Object.entries(value).map(([part, entry]) => folderAbove(entry, part)));
  return others.length === 0 ? first : undefined;
}

function folderAbove(value: unknown, part: string): string | undefined {
  if (isChecked(value)) return folderAbove(value.content, part);
  if (!isAsset(value) || typeof value.path !== "string") return undefined;
  if (value.path === part) return ".";
  return value.path.endsWith(`/${part}`) ? value.path.slice(0, -part.length - 1) : undefined;
}

/** Reads a folder in Fabric's Git format. Messages begin with `place`. Throws an `AssetError`. */
export const readDefinitionFolder = (folder: string, place: string): Promise<DefinitionPart[]> =>
  readArchive({ path: folder }, "", place, place);

async function readEntry(value: unknown, path: string, argument: string): Promise<DefinitionPart[]> {
  const place = path === "" ? argument : `${argument}/${path}`;
  if (isAsset(value)) {
    if (path === "")
      throw new AssetError(error(argument, `is a single asset; give a folder (FileArchive) or ${spelled().map}`));
    return [{ path, content: await readAsset(value, place) }];
  }
  if (isArchive(value)) return readArchive(value, path, argument, place);
  if (isChecked(value)) return readEntry(value.content, path, argument);
  if (isObject(value)) return readMap(value, path, argument);
  if (typeof value === "string")
    throw new AssetError(
      error(
        place,
        path === ""
          ? `is a text; write ${spelled().folder} if it is the folder's path`
          : `is a text; write ${spelled().asset}`,
      ),
    );
  throw new AssetError(error(place, "is not an asset; use a FileAsset, StringAsset, RemoteAsset or an archive"));
}

async function readMap(map: Marked, path: string, argument: string): Promise<DefinitionPart[]> {
  const entries = await Promise.all(
    Object.entries(map).map(([key, value]) => readEntry(value, path === "" ? key : `${path}/${key}`, argument)),
  );
  return entries.flat();
}

async function readArchive(archive: Marked, path: string, argument: string, place: string): Promise<DefinitionPart[]> {
  if (isObject(archive.assets)) return readMap(archive.assets, path, argument);
  if (typeof archive.path === "string") {
    const info = await stat(archive.path).catch((caught: unknown) => {
      throw unreadable(String(archive.path), place, caught);
    });
    if (!info.isDirectory()) throw new AssetError(error(place, notFolder(archive.path)));
    const parts = await readFolder(archive.path, place);
    return path === "" ? parts : parts.map((part) => ({ ...part, path: `${path}/${part.path}` }));
  }
  throw new AssetError(error(place, "is a remote archive; download and unpack it, and point to the folder"));
}

/** Matches the names of packed archives, as Pulumi recognises them. */
const PACKED = /\.(?:zip|tar|tgz|tar\.gz|jar)$/i;

const notFolder = (path: string): string =>
  PACKED.test(path)
    ? `${path} is a packed archive; unpack it and point to the folder`
    : `${path} is a file; point to the folder that holds mashup.pq, or dataflow-content.json`;

async function readAsset(asset: Marked, place: string): Promise<Uint8Array> {
  if (typeof asset.text === "string") return Buffer.from(asset.text, "utf8");
  if (typeof asset.path === "string") return readFile(asset.path, place);
  if (typeof asset.uri === "string") return readRemote(asset.uri, place);
  throw new AssetError(error(place, "is an asset without text, path or address, so its content is not known"));
}

/** Reads a remote asset. Its address can hold a signature, so messages name only the host. */
async function readRemote(uri: string, place: string): Promise<Uint8Array> {
  const url = URL.parse(uri);
  if (url === null) throw new AssetError(error(place, "its address is not a valid URL"));
  try {
    return url.protocol === "file:" ? await readFile(fileURLToPath(url), place) : await download(url, place);
  } catch (caught) {
    throw caught instanceof AssetError ? caught : new AssetError(error(place, `${url.host} ${whyNotRead(caught)}`));
  }
}

async function download(url: URL, place: string): Promise<Uint8Array> {
  const response = await fetch(url, { signal: AbortSignal.timeout(REMOTE_TIMEOUT_MS) });
  if (!response.ok) throw new AssetError(error(place, `${url.host} responded with ${response.status}`));
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > LIMITS.partBytes) throw tooLarge(url.host, place);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Returns why an address cannot be read: by its code only, because a message could quote the address. */
function whyNotRead(caught: unknown): string {
  if (caught instanceof Error && caught.name === "TimeoutError")
    return `did not respond within ${REMOTE_TIMEOUT_MS / 1000} s`;
  const { code, cause } = (caught ?? {}) as { code?: unknown; cause?: { code?: unknown } };
  return `cannot be read (${String(code ?? cause?.code ?? "unknown error")})`;
}
