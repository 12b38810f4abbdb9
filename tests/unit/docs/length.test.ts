import { expect } from "chai";
import { pages, prose } from "./pages";

/** Appendices, which nobody reads from beginning to end. */
const APPENDICES = ["docs/performance.md", "docs/assumptions.md"];
/** Longer still: a page leaves this list when it is split, and none is added. */
const TO_SPLIT = ["docs/environments.md"];
const MOST_WORDS = 1_000;

const words = (page: string): number =>
  prose(page)
    .replaceAll(/^\s*\|.*$/gm, "")
    .split(/\s+/)
    .filter(Boolean).length;

describe("guides", () => {
  for (const page of pages.filter((page) => page.startsWith("docs/") && !APPENDICES.includes(page)))
    it(`${page} has at most ${MOST_WORDS} words beside its tables and blocks`, () => {
      if (TO_SPLIT.includes(page)) expect(words(page), "it can leave the list").to.be.above(MOST_WORDS);
      else expect(words(page)).to.be.at.most(MOST_WORDS);
    });
});
