import { spawn } from "node:child_process";
import { join } from "node:path";
import { ensureBuilt } from "./build.mjs";
import { findEngine } from "./engine.mjs";
import { ensureInstalled } from "./install.mjs";
import { root } from "./layout.mjs";

/** Installs, builds and finds an engine if needed, then runs a TypeScript program below tests/ with this process's arguments. */
export async function runWithEngine(program) {
  try {
    await ensureInstalled();
    await ensureBuilt();
    const engine = await findEngine();
    if (engine.problems) {
      throw new Error(
        `no Pulumi engine can be had here:\n${engine.problems.map((problem) => `  ${problem}`).join("\n")}`,
      );
    }
    console.log(`engine: ${engine.cli} ${engine.version}`);
    const file = join(root, "tests", program);
    const child = spawn(process.execPath, ["--require", "tsx/cjs", file, ...process.argv.slice(2)], {
      cwd: root,
      env: { ...process.env, PULUMI_FABRIC_DATAFLOW_ENGINE: engine.cli },
      stdio: "inherit",
    });
    // Ctrl+C reaches the child, too: it cleans up and ends, and this process with it.
    for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
    process.exitCode = await new Promise((resolve) => child.on("close", (code) => resolve(code ?? 1)));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
