import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** Everything that a run leaves behind goes here; git ignores it. */
export const scratch = join(root, ".tmp");

/** Where the build leaves the provider plugin. */
export const pluginFolder = join(scratch, "plugin");
