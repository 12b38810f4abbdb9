import { isObject } from "../common/objects";

/** How Pulumi's engine marks assets and archives among plain objects. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";

export type Marked = Record<string, unknown>;

export const isAsset = (value: unknown): value is Marked => isObject(value) && value[SIGNATURE] === ASSET;
export const isArchive = (value: unknown): value is Marked => isObject(value) && value[SIGNATURE] === ARCHIVE;

/** Marks an object that holds an asset or archive which `check` has returned. Previews do not show keys with two leading underscores. */
const CHECKED = "__checked";

interface Checked {
  content: unknown;
  [CHECKED]: true;
}

export const isChecked = (value: unknown): value is Checked => isObject(value) && value[CHECKED] === true;

/**
 * The output `definition` until the definition is written. A refresh turns outputs into inputs. This value has no hash, so that no file equals
 * it, and `ignoreChanges` still finds an old value.
 */
export const NOT_WRITTEN: object = { [CHECKED]: true };

/**
 * Returns a definition argument as `check` returns it: a marked object holds each asset and archive. Programs never write such an object. If the
 * new inputs have one, it came from the old inputs: the engine inserts the old values of `ignoreChanges` and does not mark them.
 */
export function asChecked(value: unknown): unknown {
  if (isAsset(value) || isArchive(value)) return { content: value, [CHECKED]: true };
  if (!isObject(value) || isChecked(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([path, entry]) => [path, asChecked(entry)]));
}

/** Returns the paths of a definition argument that the engine took from the old inputs. The path of the whole is `""`. */
export function fromOldInputs(value: unknown): { old: string[]; isWhole: boolean } {
  const all = held(value, "");
  const old = all.filter(({ isOld }) => isOld).map(({ path }) => path);
  return { old, isWhole: old.length === all.length };
}

function held(value: unknown, path: string): { path: string; isOld: boolean }[] {
  if (isChecked(value)) return [{ path, isOld: true }];
  if (!isObject(value) || isAsset(value) || isArchive(value)) return [{ path, isOld: false }];
  return Object.entries(value).flatMap(([key, entry]) => held(entry, path === "" ? key : `${path}/${key}`));
}

/** Returns an archive of texts by part path, as the engine would pass it. */
export const archiveOfTexts = (texts: Readonly<Record<string, string>>): Marked => ({
  [SIGNATURE]: ARCHIVE,
  assets: Object.fromEntries(Object.entries(texts).map(([path, text]) => [path, { [SIGNATURE]: ASSET, text }])),
});
