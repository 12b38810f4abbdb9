// npm run plugin: builds, and writes the plugin's archives.
import { join } from "node:path";
import { ensureBuilt } from "./build.mjs";
import { ensureInstalled } from "./install.mjs";
import { scratch } from "./layout.mjs";
import { writeArchives } from "./plugin/archives.mjs";

await ensureInstalled();
await ensureBuilt();
for (const archive of await writeArchives(join(scratch, "plugin-archives"))) console.log(archive);
