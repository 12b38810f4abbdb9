import { expect } from "chai";
import fc from "fast-check";
import { describeBeside, describeChanges } from "../../../sdk/definition/describe";
import { MASHUP, type DefinitionPart } from "../../../sdk/definition/parts";
import { understand } from "../../../sdk/definition/understand";
import { definition } from "./mistakes";
import { ownDefinition, onEveryDefinition, replacePart, textOf } from "./samples";

const byDefault = `[DefaultOutputDestinationSettings = [DestinationDefinition = [Kind = "Reference", QueryName = "D", IsNewTarget = true], UpdateMethod = [Kind = "Append"]]]
section Section1;
shared D = Lakehouse.Contents([]){[workspaceId = "w"]}[Data]{[lakehouseId = "l"]}[Data];
[BindToDefaultDestination = true]
shared A = #table({"a"}, {{1}});
`;
const parts = (mashup: string) => definition(mashup, { A: {}, D: { loadEnabled: false } });

/** The result of a check from scratch, and of the second check with its changes. */
async function checks(before: DefinitionPart[], after: DefinitionPart[]) {
  const first = await understand(before);
  expect(first.problems.filter(({ severity }) => severity === "error")).to.deep.equal([]);
  const scratch = await understand(after);
  const second = await understand(after, { previous: first.queries });
  const lines = [
    ...describeChanges(second.changes!, second.lineage),
    describeBeside(first.definitionFingerprint, second.definitionFingerprint),
  ];
  return { scratch, second, lines };
}

describe("a second check, of a definition whose default destination changed", () => {
  const edits: [what: string, from: string | RegExp, to: string, ...errors: RegExp[]][] = [
    [
      "removed",
      /shared D = .*\n/,
      "",
      /A is bound to the default destination D, but the document has no query of that name/,
    ],
    [
      "renamed",
      "shared D",
      "shared E",
      /A is bound to the default destination D, but the document has no query of that name/,
    ],
    ["mistyped", 'QueryName = "D"', 'QueryName = "Nope"', /default destination Nope, but the document has no query/],
    ["no M any more", 'Kind = "Reference"', 'Kind = = "Reference"', /Expected/],
  ];
  for (const [what, from, to, ...errors] of edits)
    it(`finds the same as a check from scratch: ${what}`, async () => {
      const { scratch, second } = await checks(parts(byDefault), parts(byDefault.replace(from, to)));
      expect(second.problems).to.deep.equal(scratch.problems);
      const found = second.problems.filter(({ severity }) => severity === "error").map(({ message }) => message);
      expect(found).to.have.lengthOf(errors.length);
      errors.forEach((error, at) => expect(found[at]).to.match(error));
    });

  it("names its dependents, and warns of the table", async () => {
    const { second, lines } = await checks(parts(byDefault), parts(byDefault.replace('"l"', '"other"')));
    expect(lines).to.deep.equal(["D changed; A depends on it", undefined]);
    expect(second.problems.map(({ message }) => message)).to.deep.equal([
      "D changed, and A is written to it with IsNewTarget = true: the service may drop the table and create it again",
    ]);
  });

  it("finds the destination in any case, as the service does", async () => {
    const small = byDefault.replace('"D"', '"d"');
    const { lines } = await checks(parts(small), parts(small.replace('"l"', '"other"')));
    expect(lines[0]).to.equal("D changed; A depends on it");
  });

  it("names changes outside of the queries", async () => {
    const { lines } = await checks(parts(byDefault), parts(byDefault.replace('"Append"', '"Replace"')));
    expect(lines.filter(Boolean)).to.deep.equal(["the section's attributes (default destination, staging) changed"]);
    const bound = definition(
      byDefault,
      { A: {}, D: { loadEnabled: false } },
      {
        fastCombine: true,
        connections: [{ path: "p", kind: "Web", connectionId: "x" }],
      },
    );
    expect((await checks(parts(byDefault), bound)).lines).to.deep.equal([
      "connections and settings of the document changed",
    ]);
  });
});

describe("a second check after any edit", function () {
  this.timeout(60_000);
  const judged = async (before: DefinitionPart[]) => {
    const mashup = textOf(before, MASHUP);
    const first = await understand(before);
    if (mashup === "" || first.problems.length > 0) return;
    const words = mashup.match(/\s+|[^\s]+/g) ?? [];
    await fc.assert(
      fc.asyncProperty(fc.nat(words.length - 1), fc.constantFrom("", "Nope", '"x"', "= =", "D"), async (at, put) => {
        const after = replacePart(before, MASHUP, words.toSpliced(at, 1, put).join(""));
        const { scratch, second } = await checks(before, after);
        const moved = / changed, and .* is written to it with /;
        const own = second.problems.filter(({ message }) => !moved.test(message));
        expect(own, after.length + words.slice(0, 6).join("")).to.deep.equal(scratch.problems);
        const whole = { ...second.changes!, lineage: scratch.lineage };
        expect(describeChanges(second.changes!, second.lineage)).to.deep.equal(describeChanges(whole, scratch.lineage));
      }),
      { numRuns: 60, seed: 32 },
    );
  };
  onEveryDefinition("finds the same as a check from scratch", judged);
  it("finds the same with a default destination", () => judged(parts(byDefault)));
  it("finds the same in the fixture Sales", () => judged(ownDefinition("Sales")));
});
