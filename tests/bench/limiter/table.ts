import { type Scenario, simulate } from "./simulate";

const names: Record<Scenario["limit"], string> = {
  none: "none",
  fixedWindow: "fixed window of",
  slidingWindow: "sliding window of",
  tokenBucket: "token bucket of",
};

type Limit = Pick<Scenario, "limit" | "callsPerMinute" | "retryAfter">;

const limits: Limit[] = [
  { limit: "none", callsPerMinute: 0, retryAfter: "rest" },
  ...(["rest", "constant"] as const).flatMap((retryAfter) =>
    (["fixedWindow", "slidingWindow", "tokenBucket"] as const).flatMap((limit) =>
      [50, 200, 1000].map((callsPerMinute) => ({ limit, callsPerMinute, retryAfter })),
    ),
  ),
];

const columns: [string, Omit<Scenario, keyof Limit>][] = [400, 1200].flatMap((calls) => [
  [`${calls}, one process`, { calls, processes: 1 }],
  [`${calls}, two`, { calls, processes: 2 }],
  [`${calls}, the second 20 s later`, { calls, processes: 2, laterMs: 20_000 }],
]);

async function cell(scenario: Scenario): Promise<string> {
  const { seconds, idealSeconds, ratio, refused } = await simulate(scenario);
  return `${seconds.toFixed(0)} s of ${idealSeconds.toFixed(0)}: ${ratio.toFixed(2)}, ${refused}`;
}

/** `npx tsx tests/bench/limiter/table.ts`: the table of docs/performance.md. */
async function main(): Promise<void> {
  const head = ["limit a minute", "`Retry-After`", ...columns.map(([name]) => name)];
  const lines = [head.join(" | "), head.map((_, column) => (column < 2 ? "---" : "---:")).join(" | ")];
  for (const limit of limits) {
    const { callsPerMinute, retryAfter } = limit;
    const said = limit.limit === "none" ? "" : retryAfter === "rest" ? "the rest" : "always 55 s";
    const cells = [`${names[limit.limit]} ${callsPerMinute || ""}`.trim(), said];
    for (const [, work] of columns) cells.push(await cell({ ...limit, ...work }));
    lines.push(cells.join(" | "));
  }
  console.log(lines.map((line) => `| ${line} |`).join("\n"));
}

void main();
