import { expect } from "chai";
import { pages, prose } from "./pages";

/** Appendices, which nobody reads from beginning to end. */
const APPENDICES = ["docs/performance.md", "docs/assumptions.md"];
const MOST_WORDS = 1_000;

const words = (page: string): number =>
  prose(page)
    .replaceAll(/^\s*\|.*$/gm, "")
    .split(/\s+/)
    .filter(Boolean).length;

describe("guides", () => {
  for (const page of pages.filter((page) => page.startsWith("docs/") && !APPENDICES.includes(page)))
    it(`${page} has at most ${MOST_WORDS} words beside its tables and blocks`, () =>
      void expect(words(page)).to.be.at.most(MOST_WORDS));
});
