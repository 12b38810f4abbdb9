import { execFileSync } from "node:child_process";
import { median } from "./trivial";
import { root } from "../tools/layout.mjs";
import type { HostReport } from "./stacks";

/** Milliseconds to load each entry of the package in a new process, without and with the Pulumi SDK already loaded. */
export interface Loading {
  entry: string;
  ms: number;
  /** The number of modules, without those of the SDK. */
  modules: number;
}

const RUNS = 5;
const entries = [
  ["pulumi-fabric-dataflow", true],
  ["pulumi-fabric-dataflow/runtime", false],
  ["pulumi-fabric-dataflow/client", false],
] as const;

export const loading = (): Loading[] =>
  entries.map(([entry, afterSdk]) => {
    const script = `
      ${afterSdk ? 'require("@pulumi/pulumi");' : ""}
      const before = Object.keys(require.cache).length;
      const began = performance.now();
      require(${JSON.stringify(entry)});
      console.log(JSON.stringify([performance.now() - began, Object.keys(require.cache).length - before]));`;
    const seen = Array.from(
      { length: RUNS },
      () =>
        JSON.parse(
          execFileSync(process.execPath, ["-e", script], { cwd: root, encoding: "utf8", timeout: 60_000 }),
        ) as [number, number],
    );
    return { entry, ms: median(seen.map(([ms]) => ms)), modules: seen[0]?.[1] ?? 0 };
  });

/** Modules that only a step with the service or a changed definition may load. */
const heavy = {
  msal: /node_modules\/@azure\/msal/,
  undici: /node_modules\/undici\//,
  parser: /node_modules\/@microsoft\/powerquery-parser\//,
  arrow: /node_modules\/(apache-arrow|flatbuffers)\//,
};

export function heavyModules(host: HostReport | undefined): string[] {
  if (!host) throw new Error("the host did not report what it loaded");
  return Object.entries(heavy)
    .filter(([, pattern]) => host.modules.some((file) => pattern.test(file)))
    .map(([name]) => name);
}
