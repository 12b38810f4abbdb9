import { expect } from "chai";

/** Without what differs from run to run: times, ids, how often an end was looked for. */
const settled = (line: string): string =>
  line
    .trim()
    .replaceAll(/\(\d+(\.\d+)?s\)/g, "(0s)")
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<id>")
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d/g, "<time>")
    .replaceAll(/\d+ × (get(JobInstance|Operation\w*))/g, "n × $1")
    .replaceAll(/\d+ (min|s)\b/g, "n $1")
    .replaceAll(/\s+/g, " ")
    // Calls that run beside each other come in either order.
    .replace(/^requests: (.*)$/, (_, counts: string) => `requests: ${counts.split(", ").sort().join(", ")}`);

/** Holds an excerpt of a run, as a page shows it, to what a run printed: each of its lines, in that order. */
export function expectExcerpt(excerpt: string, printed: string): void {
  const wanted = excerpt.split("\n").map(settled).filter(Boolean);
  expect(wanted).to.not.be.empty;
  const lines = printed.split("\n").map(settled);
  let from = 0;
  for (const line of wanted) {
    const at = lines.indexOf(line, from);
    if (at < 0) expect.fail(`a run does not print "${line}" there. It printed:\n${printed}`);
    from = at + 1;
  }
}
