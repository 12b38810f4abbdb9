import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../tools/layout.mjs";
import { run } from "../tools/processes.mjs";
import { steps } from "../tools/quickstart/steps";
import { expectExcerpt } from "./excerpts";

const checkout = () => execFileSync("git", ["status", "--porcelain"], { cwd: root, encoding: "utf8" });
const script = join(root, "tests", "tools", "start.mjs");

/** README's output of a run. */
const excerpt = /^From a run of `npm start`, shortened:\n+```text\n([\s\S]*?)^```/m.exec(
  readFileSync(join(root, "README.md"), "utf8"),
)?.[1];

/** The lines of the picture of a preview, without the command. */
const picture = [...readFileSync(join(root, "docs/pictures/preview.svg"), "utf8").matchAll(/<text[^>]*>(.*)<\/text>/g)]
  .map(([, line]) =>
    line!.replaceAll("&quot;", '"').replaceAll("&gt;", ">").replaceAll("&lt;", "<").replaceAll("&amp;", "&"),
  )
  .slice(1)
  .join("\n");

describe("npm start", function () {
  this.timeout(300_000);

  it("shows every step on the engine, sends exactly the expected requests, and does not change the checkout", async () => {
    const before = checkout();
    const { code, output } = await run(process.execPath, [script], { cwd: root, timeoutMs: 240_000 });
    expect(code, output).to.equal(0);
    for (const { title } of steps) expect(output).to.contain(`── ${title}`);
    expect(output)
      .to.match(/definitionRevision\s*: 1 => 2/)
      .and.match(/definitionRevision\s*: 2 => 3/);
    expectExcerpt(excerpt ?? "", output);
    expectExcerpt(picture, output);
    expect(checkout()).to.equal(before);
  });
  it("refuses unknown arguments", async () => {
    const { code, output } = await run(process.execPath, [script, "--kep"], { cwd: root, timeoutMs: 60_000 });
    expect(code).to.equal(1);
    expect(output).to.contain("--kep: npm start takes only --keep");
  });
});
