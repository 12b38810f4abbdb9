import { expect } from "chai";
import { pages, prose } from "./pages";

/** References and appendices. They have no limit, because people search them for a name. */
const TO_LOOK_UP = [
  "docs/cli.md",
  "docs/client.md",
  "docs/limits.md",
  "docs/settings.md",
  "docs/troubleshooting.md",
  "docs/performance.md",
  "docs/assumptions.md",
];
const MAX_WORDS = 1_000;

/** The number of words of a page with its tables, without its blocks. */
const words = (page: string): number => prose(page).split(/\s+/).filter(Boolean).length;

describe("README and guides", () => {
  for (const page of pages.filter((page) => /^(docs\/|README)/.test(page) && !TO_LOOK_UP.includes(page)))
    it(`have at most ${MAX_WORDS} words outside of blocks: ${page}`, () =>
      void expect(words(page)).to.be.at.most(MAX_WORDS));
});
