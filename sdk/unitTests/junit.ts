import type { CaseResult } from "./runCase";

/** XML 1.0 does not allow most control characters, not even as references. https://www.w3.org/TR/xml/#charsets */
const NO_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const escapeXml = (text: string): string =>
  text
    .replace(NO_XML, "\uFFFD")
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);

const seconds = (ms: number): string => (ms / 1000).toFixed(3);

/** Returns results as JUnit XML, which pipelines show as tests: one suite for each file. */
export function junitXml(results: readonly (CaseResult & { file: string })[]): string {
  const files = new Map<string, CaseResult[]>();
  for (const result of results)
    if (files.get(result.file)?.push(result) === undefined) files.set(result.file, [result]);
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<testsuites ${counts(results)}>`,
    ...[...files].flatMap(([file, own]) => suite(file, own)),
    "</testsuites>",
    "",
  ].join("\n");
}

const suite = (file: string, results: readonly CaseResult[]): string[] => [
  `  <testsuite name="${escapeXml(file)}" ${counts(results)}>`,
  ...results.flatMap((result) => testcase(file, result)),
  "  </testsuite>",
];

function testcase(
  file: string,
  { name, durationMs, outcome, failures = [], missing, unexpected }: CaseResult,
): string[] {
  const head = `    <testcase name="${escapeXml(name)}" classname="${escapeXml(file)}" time="${seconds(durationMs)}"`;
  if (outcome === "passed") return [`${head}/>`];
  const kind = outcome === "failed" ? "failure" : "error";
  const diff = [...(missing ?? []).map((row) => `- ${row}`), ...(unexpected ?? []).map((row) => `+ ${row}`)];
  return [
    `${head}>`,
    `      <${kind} message="${escapeXml(failures.join("; "))}">${[...failures, ...diff].map(escapeXml).join("\n")}</${kind}>`,
    "    </testcase>",
  ];
}

function counts(results: readonly CaseResult[]): string {
  const of = (wanted: CaseResult["outcome"]) => results.filter(({ outcome }) => outcome === wanted).length;
  const time = seconds(results.reduce((sum, { durationMs }) => sum + durationMs, 0));
  return `tests="${results.length}" failures="${of("failed")}" errors="${of("error")}" time="${time}"`;
}
