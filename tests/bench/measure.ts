import { cpus, totalmem } from "node:os";
import { checkDefinitions } from "./definition";
import { least, total, withoutPolls } from "./least";
import { allSteps, type Life, live, scaled, type StepResult, zero } from "./lives";
import { heavyModules, loading } from "./loading";
import { fleet5000 } from "./fleet5000";
import { driftRequests, largeSteps, besideAlike, stepRow } from "./large";
import type { Measured, Plan, UpRow } from "./measured";
import { memory } from "./memory";
import { compare } from "./peers/compare";
import { throttled, type Unlimited, unlimited } from "./throttled";
import { median, type TrivialTimes, trivially } from "./trivial";

export async function measure(say: (line: string) => void, plan: Plan): Promise<Measured> {
  const { parallel, sizes, runs, large } = plan;
  const middle = sizes.at(-1)!;
  const engine = new Map<number, TrivialTimes>();
  const ups: UpRow[] = [];
  const lives: { latencies: "scaled" | "zero"; life: Life }[] = [];
  // Values that are compared are measured one after the other, because the machine's speed changes.
  for (const count of sizes) {
    const seen = { trivial: [] as TrivialTimes[], scaled: [] as StepResult[], zero: [] as StepResult[] };
    for (let run = 0; run < runs; run++) {
      seen.trivial.push(await trivially("createOnly", count, parallel));
      for (const [name, latencies] of Object.entries({ scaled, zero })) {
        const kind = name as "scaled" | "zero";
        const last = count === middle && run === runs - 1;
        const life = await live({ count, latencies, parallel, after: last ? allSteps : [] });
        seen[kind].push(life.results[0]!);
        if (last) lives.push({ latencies: kind, life });
      }
    }
    const engineSeconds = median(seen.trivial.map(({ up }) => up));
    engine.set(count, { ...seen.trivial[0]!, up: engineSeconds });
    for (const latencies of ["scaled", "zero"] as const) ups.push(upRow(latencies, seen[latencies], engineSeconds));
    ups.slice(-2).forEach((row) => say(described(row)));
  }
  const trivial = await trivially("createOnly", large, parallel, { previews: runs });
  engine.set(large, trivial);
  say(`${large} trivial resources and as many that depend on them: ${trivial.up.toFixed(1)} s`);
  const life = await live({ count: large, latencies: zero, parallel, after: largeSteps, previews: runs });
  lives.push({ latencies: "zero", life });
  ups.push(upRow("zero", [life.results[0]!], trivial.up));
  say(described(ups.at(-1)!));
  const previewSeconds = { product: median(life.previews), trivial: median(trivial.previews) };
  say(
    `preview of ${large}: ${previewSeconds.product.toFixed(1)} s, trivial resources ${previewSeconds.trivial.toFixed(1)} s`,
  );
  const whole = plan.wholeLifecycle
    ? await trivially("wholeLifecycle", large, parallel, { previews: runs })
    : undefined;
  if (whole) say(`trivial resources with a whole lifecycle: ${whole.up.toFixed(1)} s`);

  const alikeRatios = await besideAlike(say, life, plan);
  const limits = await measureLimits(say, plan);
  const memories = [await memory(large / 10, parallel), await memory(large, parallel)];
  say(`the host needs ${memories.map(({ count, upMb }) => `${upMb} MB for ${count}`).join(", ")}`);
  const compared = await compare(say, plan);
  const check = checkDefinitions();
  say(`check: ${check.unchangedMs} ms where nothing changed`);

  const steps = lives.flatMap(({ latencies, life }) => life.results.map((result) => stepRow(latencies, result)));
  const of = (step: string) => life.results.find((result) => result.step === step)!;
  const largest = check.sizes.at(-1)!;
  return {
    machine: machine(),
    parallel,
    noop: {
      requests: total(of("noop").requests),
      modules: of("noop").host?.modules.length ?? 0,
      heavyModules: heavyModules(of("noop").host),
    },
    oneChanged: {
      requests: total(withoutPolls(of("oneChanged").requests)),
      least: total(least("oneChanged", large)),
    },
    criticalPath: criticalPath(ups, large),
    ups,
    steps,
    driftCheck: driftRequests(life, large),
    providerBytes: Math.max(...life.resources.map(({ inputs }) => String(inputs?.__provider ?? "").length)),
    state: ["Dataflow", "DataflowRefresh"].map((type) => ({ type, bytes: stateBytes(life, type) })),
    previewRatio500: previewSeconds.product / previewSeconds.trivial,
    previewSeconds,
    pairBytes: { product: life.pairBytes, trivial: trivial.pairBytes },
    ...(whole && { wholeLifecycle: nextToWhole(whole, life) }),
    ...limits,
    alike: alikeRatios,
    hostRssMb500: memories.at(-1)!.upMb,
    memory: memories,
    loading: loading(),
    check: {
      unchangedMs: check.unchangedMs,
      oneOf200Ms: check.oneOf200.milliseconds,
      allNewRatio: largest.allNew.cpuMilliseconds / largest.parser.cpuMilliseconds,
      sizes: check.sizes,
    },
    model: fleet5000(ups, steps, { parallel, middle, large }, { trivial: engine, pairBytes: life.pairBytes }),
    compared,
  };
}

/** With and without a limit of calls. */
export async function measureLimits(
  say: (line: string) => void,
  plan: Pick<Plan, "unlimited" | "throttled" | "parallel">,
): Promise<Pick<Measured, "unlimited" | "throttled">> {
  const { parallel } = plan;
  const free: Unlimited[] = [];
  for (const count of plan.unlimited) {
    const row = await unlimited(count, parallel);
    free.push(row);
    say(
      `up of ${count} unpublished, no limit: ${row.seconds.toFixed(1)} s, critical path ${row.pathSeconds.toFixed(1)} s, engine ${row.engineSeconds.toFixed(1)} s: ${row.ratio.toFixed(2)}`,
    );
  }
  const { up: startSeconds } = await trivially("createOnly", 1, parallel);
  const limited = await throttled(plan.throttled, parallel, startSeconds);
  say(
    `under the limit of calls: ${limited.seconds.toFixed(1)} s of ${limited.idealSeconds.toFixed(1)} s: ${limited.ratio.toFixed(2)}, ${limited.refused} of ${limited.calls} refused`,
  );
  return { unlimited: free, throttled: limited };
}

function nextToWhole(whole: TrivialTimes, { results, previews }: Life): NonNullable<Measured["wholeLifecycle"]> {
  const up = results[0]!;
  const previewSeconds = median(whole.previews);
  return {
    upSeconds: whole.up,
    upRatio: up.seconds / (up.pathSeconds + whole.up),
    previewSeconds,
    previewRatio: median(previews) / previewSeconds,
    pairBytes: whole.pairBytes,
  };
}

const described = ({ count, latencies, seconds, pathSeconds, engineSeconds, ratio }: UpRow): string =>
  `up of ${count}, ${latencies}: ${seconds.toFixed(1)} s, critical path ${pathSeconds.toFixed(1)} s, engine ${engineSeconds.toFixed(1)} s: ${ratio.toFixed(2)}`;

function upRow(latencies: UpRow["latencies"], results: readonly StepResult[], engineSeconds: number): UpRow {
  const { count } = results[0]!;
  const seconds = median(results.map((result) => result.seconds));
  const pathSeconds = median(results.map((result) => result.pathSeconds));
  const ratio = seconds / (pathSeconds + engineSeconds);
  return { count, latencies, seconds, pathSeconds, engineSeconds, ratio, requests: results[0]!.requests };
}

/** With the scaled latencies. The largest size has none. */
const criticalPath = (ups: readonly UpRow[], large: number): Record<string, number> =>
  Object.fromEntries(
    ups
      .filter(({ count, latencies }) => (count === large ? latencies === "zero" : latencies === "scaled"))
      .map(({ count, ratio }) => [count, ratio]),
  );

const stateBytes = ({ resources }: Life, type: string): number =>
  Math.round(
    median(
      resources
        .filter((resource) => resource.type.endsWith(`:${type}`))
        .map((resource) => Buffer.byteLength(JSON.stringify(resource))),
    ),
  );

const machine = (): Measured["machine"] => ({
  cores: cpus().length,
  model: cpus()[0]?.model ?? "unknown",
  memoryGb: Math.round(totalmem() / 2 ** 30),
  node: process.version,
});
