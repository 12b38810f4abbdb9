import { execFile } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, statfsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { run } from "../processes.mjs";
import { cliName, inspect, launcherName } from "./cli.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const command = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const sdk = "github.com/pulumi/pulumi/sdk/v3";
const limitMs = 30 * 60_000;
const gigabyte = 1024 ** 3;
/** The measured size: 1.6 GB of modules, 1.6 GB of build cache, 0.2 GB for the CLI, and the linker's files. */
const diskNeeded = 5 * gigabyte;
const oldestGo = [1, 21]; // It downloads the Go release that go.mod names. Older releases do not.

/** A folder with a Go module that pins Pulumi and everything it is built from. */
function pinned(folder) {
  const goMod = readFileSync(join(folder, "go.mod"), "utf8");
  return { folder, version: /^\s*github\.com\/pulumi\/pulumi\/pkg\/v3 (v\S+)/m.exec(goMod)[1] };
}

/** The version that the tests use by default, and the newest tried version. */
export const usual = pinned(here);
export const newest = pinned(join(here, "newest"));

export const builtCli = (cache, { version } = usual) => join(cache, "engine", version, cliName);

const goEnv = { GOWORK: "off", GOTOOLCHAIN: process.env.GOTOOLCHAIN || "auto" };
const go = async (args, cwd = here) => {
  const env = { ...process.env, ...goEnv };
  const { stdout } = await promisify(execFile)("go", args, { cwd, env, timeout: 120_000 });
  return stdout.trim();
};

/** Builds the CLI from Go modules: { cli, version } or { problem }. */
export async function build(cache, say, engine = usual) {
  const problem = (await goProblem()) ?? (await diskProblem(cache));
  if (problem) return { problem };
  const folder = dirname(builtCli(cache, engine));
  say(`building Pulumi ${engine.version} from Go modules into ${folder}: 5 to 6 minutes on 2 cores, once`);
  const attempt = `${folder}.${process.pid}`;
  mkdirSync(attempt, { recursive: true });
  try {
    const failed = await compile(join(attempt, cliName), say, engine);
    if (failed) return { problem: failed };
    const dist = join(
      await go(["list", "-mod=readonly", "-m", "-f", "{{.Dir}}", sdk], engine.folder),
      "nodejs",
      "dist",
    );
    copyFileSync(join(dist, launcherName), join(attempt, launcherName));
    chmodSync(join(attempt, launcherName), 0o755);
    const built = await inspect(join(attempt, cliName));
    if (built.problem) return built;
    rmSync(folder, { recursive: true, force: true });
    renameSync(attempt, folder);
    return { ...built, cli: builtCli(cache, engine) };
  } finally {
    rmSync(attempt, { recursive: true, force: true });
  }
}

async function goProblem() {
  let version;
  try {
    version = await go(["env", "GOVERSION"]);
  } catch (error) {
    if (error.code !== "ENOENT") return `go does not run: ${(error.stderr || error.message).trim()}`;
    return `no Go on the PATH; a build from source needs Go ${oldestGo.join(".")} or newer (https://go.dev/dl)`;
  }
  const [major, minor] = version.replace(/^go/, "").split(".").map(Number);
  const enough = major > oldestGo[0] || (major === oldestGo[0] && minor >= oldestGo[1]);
  return enough ? undefined : `${version} is too old to build Pulumi: Go ${oldestGo.join(".")} or newer is needed`;
}

async function diskProblem(cache) {
  mkdirSync(cache, { recursive: true });
  for (const folder of [cache, ...(await go(["env", "GOCACHE", "GOMODCACHE"])).split("\n")]) {
    mkdirSync(folder, { recursive: true });
    const { bavail, bsize } = statfsSync(folder);
    const free = bavail * bsize;
    if (free < diskNeeded) {
      const gb = (bytes) => (bytes / gigabyte).toFixed(1);
      return `${gb(free)} GB are free at ${folder}; a build of Pulumi needs ${gb(diskNeeded)} GB`;
    }
  }
  return undefined;
}

async function compile(target, say, { folder, version }) {
  const stamp = `-X ${sdk}/go/common/version.Version=${version}`;
  const args = ["build", "-v", "-mod=readonly", "-buildvcs=false", "-ldflags", stamp, "-o", target, command];
  const seen = { downloaded: 0, compiled: 0 };
  const progress = setInterval(() => {
    say(`  … ${seen.downloaded} modules downloaded, ${seen.compiled} of about 1,700 packages compiled`);
  }, 15_000);
  try {
    const { code, output, timedOut } = await run("go", args, {
      cwd: folder,
      env: goEnv,
      timeoutMs: limitMs,
      onOutput: (text) => {
        for (const line of text.trim().split("\n"))
          seen[line.startsWith("go: downloading") ? "downloaded" : "compiled"]++;
      },
    });
    if (timedOut) return `go build did not end within ${limitMs / 60_000} minutes`;
    if (code !== 0) return `go build failed: ${output.trim().split("\n").slice(-3).join(" ")}`;
    return undefined;
  } finally {
    clearInterval(progress);
  }
}
