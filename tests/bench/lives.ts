import type { StateResource } from "../engine/harness/stack";
import { makespan, stepMs, steps } from "./criticalPath";
import type { Requests, StepName } from "./least";
import { type Latencies, Service, type ServiceOptions } from "./service";
import { type BenchStack, fleet, type HostReport, inStack, smallQueries } from "./stacks";
import { pairBytes } from "./trivial";

export const allSteps: readonly StepName[] = ["noop", "oneChanged", "allChanged", "refresh", "destroy"];

/** A sixtieth of the service's latencies: a response 150 ms, `Retry-After` 20 s, operations end at the second poll, jobs at the fifth. */
export const scale = 60;
export const scaled: Latencies = {
  requestMs: 150 / scale,
  retryAfterMs: 20_000 / scale,
  operationPolls: 2,
  jobPolls: 5,
};
/** No latency. The measured time is that of the product and the engine. */
export const zero: Latencies = { requestMs: 0, retryAfterMs: 1, operationPolls: 0, jobPolls: 1 };

export interface StepResult {
  step: StepName;
  count: number;
  seconds: number;
  /** The wait for the service of an optimal client with this number of workers. */
  pathSeconds: number;
  requests: Requests;
  refused: number;
  refusedByOperation: Requests;
  host: HostReport | undefined;
}

export interface Life {
  results: StepResult[];
  /** Seconds of previews without changes. */
  previews: number[];
  pairBytes: number;
  /** The resources after the first `up`. */
  resources: StateResource[];
  /** The files of its definitions. */
  files: Record<string, string>;
}

export interface LifeOptions {
  count: number;
  latencies: Latencies;
  parallel: number;
  /** The steps after the first `up`. */
  after?: readonly StepName[];
  previews?: number;
  /** True if each dataflow is published and has a refresh. Default true. */
  runs?: boolean;
  limits?: ServiceOptions["limits"];
}

/** The steps of new dataflows, with a new service. */
export async function live(options: LifeOptions): Promise<Life> {
  const { count, latencies, parallel, limits, runs = true } = options;
  const service = await Service.start({ latencies, limits });
  try {
    const flows = fleet(count, smallQueries);
    return await inStack(
      { parallel, service, files: flows.files() },
      flows.program(service.workspaceId, runs),
      async (bench) => {
        const results: StepResult[] = [];
        const step = async (name: StepName, operation: "up" | "refresh" | "destroy") => {
          results.push(await measured(name, operation, options, bench, service));
        };
        const edit = (edited: (index: number) => boolean) => {
          for (const [file, text] of Object.entries(flows.files(edited))) bench.stack.edit(file, text);
        };
        await step("up", "up");
        const { resources } = bench.stack.state();
        const bytes = pairBytes(bench, count);
        const previews: number[] = [];
        for (let i = 0; i < (options.previews ?? 0); i++) previews.push((await bench.timed("preview")).seconds);
        const go: Partial<Record<StepName, () => Promise<void>>> = {
          noop: () => step("noop", "up"),
          oneChanged: () => {
            edit((index) => index === 0);
            return step("oneChanged", "up");
          },
          allChanged: () => {
            // The changed dataflow is reset, so that all dataflows differ from the stored definitions.
            edit((index) => index !== 0);
            return step("allChanged", "up");
          },
          refresh: () => step("refresh", "refresh"),
          destroy: () => step("destroy", "destroy"),
        };
        for (const name of options.after ?? []) await go[name]?.();
        return { results, previews, pairBytes: bytes, resources, files: flows.files() };
      },
    );
  } finally {
    await service.close();
  }
}

async function measured(
  step: StepName,
  operation: "up" | "refresh" | "destroy",
  { count, latencies, parallel, runs = true }: LifeOptions,
  bench: BenchStack,
  service: Service,
): Promise<StepResult> {
  await service.clear();
  const { seconds, host } = await bench.timed(operation);
  const log = await service.log();
  const refused = log.filter(({ status }) => status === 429);
  const chain: Record<StepName, readonly (keyof typeof steps)[]> = {
    up: runs ? ["create", "run"] : ["createUnpublished"],
    noop: [],
    oneChanged: ["update", "run"],
    allChanged: ["update", "run"],
    refresh: ["read"],
    destroy: ["delete"],
  };
  const tasks = chain[step].map((name) => stepMs(steps[name], log, latencies));
  // One export has 50 items, and at most as many are requested at once as there are workers.
  const exports = Array.from({ length: Math.ceil(count / 50) }, () => tasks).flat();
  const chains =
    step === "refresh" ? [exports] : Array.from({ length: step === "oneChanged" ? 1 : count }, () => tasks);
  return {
    step,
    count,
    seconds,
    pathSeconds: makespan(chains, parallel) / 1000,
    requests: await service.counts(),
    refused: refused.length,
    refusedByOperation: counted(refused.map(({ operation }) => operation ?? "")),
    host,
  };
}

function counted(names: readonly string[]): Requests {
  const counts: Requests = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
