/** How Pulumi's engine marks an asset or archive that it hands over. `sdk/definition/assets.ts` reads it. */
interface Marked<Mark extends string> {
  "4dabf18193072939515e22adb298388d": Mark;
}

/** A file's content: `pulumi.asset.Asset` in a program. */
export type AssetContent = Marked<"c44067f5952c0a294b673a41bacd8c17">;

/** A folder's content: `pulumi.asset.Archive` in a program. */
export type ArchiveContent = Marked<"0def7320c3a5731c473e5ecbe6d01bc7">;
