import { expect } from "chai";
import { splitSection, type MemberText, type SectionText } from "../../../sdk/definition/m/section";
import { changedSteps, stepMarks, withoutSteps } from "../../../sdk/definition/stepMarks";

const only = (m: string): [SectionText, MemberText] => {
  const section = splitSection(`section Section1;\nshared Orders = ${m};`);
  return [section, section.members[0] as MemberText];
};
const marks = (m: string): string => `0123456789a${stepMarks(...only(m))}`;
const between = (before: string, after: string) => changedSteps(marks(before), ...only(after));

const BEFORE = `let
  Source = Sql.Database("s", "d"),
  Typed = Table.TransformColumnTypes(Source, {{"A", type text}, {"B", type number}}),
  #"Kept rows" = Table.FirstN(Typed, 10)
in #"Kept rows"`;

describe("marks of steps", () => {
  it("have two characters for each step, after the fingerprint", () => {
    expect(marks(BEFORE)).to.match(/^0123456789a\.[\w-]{6}$/);
    expect(withoutSteps(marks(BEFORE))).to.equal("0123456789a");
  });

  it("do not change with the formatting", () => {
    expect(marks(BEFORE.replace(/[ \n]+(?!rows)/g, "  "))).to.equal(marks(BEFORE));
  });

  const cases: [string, string, { names: string[]; fewer: number }][] = [
    ["a changed step", BEFORE.replace("10", "20"), { names: ["Kept rows"], fewer: 0 }],
    [
      "a new step",
      BEFORE.replace("\nin #", ',\n  Sorted = Table.Sort(Source, "A")\nin #'),
      { names: ["Sorted"], fewer: 0 },
    ],
    ["a removed step", BEFORE.replace(/,\s+#"Kept rows" = .*\nin #"Kept rows"/, "\nin Typed"), { names: [], fewer: 1 }],
    ["a comment at a step", BEFORE.replace("Typed = ", "// why\n  Typed = "), { names: ["Typed"], fewer: 0 }],
    ["the result alone", BEFORE.replace('in #"Kept rows"', "in Typed"), { names: [], fewer: 0 }],
    ["nothing", BEFORE, { names: [], fewer: 0 }],
  ];
  for (const [what, after, expected] of cases)
    it(`show ${what}`, () => {
      expect(between(BEFORE, after)).to.deep.equal(expected);
    });

  it("belong only to the outermost let", () => {
    const nested = (inner: string) =>
      `let A = let x = 1, y = {${inner}, 3} in x + y{0}, B = [c = 1, d = 2] in A + B[c]`;
    expect(marks(nested("2"))).to.have.length(16);
    expect(between(nested("2"), nested("4"))?.names).to.deep.equal(["A"]);
  });

  it("belong to a function's body", () => {
    const f = (n: number) => `(x as number, optional y) => let A = x + ${n}, B = A in B`;
    expect(between(f(1), f(2))?.names).to.deep.equal(["A"]);
  });

  it("are missing if a query has no steps, or more than 32", () => {
    const many = (count: number) => `let ${Array.from({ length: count }, (_, i) => `s${i} = ${i}`).join(", ")} in s1`;
    expect(stepMarks(...only("1 + 1"))).to.equal("");
    expect(stepMarks(...only(many(32)))).to.have.length(65);
    expect(stepMarks(...only(many(33)))).to.equal("");
    expect(between("1 + 1", BEFORE)).to.equal(undefined);
  });

  it("are missing if the M cannot be read, and nothing fails", () => {
    for (const broken of [
      "let",
      "let A = 1",
      "let A = (1, B = 2 in A",
      "let , in",
      ")]} let A = 1 in A",
      "let A = 1, in A",
    ])
      expect(() => stepMarks(...only(broken))).not.to.throw();
  });
});
