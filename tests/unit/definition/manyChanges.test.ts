import { expect } from "chai";
import { describeChanges } from "../../../sdk/definition/describe";
import type { QueryLineage } from "../../../sdk/definition/lineage";
import { queryFingerprints } from "../../../sdk/definition/queryFingerprints";
import { tryOlder } from "../../../sdk/definition/tried";
import { textPart } from "./samples";

/** Processor time, so that the test does not fail on a busy machine. */
function seconds<T>(work: () => T): { result: T; seconds: number } {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { result, seconds: (user + system) / 1e6 };
}

describe("the description of many changes", () => {
  it("searches what depends on a query only for the lines that are shown", () => {
    const names = Array.from({ length: 20_000 }, (_, at) => `Q${at}`);
    const lineage = names.map((name, at) => ({ name, uses: [`Q${at + 1}`], writesTo: [] }) as unknown as QueryLineage);
    const changes = { added: [], removed: [], changed: names.slice(1) };
    const described = seconds(() => describeChanges(changes, lineage));
    expect(described.result).to.deep.equal([
      "Q1 changed; Q0 depends on it",
      ...[2, 3, 4, 5, 6, 7].map((at) => `Q${at} changed; Q0 depends on it`),
      "and 19992 more queries",
    ]);
    expect(described.seconds).to.be.lessThan(2);
  });

  it("tries no settings of metadata that is large", () => {
    const parts = (first: number) => [
      textPart("mashup.pq", "section S;\nshared A = 1;"),
      textPart(
        "queryMetadata.json",
        JSON.stringify({
          formatVersion: "202502",
          queriesMetadata: {},
          x: { y: Object.fromEntries(Array.from({ length: 50_000 }, (_, at) => [`k${at}`, at + first])) },
        }),
      ),
    ];
    const tried = seconds(() => tryOlder(parts(1), [], queryFingerprints(parts(0))));
    expect(tried.result.settings).to.equal(undefined);
    expect(tried.seconds).to.be.lessThan(3);
  });
});
