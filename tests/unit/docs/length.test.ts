import { expect } from "chai";
import { pages, prose } from "./pages";

/** Nobody reads these from beginning to end: references, in which one looks for a name, and appendices. */
const TO_LOOK_UP = [
  "docs/cli.md",
  "docs/client.md",
  "docs/limits.md",
  "docs/settings.md",
  "docs/troubleshooting.md",
  "docs/performance.md",
  "docs/assumptions.md",
];
const MOST_WORDS = 1_000;

/** The words of a page, tables included, without its blocks. */
const words = (page: string): number => prose(page).split(/\s+/).filter(Boolean).length;

describe("README and guides", () => {
  for (const page of pages.filter((page) => /^(docs\/|README)/.test(page) && !TO_LOOK_UP.includes(page)))
    it(`${page} has at most ${MOST_WORDS} words beside its blocks`, () =>
      void expect(words(page)).to.be.at.most(MOST_WORDS));
});
