// npm run -s engine: prints the path of the Pulumi CLI for the tests and the examples. Installs a CLI if there is none.
// With -- --newest: the path of the newest engine that the matrix tests. It is built from Go modules.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, builtCli, newest } from "./engine/build.mjs";
import { cacheFolder } from "./engine/cache.mjs";
import { cliName, inspect, onPath } from "./engine/cli.mjs";
import { download, downloadedCli } from "./engine/download.mjs";
import { withLock } from "./engine/lock.mjs";
import { ensureInstalled } from "./install.mjs";
import { endWithThisProcess } from "./processes.mjs";

const say = (line) => process.stderr.write(`engine: ${line}\n`);

/** { cli, version }, or { problems }: the reason why each way to an engine failed. */
export async function findEngine() {
  const cache = cacheFolder();
  const problems = [];
  const ready = await present(cache, problems);
  if (ready) return ready;
  const lock = join(cache, "engine.lock");
  const onWait = (other) => say(`process ${other?.pid ?? "?"} is getting one already; waiting for it`);
  try {
    return await withLock(lock, async () => (await present(cache, [])) ?? (await get(cache, problems)), {
      waitMs: 40 * 60_000,
      onWait,
    });
  } catch (error) {
    return { problems: [...problems, error.message] };
  }
}

async function buildNewest() {
  const cli = builtCli(cacheFolder(), newest);
  if (existsSync(cli)) return { cli };
  const got = await withLock(join(cacheFolder(), "engine.lock"), () => build(cacheFolder(), say, newest), {
    waitMs: 40 * 60_000,
  });
  return got.cli ? got : { problems: [got.problem] };
}

/** An existing engine: the user's own, or else one from earlier runs. */
async function present(cache, problems) {
  const own = onPath(cliName);
  if (!own) problems.push(`no ${cliName} on the PATH`);
  const places = [own, downloadedCli(cache), builtCli(cache)].filter((cli) => cli && existsSync(cli));
  for (const cli of places) {
    const found = await inspect(cli);
    if (found.cli) return found;
    problems.push(found.problem);
  }
  return undefined;
}

async function get(cache, problems) {
  say("none here yet; trying Pulumi's own installer");
  for (const way of [download, build]) {
    const got = await way(cache, say);
    if (got.cli) return got;
    say(got.problem);
    problems.push(got.problem);
  }
  return { problems };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  endWithThisProcess();
  await ensureInstalled(say).catch((error) => say(error.message));
  const engine = process.argv.includes("--newest") ? await buildNewest() : await findEngine();
  if (engine.cli) console.log(engine.cli);
  else {
    say(`no Pulumi CLI can be had here:\n  ${engine.problems.join("\n  ")}`);
    process.exitCode = 1;
  }
}
