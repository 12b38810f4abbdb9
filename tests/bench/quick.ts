import { differences, least, type Requests, total, withoutPolls } from "./least";
import { allSteps, live, zero } from "./lives";

const count = 5;
const parallel = 8;

export interface QuickResult {
  noop: { requests: number };
  oneChanged: { requests: number; least: number };
  driftCheck: { requestsPerItem: number };
  steps: Record<string, Requests>;
  wrong: string[];
}

/** Counts the exact requests of each step, with a service without latency. Measures no times. */
export async function quick(): Promise<QuickResult> {
  const { results } = await live({ count, latencies: zero, parallel, after: allSteps });
  const steps: Record<string, Requests> = {};
  const wrong: string[] = [];
  for (const { step, requests } of results) {
    steps[step] = requests;
    const wanted = least(step, count);
    wrong.push(...differences(withoutPolls(requests), wanted).map((line) => `${step}: ${line}`));
    // Without latency, the first poll finds the end of each job.
    const jobs = (wanted.runApplyChanges ?? 0) + (wanted.runExecute ?? 0);
    if ((requests.getJobInstance ?? 0) !== jobs)
      wrong.push(`${step}: getJobInstance: ${requests.getJobInstance ?? 0} instead of ${jobs}`);
  }
  const sent = (step: string): Requests => withoutPolls(steps[step] ?? {});
  return {
    noop: { requests: total(steps.noop ?? {}) },
    oneChanged: { requests: total(sent("oneChanged")), least: total(least("oneChanged", count)) },
    driftCheck: { requestsPerItem: total(sent("refresh")) / count },
    steps,
    wrong,
  };
}
