import { expect } from "chai";
import { readFileSync } from "node:fs";
import { entries, recordOf, surfaces, type Entry } from "../../tools/surface/surface";

const RECORD = "`npm run surface` records it";

describe("the public types are the recorded ones:", function () {
  this.timeout(120_000);
  let now: Record<Entry, string[]>;
  before(() => {
    now = surfaces();
  });

  for (const entry of Object.keys(entries) as Entry[])
    it(entries[entry], () => {
      const recorded = readFileSync(recordOf(entry), "utf8").trimEnd().split("\n");
      const without = (lines: string[], others: string[]) => lines.filter((line) => !others.includes(line));
      expect(
        without(recorded, now[entry]),
        `gone or changed, which breaks programs; if it is meant, ${RECORD}`,
      ).to.deep.equal([]);
      expect(without(now[entry], recorded), `new; ${RECORD}`).to.deep.equal([]);
      expect(now[entry], `in another order; ${RECORD}`).to.deep.equal(recorded);
    });
});
