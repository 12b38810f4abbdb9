import { alike, type PairShape, type StateShape } from "./alike";
import { least, total, withoutPolls } from "./least";
import { type Life, live, type StepResult, zero } from "./lives";
import type { Measured, Plan, StepRow } from "./measured";
import { median } from "./trivial";

/** The other steps at the largest size. Each takes minutes. */
export const largeSteps = ["noop", "oneChanged", "refresh"] as const;

/** Only the largest size, and then as many trivial resources of the same size. */
export async function measureLarge(
  say: (line: string) => void,
  plan: Pick<Plan, "large" | "parallel" | "runs">,
): Promise<Pick<Measured, "alike" | "driftCheck"> & { steps: StepRow[] }> {
  const { large, parallel, runs } = plan;
  const life = await live({ count: large, latencies: zero, parallel, after: largeSteps, previews: runs });
  for (const { step, seconds, requests } of life.results)
    say(`${step} of ${large}: ${seconds.toFixed(1)} s, ${total(withoutPolls(requests))} requests`);
  say(`preview of ${large}: ${median(life.previews).toFixed(1)} s`);
  return {
    steps: life.results.map((result) => stepRow("zero", result)),
    driftCheck: driftRequests(life, large),
    alike: await nextToAlike(say, life, plan),
  };
}

export async function nextToAlike(
  say: (line: string) => void,
  life: Life,
  { large, parallel, runs }: Pick<Plan, "large" | "parallel" | "runs">,
): Promise<Measured["alike"]> {
  const likeOurs = await alike(pairShape(life), large, parallel, { previews: runs });
  const { seconds, pathSeconds } = life.results[0]!;
  const ratios = {
    up500: seconds / (pathSeconds + likeOurs.up),
    preview500: median(life.previews) / median(likeOurs.previews),
    pairBytes: likeOurs.pairBytes,
  };
  say(
    `${large} with as many properties and bytes: up ${likeOurs.up.toFixed(1)} s, preview ${median(likeOurs.previews).toFixed(1)} s: ${ratios.up500.toFixed(2)}, ${ratios.preview500.toFixed(2)}`,
  );
  return ratios;
}

/** The size of the product's resources in the state. */
function pairShape({ resources }: Life): PairShape {
  const of = (type: string): StateShape => {
    const { inputs, outputs, bytes } = resources.find((resource) => resource.type.endsWith(`:${type}`))!;
    return { inputs, outputs, bytes };
  };
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
