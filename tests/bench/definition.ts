import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { queryFingerprints } from "../../sdk/definition/queryFingerprints";
import { largeDefinition } from "./largeDefinition";

/**
 * How long understanding a large definition takes and how much memory it needs, next to Microsoft's parser alone on the same text.
 * Each case runs in a process of its own, from the built package: `npm run build && npx tsx tests/bench/definition.ts`.
 */
const QUERIES = 200;
const BYTES = 500 * 1024;
const RUNS = 3;
const CASES = ["idle", "parser", "parserWhole", "allNew", "oneChanged", "nothingChanged", "fingerprints"] as const;
type Case = (typeof CASES)[number];

interface Result {
  milliseconds: number;
  /** Of the processor: what counts where other work runs beside. */
  cpuMilliseconds: number;
  peakMegabytes: number;
}

const texts = (parts: ReturnType<typeof largeDefinition>): Record<string, string> =>
  Object.fromEntries(parts.map(({ path, content }) => [path, Buffer.from(content).toString("utf8")]));

function measure(name: Case, file: string): Result {
  const results = Array.from({ length: RUNS }, () => {
    const output = execFileSync(process.execPath, [join(__dirname, "definitionCases.mjs"), name, file], {
      encoding: "utf8",
      timeout: 60_000,
    });
    return JSON.parse(output) as Result;
  });
  return results.sort((a, b) => a.cpuMilliseconds - b.cpuMilliseconds)[Math.floor(RUNS / 2)] as Result;
}

function main(): void {
  const parts = largeDefinition(QUERIES, BYTES);
  const folder = mkdtempSync(join(tmpdir(), "definition-bench-"));
  try {
    const file = join(folder, "definitions.json");
    const { queries } = queryFingerprints(parts);
    const edited = texts(largeDefinition(QUERIES, BYTES, 105));
    writeFileSync(file, JSON.stringify({ declared: texts(parts), edited, queries }));
    const results = Object.fromEntries(CASES.map((name) => [name, measure(name, file)])) as Record<Case, Result>;
    const ratio = Number((results.allNew.cpuMilliseconds / results.parser.cpuMilliseconds).toFixed(2));
    const goals = {
      "all new at most 1.2 x the parser alone": ratio <= 1.2,
      "one of 200 changed under 500 ms": results.oneChanged.cpuMilliseconds < 500,
      "memory under 250 MB": results.allNew.peakMegabytes < 250,
    };
    console.log(
      JSON.stringify({ queries: QUERIES, bytes: parts[0]?.content.length, results, ratio, goals }, undefined, 2),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main();
