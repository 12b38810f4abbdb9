import { homedir } from "node:os";
import { join } from "node:path";

/** The project's own cache folder; PULUMI_FABRIC_DATAFLOW_CACHE names another. */
export function cacheFolder({ env = process.env, platform = process.platform, home = homedir() } = {}) {
  if (env.PULUMI_FABRIC_DATAFLOW_CACHE) return env.PULUMI_FABRIC_DATAFLOW_CACHE;
  const base =
    platform === "win32"
      ? env.LOCALAPPDATA || join(home, "AppData", "Local")
      : env.XDG_CACHE_HOME || (platform === "darwin" ? join(home, "Library", "Caches") : join(home, ".cache"));
  return join(base, "pulumi-fabric-dataflow");
}
