import { expect } from "chai";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "../../tools/layout.mjs";

const below = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : below(path);
    return entry.name.endsWith(".md") ? [path] : [];
  });
const pages = [
  ...readdirSync(root).filter((file) => file.endsWith(".md")),
  ...["docs", "examples", "tests"].flatMap(below),
];

/** The anchor that a heading gets where Markdown is shown. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\- ]/gu, "")
    .replaceAll(" ", "-");

describe("links of the documentation", () => {
  for (const page of pages)
    it(`of ${page} lead somewhere`, () => {
      const text = readFileSync(join(root, page), "utf8").replace(/```[\s\S]*?```/g, "");
      const broken = [...text.matchAll(/\]\((?!https?:|mailto:)([^)\s#]*)(?:#([^)\s]*))?\)/g)].filter(
        ([, path, hash]) => {
          const target = path ? join(root, dirname(page), path) : join(root, page);
          if (!existsSync(target)) return true;
          if (!hash || !target.endsWith(".md")) return false;
          const headings = readFileSync(target, "utf8").matchAll(/^#+ (.*)$/gm);
          return ![...headings].some(([, heading]) => anchor(heading ?? "") === hash);
        },
      );
      expect(broken.map(([link]) => link)).to.deep.equal([]);
    });
});
