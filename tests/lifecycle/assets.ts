import { createHash } from "node:crypto";
import { mashup, metadata, table } from "../dataflows";

/** Assets and archives as Pulumi's engine passes them to a provider. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

export type Marked = Record<string, unknown>;

export const textAsset = (text: string): Marked => ({ [SIGNATURE]: ASSET, hash: sha256(text), text });
export const fileAsset = (path: string, text: string): Marked => ({ [SIGNATURE]: ASSET, hash: sha256(text), path });
export const archive = (assets: Marked): Marked => ({
  [SIGNATURE]: ARCHIVE,
  hash: sha256(JSON.stringify(assets)),
  assets,
});

/** A definition with one query for each entry. The value is the query's rows. */
export function definition(rows: Record<string, string> = { Orders: "one" }, more: object = {}): Marked {
  const queries = Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, table(row)]));
  return {
    "mashup.pq": textAsset(mashup(queries)),
    "queryMetadata.json": textAsset(metadata(queries, more)),
  };
}

/** Only the mashup, for an edit in the portal. */
export const mashupOf = (rows: Record<string, string>): string =>
  mashup(Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, table(row)])));

const isMarked = (value: unknown): value is Marked => typeof value === "object" && value !== null && SIGNATURE in value;

/** Assets in old values, as the engine passes them: it passes only their hashes. */
export function hashesOnly<T>(value: T): T {
  if (isMarked(value)) return { [SIGNATURE]: value[SIGNATURE], hash: value.hash } as T;
  if (Array.isArray(value)) return value.map(hashesOnly) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, hashesOnly(entry)])) as T;
}
