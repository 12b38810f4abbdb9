import { alike, type AlikeTimes, type Pair } from "./alike";
import { least, total, withoutPolls } from "./least";
import { type Life, live, type StepResult, zero } from "./lives";
import type { Alike, AlikeRatios, Measured, Plan, StepRow } from "./measured";
import { median } from "./trivial";

/** The other steps at the largest size. Each takes minutes. */
export const largeSteps = ["noop", "oneChanged", "refresh"] as const;

type Say = (line: string) => void;
type LargePlan = Pick<Plan, "large" | "parallel" | "runs">;

/** Only the largest size, beside as many trivial resources with the same state. The ratios are medians of runs one after the other. */
export async function measureLarge(
  say: Say,
  plan: LargePlan,
): Promise<Pick<Measured, "alike" | "driftCheck"> & { steps: StepRow[] }> {
  const { large, runs } = plan;
  const { life, alike: first } = await oneRun(say, plan, largeSteps);
  const all = [first];
  for (let run = 1; run < runs; run++) all.push((await oneRun(say, plan, [])).alike);
  const flat = all.flatMap((one) => one.flat ?? []);
  const result = { ...medians(all), pairBytes: first.pairBytes, flat: medians(flat) };
  say(`medians of ${runs} runs: ${ratiosOf(result)}; flat ${ratiosOf(result.flat)}`);
  return {
    steps: life.results.map((step) => stepRow("zero", step)),
    driftCheck: driftRequests(life, large),
    alike: result,
  };
}

async function oneRun(say: Say, plan: LargePlan, after: readonly (typeof largeSteps)[number][]) {
  const { large, parallel, runs } = plan;
  const life = await live({ count: large, latencies: zero, parallel, after, previews: runs });
  for (const { step, seconds, requests } of life.results)
    say(`${step} of ${large}: ${seconds.toFixed(1)} s, ${total(withoutPolls(requests))} requests`);
  say(`preview of ${large}: ${median(life.previews).toFixed(1)} s`);
  const ratios = await besideAlike(say, life, plan);
  const flat = await besideAlike(say, life, plan, { flat: true });
  return { life, alike: { ...ratios, flat } };
}

/** The ratios to trivial resources with the same state, or to `flat` ones with as many bytes. */
export async function besideAlike(
  say: Say,
  life: Life,
  { large, parallel, runs }: LargePlan,
  { flat = false } = {},
): Promise<Alike> {
  const times = await alike(pairOf(life), { count: large, parallel, files: life.files, previews: runs, flat });
  const ratios = { ...ratiosTo(times, life), pairBytes: times.pairBytes };
  say(
    `${large} trivial ones with ${flat ? "a flat state of as many bytes" : "the same state"}: up ${times.up.toFixed(1)} s, preview ${median(times.previews).toFixed(1)} s: ${ratiosOf(ratios)} (${times.pairBytes} bytes a pair, ours ${life.pairBytes})`,
  );
  return ratios;
}

function ratiosTo(times: AlikeTimes, { results, previews }: Life): AlikeRatios {
  const { seconds, pathSeconds } = results[0]!;
  return {
    up500: seconds / (pathSeconds + times.up),
    preview500: median(previews) / median(times.previews),
  };
}

const medians = (all: readonly AlikeRatios[]): AlikeRatios => ({
  up500: median(all.map(({ up500 }) => up500)),
  preview500: median(all.map(({ preview500 }) => preview500)),
});

const ratiosOf = ({ up500, preview500 }: AlikeRatios): string => `${up500.toFixed(2)}, ${preview500.toFixed(2)}`;

/** A dataflow and its refresh in the state. */
function pairOf({ resources }: Life): Pair {
  const of = (type: string) => resources.find((resource) => resource.type.endsWith(`:${type}`))!;
  return { flow: of("Dataflow"), load: of("DataflowRefresh") };
}

export function driftRequests({ results }: Life, count: number): Measured["driftCheck"] {
  const refresh = results.find(({ step }) => step === "refresh")!;
  const requests500 = total(withoutPolls(refresh.requests));
  return { requests500, requestsPerItem: requests500 / count };
}

export const stepRow = (
  latencies: StepRow["latencies"],
  { step, count, seconds, pathSeconds, requests }: StepResult,
): StepRow => ({
  ...{ step, count, latencies, seconds, pathSeconds, requests },
  least: least(step, count),
});
