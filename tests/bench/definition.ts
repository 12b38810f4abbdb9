import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { queryFingerprints } from "../../sdk/definition/queryFingerprints";
import { largeDefinition } from "./largeDefinition";
import { median } from "./trivial";

/** The time and memory for reading a definition, compared with Microsoft's parser alone on the same text. */
const RUNS = 3;

export interface CaseResult {
  milliseconds: number;
  /** Processor time, because other work may run at the same time. */
  cpuMilliseconds: number;
  peakMegabytes: number;
}

/** One case in its own process, with the built package: the median of its runs. */
type Measure = (name: string) => CaseResult;

export interface SizeResult {
  kilobytes: number;
  queries: number;
  parser: CaseResult;
  allNew: CaseResult;
  fingerprints: CaseResult;
}

export interface CheckResult {
  sizes: SizeResult[];
  oneOf200: CaseResult;
  /** The lifecycle's `check` without a change, of a definition whose files do not exist. */
  unchangedMs: number;
}

const texts = (parts: ReturnType<typeof largeDefinition>): Record<string, string> =>
  Object.fromEntries(parts.map(({ path, content }) => [path, Buffer.from(content).toString("utf8")]));

function prepared<T>(queries: number, bytes: number, use: (measure: Measure) => T): T {
  const parts = largeDefinition(queries, bytes);
  const folder = mkdtempSync(join(tmpdir(), "definition-bench-"));
  try {
    const file = join(folder, "definitions.json");
    const fingerprints = queryFingerprints(parts).queries;
    const edited = texts(largeDefinition(queries, bytes, Math.floor(queries / 2)));
    writeFileSync(file, JSON.stringify({ declared: texts(parts), edited, queries: fingerprints }));
    return use((name) => runCase(name, file));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runCase(name: string, file: string): CaseResult {
  const results = Array.from({ length: RUNS }, () => {
    const output = execFileSync(process.execPath, [join(__dirname, "definitionCases.mjs"), name, file], {
      encoding: "utf8",
      timeout: 60_000,
    });
    return JSON.parse(output) as CaseResult;
  });
  return results.sort((a, b) => a.cpuMilliseconds - b.cpuMilliseconds)[Math.floor(RUNS / 2)] as CaseResult;
}

export function checkDefinitions(): CheckResult {
  const sizes = [
    [4, 10],
    [40, 100],
    [200, 500],
  ].map(([queries = 0, kilobytes = 0]) =>
    prepared(queries, kilobytes * 1024, (measure) => ({
      ...{ kilobytes, queries, parser: measure("parser"), allNew: measure("allNew") },
      fingerprints: measure("fingerprints"),
    })),
  );
  const oneOf200 = prepared(200, 500 * 1024, (measure) => measure("oneChanged"));
  return { sizes, oneOf200, unchangedMs: unchangedMs() };
}

function unchangedMs(): number {
  const script = join(__dirname, "unchanged.cjs");
  const once = () =>
    Number(execFileSync(process.execPath, [script], { encoding: "utf8", timeout: 60_000, cwd: __dirname }));
  return median(Array.from({ length: RUNS }, once));
}
