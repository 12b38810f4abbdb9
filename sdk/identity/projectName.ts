import { dirname, join } from "node:path";
import { readBounded } from "../common/boundedFile";

const FILES = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];
const MAX_BYTES = 1024 * 1024;

/**
 * Returns the name of a folder's Pulumi project, as the Pulumi CLI finds it: from the nearest folder above with a
 * project file.
 */
export async function projectName(folder: string): Promise<string | undefined> {
  for (const file of FILES) {
    const text = await readBounded(join(folder, file), { bytes: MAX_BYTES }).catch(() => undefined);
    if (text !== undefined) return nameIn(text.toString("utf8"));
  }
  const above = dirname(folder);
  return above === folder ? undefined : projectName(above);
}

/** JSON is valid YAML. The Pulumi CLI has already read the text, so it is valid. */
function nameIn(text: string): string | undefined {
  const { parse } = require("yaml") as typeof import("yaml");
  const project = parse(text) as { name?: unknown } | null;
  return typeof project?.name === "string" ? project.name : undefined;
}
