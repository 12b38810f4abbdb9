import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** The folder for all files of a run. Git ignores it. */
export const scratch = join(root, ".tmp");

/** The folder of the built provider plugin. */
export const pluginFolder = join(scratch, "plugin");
