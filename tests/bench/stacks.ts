import * as pulumi from "@pulumi/pulumi";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Dataflow, DataflowRefresh } from "pulumi-fabric-dataflow";
import { folder, table } from "../dataflows";
import { type TestStack, withStack } from "../engine/harness/stack";
import { root, scratch } from "../tools/layout.mjs";
import type { Service } from "./service";

/** The report of a dynamic host at its end. */
export interface HostReport {
  peakBytes: number;
  /** The most memory in use after a full garbage collection, if it was to be measured; 0 without such a collection. */
  heapBytes: number;
  cpuMs: number;
  uptimeMs: number;
  modules: string[];
}

export interface Timed {
  seconds: number;
  /** The report of the host that did the operation's work. If there are several, it is the one with the most memory. */
  host: HostReport | undefined;
}

export interface BenchStack {
  stack: TestStack;
  timed(operation: "up" | "preview" | "refresh" | "destroy"): Promise<Timed>;
}

export interface StackSettings {
  parallel: number;
  files?: Record<string, string>;
  service?: Service;
  config?: Record<string, string>;
  /** True if hosts measure their heap. */
  heap?: boolean;
}

const operationMs = 10 * 60_000;

export async function inStack<T>(
  settings: StackSettings,
  program: () => Promise<void> | void,
  use: (bench: BenchStack) => Promise<T>,
): Promise<T> {
  const { parallel, service, files, heap = false } = settings;
  const reports = mkdtempSync(join(scratch, "host-reports-"));
  const profile = process.env.BENCH_PROFILE !== undefined;
  const home = join(scratch, "bench-home");
  mkdirSync(home, { recursive: true });
  const env = {
    PULUMI_HOME: home, // With the engine's logs, which the tests' own folder is without.
    NODE_OPTIONS: `--require ${join(root, "tests", "bench", "hostReport.cjs")}`,
    BENCH_HOST: JSON.stringify({ folder: reports, profile, heap }),
    ...(service && { FABRIC_TOKEN: service.token, FABRIC_ENDPOINT: service.endpoint }),
    ...settings.config,
  };
  try {
    const options = {
      name: "bench",
      program: async () => program(),
      env,
      files,
      secretsProvider: "passphrase",
      asUsersHaveIt: true,
    };
    return await withStack(options, (stack) =>
      use({
        stack,
        timed: async (operation) => {
          const before = new Set(readdirSync(reports));
          const began = performance.now();
          await stack[operation]({ parallel, timeoutMs: operationMs });
          const seconds = (performance.now() - began) / 1000;
          return { seconds, host: largest(reports, before) };
        },
      }),
    );
  } finally {
    if (!profile) rmSync(reports, { recursive: true, force: true });
    else console.log(`profiles of the hosts: ${reports}`);
  }
}

function largest(reports: string, before: ReadonlySet<string>): HostReport | undefined {
  return readdirSync(reports)
    .filter((file) => file.endsWith(".json") && !before.has(file))
    .map((file) => JSON.parse(readFileSync(join(reports, file), "utf8")) as HostReport)
    .sort((a, b) => b.peakBytes - a.peakBytes)[0];
}

/** Published dataflows, each with a refresh. `texts` has the text of the first query, by the dataflow's number. */
export interface Fleet {
  count: number;
  files(edited?: (index: number) => boolean): Record<string, string>;
  program(workspaceId: string, runs?: boolean): () => void;
}

export function fleet(count: number, queries: (index: number, edited: boolean) => Record<string, string>): Fleet {
  const indexes = Array.from({ length: count }, (_, index) => index);
  return {
    count,
    files: (edited = () => false) =>
      Object.assign({}, ...indexes.map((index) => folder(`Flow ${index}.Dataflow`, queries(index, edited(index))))),
    program:
      (workspaceId, runs = true) =>
      () => {
        for (const index of indexes) {
          const flow = new Dataflow(`flow-${index}`, {
            workspaceId,
            definition: new pulumi.asset.FileArchive(`./Flow ${index}.Dataflow`),
            publishOnUpdate: runs,
          });
          if (!runs) continue;
          const triggers = [flow.id, flow.definitionRevision];
          new DataflowRefresh(`load-${index}`, { workspaceId, dataflowId: flow.id, triggers });
        }
      },
  };
}

export const smallQueries = (index: number, edited: boolean): Record<string, string> => ({
  Orders: table(`${index} ${edited ? "edited" : "new"}`),
  Customers: table("two"),
  OrdersByDay: "Table.Distinct(Orders)",
});
