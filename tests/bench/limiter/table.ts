import { CONCURRENT, RESPONSE_MS, type Scenario, simulate, type Simulated } from "./simulate";

const names: Record<Scenario["limit"], string> = {
  none: "no limit",
  fixedWindow: "fixed window",
  slidingWindow: "sliding window",
  tokenBucket: "token bucket",
};

const ways: Pick<Scenario, "processes" | "laterMs">[] = [
  { processes: 1 },
  { processes: 2 },
  { processes: 2, laterMs: 20_000 },
];

function scenarios(): Scenario[] {
  const all: Scenario[] = [];
  const add = (more: Omit<Scenario, "processes" | "laterMs">) => all.push(...ways.map((way) => ({ ...more, ...way })));
  for (const calls of [400, 1200]) {
    add({ calls, limit: "none", callsPerMinute: 0, retryAfter: "rest" });
    for (const retryAfter of ["rest", "constant"] as const)
      for (const limit of ["fixedWindow", "slidingWindow", "tokenBucket"] as const)
        for (const callsPerMinute of [50, 200, 1000]) add({ calls, limit, callsPerMinute, retryAfter });
  }
  return all;
}

const seconds = (value: number): string => value.toFixed(1);

function row(scenario: Scenario, { seconds: took, idealSeconds, ratio, refused, byPause }: Simulated): string {
  const { calls, processes, laterMs, limit, callsPerMinute, retryAfter } = scenario;
  const later = Math.max(0, ...byPause.flatMap(([, ...pauses]) => pauses));
  return [
    names[limit] + (limit === "none" ? "" : ` of ${callsPerMinute}`),
    limit === "none" ? "" : retryAfter === "rest" ? "the rest" : "55 s",
    calls,
    processes === 1 ? "1" : laterMs ? `2, the second ${laterMs / 1000} s later` : "2",
    `${seconds(took)} s`,
    `${seconds(idealSeconds)} s`,
    ratio.toFixed(2),
    refused,
    later,
  ].join(" | ");
}

/** `npx tsx tests/bench/limiter/table.ts`: the table of docs/performance.md. */
async function main(): Promise<void> {
  const head = [
    "limit a minute",
    "`Retry-After`",
    "calls",
    "processes",
    "wall",
    "ideal",
    "ratio",
    "refused",
    "most in a later pause",
  ];
  console.log(`${RESPONSE_MS} ms a response, ${CONCURRENT} at once in each process\n`);
  console.log(`| ${head.join(" | ")} |\n| ${head.map((_, at) => (at < 2 ? "---" : "---:")).join(" | ")} |`);
  for (const scenario of scenarios()) console.log(`| ${row(scenario, await simulate(scenario))} |`);
}

void main();
