import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../layout.mjs";
import { run } from "../processes.mjs";
import { shownReview } from "./review";

/*
 * CHROMIUM=/usr/bin/chromium npx tsx tests/tools/pictures/comment.ts: draws docs/pictures/review-comment*.png, the Markdown of a review as a
 * Git host shows it in a comment. It installs the renderers of Markdown and Mermaid into a temporary folder, because nothing else needs them.
 */
const PACKAGES = ["marked@18", "mermaid@12", "github-markdown-css@5"];
/** Each picture has a light and a dark form. A phone shows the narrow ones at about two thirds of their size, so their text is larger. */
const FORMS = [
  { name: "review-comment", size: "900,816", fontSize: 14, direction: "LR" },
  { name: "review-comment-narrow", size: "500,1300", fontSize: 18, direction: "TB" },
];

async function main(): Promise<void> {
  const chromium = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
  if (!existsSync(chromium)) throw new Error(`set CHROMIUM to a Chromium: ${chromium} does not exist`);
  const folder = mkdtempSync(join(tmpdir(), "comment-"));
  try {
    const npm = ["install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", folder, ...PACKAGES];
    await succeeded("npm", npm);
    const { markdown } = await shownReview();
    for (const scheme of ["light", "dark"] as const)
      for (const { size, ...form } of FORMS) {
        writeFileSync(join(folder, "page.html"), page(markdown, scheme, form));
        const picture = join(root, "docs/pictures", `${form.name}${scheme === "dark" ? "-dark" : ""}.png`);
        const options = ["--headless", "--no-sandbox", "--allow-file-access-from-files", "--hide-scrollbars"];
        const shot = [`--screenshot=${picture}`, `--window-size=${size}`, "--virtual-time-budget=20000"];
        await succeeded(chromium, [...options, ...shot, `file://${join(folder, "page.html")}`]);
      }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function succeeded(command: string, args: string[]): Promise<void> {
  const { code, output } = await run(command, args, { timeoutMs: 300_000 });
  if (code !== 0) throw new Error(`${command} failed:\n${output}`);
}

/** The changed dataflow is unfolded and has no line diffs, so that the picture stays readable. */
function page(
  markdown: string,
  scheme: "light" | "dark",
  { fontSize, direction }: Omit<(typeof FORMS)[number], "size">,
): string {
  const shown = markdown
    .replace("<details>", "<details open>")
    .replace(/```diff\n[\s\S]*?```\n/g, "")
    .replace("flowchart LR", `flowchart ${direction}`);
  return `<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="node_modules/github-markdown-css/github-markdown-${scheme}.css">
<style>body { margin: 0; padding: 20px; background: ${scheme === "dark" ? "#0d1117" : "#fff"} } .markdown-body { border: 1px solid ${scheme === "dark" ? "#3d444d" : "#d1d9e0"}; border-radius: 6px; padding: 16px; font-size: ${fontSize}px }</style>
<div class="markdown-body" id="shown"></div>
<script src="node_modules/marked/lib/marked.umd.js"></script>
<script src="node_modules/mermaid/dist/mermaid.min.js"></script>
<script>
  document.getElementById("shown").innerHTML = marked.parse(${JSON.stringify(shown).replaceAll("<", "\\u003c")});
  for (const code of document.querySelectorAll("code.language-mermaid")) {
    const picture = document.createElement("div");
    picture.className = "mermaid";
    picture.textContent = code.textContent;
    code.parentElement.replaceWith(picture);
  }
  mermaid.initialize({ startOnLoad: false, theme: "${scheme === "dark" ? "dark" : "default"}" });
  mermaid.run();
</script>`;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
