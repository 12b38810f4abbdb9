import { expect } from "chai";
import { destinationText, parseDestinationText } from "../../../sdk/contract/destinationText";
import { compareTables, type Finding } from "../../../sdk/contract/verdicts";
import { writtenTables, type DeclaredTable, type WrittenTable } from "../../../sdk/contract/writtenTables";
import { checkColumns } from "../../../sdk/definition/checkColumns";
import { Mashup } from "../../../sdk/definition/mashup";
import { openDefinition } from "../../../sdk/definition/open";
import { allDefinitions } from "../definition/samples";
import { Random } from "../review/corpus/random";
import { contractPair, EDITS } from "./corpus/pairs";

/** CONTRACT_CORPUS=1 makes more pairs and prints the figures. */
const whole = process.env["CONTRACT_CORPUS"] === "1";
const SEEDS = whole ? 40 : 4;

/** Edits whose effect the text does not show. No verdict is correct for them. */
const INVISIBLE = new Set(["removeColumnByStep", "renameColumnByStep"]);

interface Counts {
  pairs: number;
  expected: number;
  /** Breaks that were found from the M (as in a review) and from the state (as in a preview). */
  found: { m: number; state: number };
  /** Expected breaks of pairs whose state does not have the names of the columns. */
  notKept: number;
  wrong: string[];
}

describe("the contract of definitions that were edited by a script", function () {
  this.timeout(600_000);
  const { samples, missing } = allDefinitions();

  it("has each breaking change, and no other one", async () => {
    const counts = new Map<string, Counts>();
    for (const { name, parts } of samples) {
      const text = openDefinition(parts)?.mashup;
      if (text === undefined) continue;
      for (const kind of Object.keys(EDITS))
        for (let seed = 1; seed <= SEEDS; seed++) {
          const pair = contractPair(text, kind, new Random(seed));
          if (!pair) continue;
          const [before, after] = [await tablesOf(pair.before), await tablesOf(pair.after)];
          const count = counts.get(kind) ?? { pairs: 0, expected: 0, found: { m: 0, state: 0 }, notKept: 0, wrong: [] };
          counts.set(kind, count);
          count.pairs++;
          const expected = [...pair.breaks, ...(pair.fails ? ["fails"] : [])];
          count.expected += expected.length;
          const fails = (await checkColumns(new Mashup(pair.after, "p"))).filter(
            ({ severity }) => severity === "error",
          );
          const states = [before.map(kept), after.map(kept)] as const;
          if (states.flat().some(({ columns }) => columns.counted !== undefined)) count.notKept += expected.length;
          for (const [by, found] of [
            ["m", compareTables(before, after)],
            ["state", compareTables(...states)],
          ] as const) {
            const seen = [...breaking(found), ...fails.map(() => "fails")];
            count.found[by] += seen.filter((each) => expected.includes(each)).length;
            const wrong = seen.filter((each) => !expected.includes(each));
            count.wrong.push(...wrong.map((each) => `${name}, ${kind}, seed ${seed}, ${pair.mode}: ${each}`));
          }
        }
    }
    if (whole)
      for (const [kind, { pairs, expected, found, wrong }] of counts) {
        const recall = (number: number): string => `${((100 * number) / expected).toFixed(1)} %`;
        const recalls = expected === 0 ? "" : `recall ${recall(found.m)}, from a state ${recall(found.state)}, `;
        console.log(`${kind}: ${pairs} pairs, ${expected} that break, ${recalls}${wrong.length} false`);
      }
    expect([...counts].flatMap(([, { wrong }]) => wrong)).to.deep.equal([]);
    for (const [kind, { expected, found, notKept }] of counts) {
      expect({ kind, found: found.m }).to.deep.equal({ kind, found: INVISIBLE.has(kind) ? 0 : expected });
      expect(found.state, kind).to.be.within(found.m - notKept, found.m);
    }
  });

  for (const reason of missing) it.skip(`has each breaking change in other definitions: ${reason}`);

  it("needs little space in a state: a median of 1 KB and a 90th percentile of 3 KB, for inputs and outputs together", async () => {
    const sizes: number[] = [];
    for (const { parts } of samples) {
      const text = openDefinition(parts)?.mashup;
      const tables = text === undefined ? [] : await tablesOf(text);
      if (tables.length === 0) continue;
      const destinations = Object.fromEntries(tables.map((table) => [table.query, destinationText(table)]));
      sizes.push(2 * Buffer.byteLength(JSON.stringify({ destinations })));
    }
    sizes.sort((a, b) => a - b);
    const at = (share: number): number => sizes[Math.min(sizes.length - 1, Math.floor(share * sizes.length))] ?? 0;
    if (whole)
      console.log(
        `${sizes.length} dataflows that write: ${at(0.5)} bytes, 90th percentile ${at(0.9)}, most ${sizes.at(-1)}`,
      );
    expect(sizes).not.to.have.length(0);
    expect(at(0.5)).to.be.below(1024);
    expect(at(0.9)).to.be.below(3072);
  });
});

const tablesOf = (text: string): Promise<DeclaredTable[]> => writtenTables(new Mashup(text, "p"));

const kept = (table: DeclaredTable): WrittenTable =>
  parseDestinationText(destinationText(table), table.query) as WrittenTable;

const breaking = (findings: readonly Finding[]): string[] =>
  findings
    .filter(({ verdict }) => verdict === "breaking")
    .map(({ rule, column }) => (column === undefined ? rule : `${rule} ${column}`));
