import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../tools/layout.mjs";

/** The text that a page shows as the output of a command, by the name in the comment above its block. @throws Error if there is none. */
export function outputOf(page: string, name: string): string {
  const text = readFileSync(join(root, page), "utf8");
  const [, output] =
    new RegExp(`<!-- output: ${name} -->\\n+ *\`\`\`\\w*\\n([\\s\\S]*?)^ *\`\`\``, "m").exec(text) ?? [];
  if (output === undefined) throw new Error(`${page} shows no output ${name}`);
  return output;
}

/** The line without values that differ between runs: times, ids, the number of polls, fingerprints of queries with ids. */
const settled = (line: string): string =>
  line
    .trim()
    .replaceAll(/\(\d+(\.\d+)?s\)/g, "(0s)")
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<id>")
    .replaceAll(/"[\w-]{11}(\.[\w-]+)?"/g, '"<fingerprint>"')
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d/g, "<time>")
    .replaceAll(/\d+ × (get(JobInstance|Operation\w*))/g, "n × $1")
    .replaceAll(/\d+(\.\d+)? (min|s)\b/g, "n $2")
    // The engine shows the last message of a step. A publish that ends before its first poll has no message.
    .replace(/(create: Succeeded|publish: Completed), n s$/, "<ended>")
    .replaceAll(/\s+/g, " ")
    // Parallel calls have any order.
    .replace(/^requests: (.*)$/, (_, counts: string) => `requests: ${counts.split(", ").sort().join(", ")}`);

/** Expects each line of a page's excerpt in the output of a run, in that order. */
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
