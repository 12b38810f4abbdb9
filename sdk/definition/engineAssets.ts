import { isObject } from "../common/objects";

/** How Pulumi's engine marks assets and archives among plain objects. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";

export type Marked = Record<string, unknown>;

export const isAsset = (value: unknown): value is Marked => isObject(value) && value[SIGNATURE] === ASSET;
export const isArchive = (value: unknown): value is Marked => isObject(value) && value[SIGNATURE] === ARCHIVE;

/** Marks an object that holds an asset or archive which `check` has answered with. Previews show no key that begins so. */
const CHECKED = "__checked";

interface Checked {
  content: unknown;
  [CHECKED]: true;
}

export const isChecked = (value: unknown): value is Checked => isObject(value) && value[CHECKED] === true;

/**
 * What stands in the outputs for a definition that is still to be written: a refresh makes inputs of them. It has no hash, so no file equals
 * it, and `ignoreChanges` finds an old value.
 */
export const NOT_WRITTEN: object = { [CHECKED]: true };

/**
 * A definition argument as `check` answers with it: an object of ours holds each asset and archive. No program writes one, so one among new
 * inputs came from the old inputs: the engine puts old values there that `ignoreChanges` names, and tells nobody of it.
 */
export function asChecked(value: unknown): unknown {
  if (isAsset(value) || isArchive(value)) return { content: value, [CHECKED]: true };
  if (!isObject(value) || isChecked(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([path, entry]) => [path, asChecked(entry)]));
}

/** Which parts of a definition argument the engine took from the old inputs; the path of the whole is `""`. */
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

/** An archive of texts, as a program would write it: part path to text. */
export const archiveOfTexts = (texts: Readonly<Record<string, string>>): Marked => ({
  [SIGNATURE]: ARCHIVE,
  assets: Object.fromEntries(Object.entries(texts).map(([path, text]) => [path, { [SIGNATURE]: ASSET, text }])),
});
