import { expect } from "chai";
import { reviewDefinition } from "../../../sdk/review/definitionChange";
import type { DataflowChange } from "../../../sdk/review/document";
import { METADATA } from "../../../sdk/definition/parts";
import { allDefinitions } from "../definition/samples";
import { editPair, type EditPair } from "./corpus/pairs";
import { Score } from "./corpus/score";

/** REVIEW_CORPUS=1 makes more pairs and prints the figures. */
const whole = process.env["REVIEW_CORPUS"] === "1";
const SEEDS = whole ? 60 : 8;

describe("a review of definitions that were edited by a script", function () {
  this.timeout(whole ? 600_000 : 60_000);
  const { samples, missing } = allDefinitions();

  it("reports each edit with its kind, and nothing else", async () => {
    const scores = { steps: new Score(), renames: new Score(), settings: new Score(), dependents: new Score() };
    const kinds = new Map<string, number>();
    const wrong: string[] = [];
    let pairs = 0;
    for (const sample of samples.filter(({ parts }) => parts.some(({ path }) => path === METADATA)))
      for (let seed = 1; seed <= SEEDS; seed++) {
        const pair = editPair(sample, seed);
        const { change } = await reviewDefinition(state(pair.before), state(pair.after));
        pairs++;
        for (const kind of pair.kinds) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
        const found = seen(change);
        const faults = [
          ...scores.steps.count(pair.steps, found.steps),
          ...scores.renames.count(pair.renames.map(one), found.renames),
          ...scores.settings.count(pair.settings.map(one), found.settings),
          ...scores.dependents.count(pair.dependents.map(one), found.dependents),
        ];
        wrong.push(...faults.map((fault) => `${pair.name} (${pair.kinds.join(", ")}): ${fault}`));
      }
    if (whole) {
      console.log(`${pairs} pairs; edits: ${[...kinds].map(([kind, count]) => `${kind} ${count}`).join(", ")}`);
      for (const [name, score] of Object.entries(scores)) console.log(`${name}: ${score.text}`);
      console.log(wrong.slice(0, 40).join("\n"));
    }
    if (whole) expect(kinds.size).to.equal(9);
    expect(wrong).to.deep.equal([]);
    for (const [name, { recall, precision }] of Object.entries(scores))
      expect({ name, recall, precision }).to.deep.equal({ name, recall: 1, precision: 1 });
  });

  for (const reason of missing) it.skip(`reports edits of other definitions: ${reason}`);
});

const one = (text: string): readonly string[] => [text];

const state = (parts: EditPair["before"]) => ({ path: "Sample.Dataflow", name: "Sample", parts });

function seen({ queries, settings, connections, affectedQueries }: DataflowChange) {
  return {
    steps: queries.flatMap(({ name, steps }) =>
      (steps?.changes ?? []).flatMap((step) => step.aspects.map((aspect) => `${name}: ${aspect} ${step.name}`)),
    ),
    renames: queries.flatMap(({ name, was }) => (was === undefined ? [] : [`${was} -> ${name}`])),
    settings: [
      ...settings.map(({ name }) => `document ${name}`),
      ...queries.flatMap((query) => query.settings.map(({ name }) => `${query.name} ${name}`)),
      ...connections.map(({ connectionKind }) => `connection ${connectionKind}`),
    ],
    dependents: affectedQueries,
  };
}
