// npm run plugin: builds, and writes the plugin's archives with their checksums.
import { join } from "node:path";
import { ensureBuilt } from "./build.mjs";
import { ensureInstalled } from "./install.mjs";
import { scratch } from "./layout.mjs";
import { writeArchives, writeChecksums } from "./plugin/archives.mjs";

await ensureInstalled();
await ensureBuilt();
const folder = join(scratch, "plugin-archives");
const archives = await writeArchives(folder);
for (const file of [...archives, writeChecksums(folder, archives)]) console.log(file);
