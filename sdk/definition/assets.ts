import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { isObject } from "../common/objects";
import { error, type Problem } from "../common/problem";
import type { DefinitionPart } from "./parts";

/** How Pulumi's engine marks assets and archives among plain objects. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";

/** A definition's size is bounded by the service (512 KB of M); what is much larger is a mistake. */
const LARGEST_PART_BYTES = 16 * 1024 * 1024;
const MOST_PARTS = 1000;
const REMOTE_TIMEOUT_MS = 60_000;
const JUNK = new Set(["Thumbs.db", "desktop.ini"]);

type Marked = Record<string, unknown>;
export const isAsset = (value: unknown): value is Marked => isObject(value) && value[SIGNATURE] === ASSET;
const isArchive = (value: unknown): value is Marked => isObject(value) && value[SIGNATURE] === ARCHIVE;

/** A definition argument could not be read; `problem` says where and why. */
export class AssetError extends Error {
  constructor(readonly problem: Problem) {
    super(`${problem.place}: ${problem.message}`);
  }
}

/**
 * What identifies the content of a definition argument without reading it: the hashes that the engine computed.
 * `undefined` where one is missing, so that nothing is taken for unchanged by mistake.
 */
export function assetHashes(value: unknown): string | undefined {
  if (isAsset(value) || isArchive(value)) return typeof value.hash === "string" && value.hash ? value.hash : undefined;
  if (!isObject(value)) return undefined;
  const hashes = Object.keys(value)
    .sort()
    .map((path) => [path, assetHashes(value[path])]);
  return hashes.some(([, hash]) => hash === undefined) ? undefined : JSON.stringify(hashes);
}

/**
 * The parts of a definition argument as the dynamic host hands it over: an archive, or a map of part path to asset or archive.
 * Paths are relative to the project's directory, which is the host's working directory. Throws `AssetError`.
 */
export async function readDefinitionArgument(value: unknown, argument = "definition"): Promise<DefinitionPart[]> {
  const parts = await readEntry(value, "", argument);
  if (parts.length > MOST_PARTS)
    throw new AssetError(error(argument, `has more than ${MOST_PARTS} files; point to one dataflow's folder`));
  return parts.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** Reads a folder in Fabric's Git format. `place` is what messages begin with. Throws an AssetError. */
export const readDefinitionFolder = (folder: string, place: string): Promise<DefinitionPart[]> =>
  readArchive({ path: folder }, "", place, place);

async function readEntry(value: unknown, path: string, argument: string): Promise<DefinitionPart[]> {
  const place = path === "" ? argument : `${argument}/${path}`;
  if (isAsset(value)) {
    if (path === "")
      throw new AssetError(
        error(argument, "is a single asset; give a folder (FileArchive) or a map of part path to asset"),
      );
    return [{ path, content: await readAsset(value, place) }];
  }
  if (isArchive(value)) return readArchive(value, path, argument, place);
  if (isObject(value)) return readMap(value, path, argument);
  throw new AssetError(error(place, "is no asset; use a FileAsset, StringAsset, RemoteAsset or an archive"));
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
    const info = await stat(archive.path).catch((e: NodeJS.ErrnoException) => {
      throw new AssetError(error(place, `${String(archive.path)} cannot be read (${e.code ?? "unknown error"})`));
    });
    if (!info.isDirectory())
      throw new AssetError(error(place, `${archive.path} is a packed archive; unpack it and point to the folder`));
    return readFolder(archive.path, path, place);
  }
  throw new AssetError(error(place, "is a remote archive; download and unpack it, and point to the folder"));
}

async function readFolder(folder: string, path: string, place: string): Promise<DefinitionPart[]> {
  const entries = (await readdir(folder, { withFileTypes: true, recursive: true })).filter(
    (entry) => !entry.isDirectory(),
  );
  const parts: DefinitionPart[] = [];
  for (const entry of entries) {
    const file = join(entry.parentPath, entry.name);
    const inside = relative(folder, file).replaceAll("\\", "/");
    const hidden = inside.split("/").some((segment) => segment.startsWith(".") && segment !== ".platform");
    if (hidden || JUNK.has(entry.name)) continue;
    parts.push({
      path: path === "" ? inside : `${path}/${inside}`,
      content: await readBounded(file, `${place}/${inside}`),
    });
    if (parts.length > MOST_PARTS) break;
  }
  return parts;
}

async function readAsset(asset: Marked, place: string): Promise<Uint8Array> {
  if (typeof asset.text === "string") return Buffer.from(asset.text, "utf8");
  if (typeof asset.path === "string") return readBounded(asset.path, place);
  if (typeof asset.uri === "string") return readRemote(asset.uri, place);
  throw new AssetError(error(place, "has neither text, path nor address; its content is not known here"));
}

async function readBounded(file: string, place: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    if (size > LARGEST_PART_BYTES)
      throw new AssetError(error(place, `${file} has ${size} bytes; no part of a dataflow is that large`));
    return await readFile(file);
  } catch (e) {
    if (e instanceof AssetError) throw e;
    throw new AssetError(
      error(place, `${file} cannot be read (${(e as NodeJS.ErrnoException).code ?? "unknown error"})`),
    );
  }
}

/** The address of a remote asset can carry a signature: of it only the host is ever named. */
async function readRemote(uri: string, place: string): Promise<Uint8Array> {
  const url = URL.parse(uri);
  if (url === null) throw new AssetError(error(place, "its address is no URL"));
  if (url.protocol === "file:") return readBounded(fileURLToPath(url), place);
  const answer = await fetch(url, { signal: AbortSignal.timeout(REMOTE_TIMEOUT_MS) }).catch(() => {
    throw new AssetError(error(place, `${url.host} did not answer within ${REMOTE_TIMEOUT_MS / 1000} s`));
  });
  if (!answer.ok) throw new AssetError(error(place, `${url.host} answered ${answer.status}`));
  if (Number(answer.headers.get("content-length") ?? 0) > LARGEST_PART_BYTES)
    throw new AssetError(error(place, `${url.host} sends more than ${LARGEST_PART_BYTES} bytes`));
  return new Uint8Array(await answer.arrayBuffer());
}
