import { expect } from "chai";
import { Mashup } from "../../../sdk/definition/mashup";
import { matchQueries, viewMetadata } from "../../../sdk/definition/metadata";
import { openDefinition } from "../../../sdk/definition/open";
import type { DefinitionPart } from "../../../sdk/definition/parts";
import { newCase } from "../../../sdk/unitTests/newCase";
import { Queries } from "../../../sdk/unitTests/queries";
import { allDefinitions, onEveryDefinition } from "../definition/samples";
import { failuresOf, prepared, wrongWith } from "./support";

/** The queries of a definition that a run loads, each with the result of its new case. */
async function newCases(parts: readonly DefinitionPart[]): Promise<{ query: string; wrong: string }[]> {
  const opened = openDefinition(parts);
  if (!opened) return [];
  const queries = await Queries.of(new Mashup(opened.mashup, "mashup.pq"));
  const names = [...queries.mashup.byName.keys()];
  const { entryOf } = matchQueries(names, viewMetadata(opened).queries ?? []);
  const found: { query: string; wrong: string }[] = [];
  for (const query of names) {
    const { loadEnabled, isHidden } = (entryOf.get(query)?.value ?? {}) as {
      loadEnabled?: boolean;
      isHidden?: boolean;
    };
    const facts = await queries.mashup.facts(queries.query(query));
    if (loadEnabled === false || isHidden === true || !("isFunction" in facts) || facts.isFunction || facts.parameter)
      continue;
    const [only] = await prepared(opened.mashup, newCase(queries, query));
    const wrong =
      only && "document" in only
        ? await wrongWith(only.document.customMashupDocument, opened.mashup)
        : [failuresOf(only ? [only] : [])];
    found.push({ query, wrong: wrong.join("; ") });
  }
  return found;
}

describe("a new unit test", () => {
  onEveryDefinition("frees each loaded query of all its sources", async (parts) => {
    for (const { query, wrong } of await newCases(parts)) expect(wrong, query).to.equal("");
  });

  onEveryDefinition("may stand for any step of any query", async (parts) => {
    const opened = openDefinition(parts);
    if (!opened) return;
    const queries = await Queries.of(new Mashup(opened.mashup, "mashup.pq"));
    for (const query of queries.mashup.byName.keys()) {
      const { steps, isFunction } = queries.graph(query);
      for (const step of isFunction ? [] : steps.keys()) {
        const name = JSON.stringify(`${query}[${step}]`);
        const yaml = `query: ${JSON.stringify(query)}\ngiven: { ${name}: [{ A: 1 }] }\nexpect: []`;
        const [only] = await prepared(opened.mashup, yaml);
        if (only && "document" in only)
          expect(await wrongWith(only.document.customMashupDocument, opened.mashup), name).to.deep.equal([]);
        else expect(failuresOf(only ? [only] : []), name).to.match(/reads a source by|remove it: nothing/);
      }
    }
  });

  it("can be made for most queries", async () => {
    const all = (await Promise.all(allDefinitions().samples.map(({ parts }) => newCases(parts)))).flat();
    expect(all.length).to.be.above(3);
  });
});
