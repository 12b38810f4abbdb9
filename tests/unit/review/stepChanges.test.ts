import { expect } from "chai";
import { outlineOf } from "../../../sdk/definition/m/outline";
import { stepChanges } from "../../../sdk/review/stepChanges";

const START =
  "Source = Csv.Document(File), Kept = Table.SelectRows(Source, each [A] > 1), Named = Table.RenameColumns(Kept, {}), Typed = Table.TransformColumnTypes(Named, {})";

async function changes(before: string, after: string, ends: [string, string] = ["Typed", "Typed"]): Promise<string[]> {
  const sides = await Promise.all(
    [before, after].map(async (steps, index) => {
      const text = `shared Query = let ${steps} in ${ends[index]};`;
      const outline = outlineOf(text).steps;
      if (!outline) throw new Error(`no steps in ${text}`);
      return { ...outline, text };
    }),
  );
  const found = stepChanges(sides[0]!, sides[1]!);
  return [
    ...found.changes.map(
      ({ name, was, aspects }) => `${aspects.join(" and ")} ${was === undefined ? "" : `${was} -> `}${name}`,
    ),
    ...(found.resultChanged ? ["other result"] : []),
  ];
}

describe("changes of steps", () => {
  const cases: [string, string, string[], [string, string]?][] = [
    ["layout alone", START.replaceAll(", ", ",\n   "), []],
    [
      "an added step",
      START.replace("Named = Table.RenameColumns(Kept", "Top = Table.FirstN(Kept, 5), Named = Table.RenameColumns(Top"),
      ["added Top"],
    ],
    ["an added step at the end", `${START}, Top = Table.FirstN(Typed, 5)`, ["added Top"], ["Typed", "Top"]],
    [
      "an added step that names another step before its input",
      START.replace(
        "Named = Table.RenameColumns(Kept",
        "N = 5, Top = if N = 0 then Kept else Table.FirstN(Kept, N), Named = Table.RenameColumns(Top",
      ),
      ["added N", "added Top"],
    ],
    [
      "an added step that names a later step after its input",
      START.replace(
        "Named = Table.RenameColumns(Kept",
        "Other = Csv.Document(B), Both = Table.Combine({Kept, Other}), Named = Table.RenameColumns(Both",
      ),
      ["added Other", "added Both"],
    ],
    [
      "a removed step",
      START.replace("Named = Table.RenameColumns(Kept, {}), ", "").replace("(Named", "(Kept"),
      ["removed Named"],
    ],
    ["a renamed step", START.replaceAll("Named", "Renamed"), ["renamed Named -> Renamed"]],
    ["a renamed last step", START.replaceAll("Typed", "Types"), ["renamed Typed -> Types"], ["Typed", "Types"]],
    [
      "all steps renamed",
      START.replaceAll("Source", "S").replaceAll("Kept", "K").replaceAll("Named", "N").replaceAll("Typed", "T"),
      ["renamed Source -> S", "renamed Kept -> K", "renamed Named -> N", "renamed Typed -> T"],
      ["Typed", "T"],
    ],
    ["a changed step", START.replace("> 1", "> 2"), ["changed Kept"]],
    [
      "a renamed and changed step",
      START.replaceAll("Kept", "Filtered").replace("> 1", "> 2"),
      ["renamed and changed Kept -> Filtered"],
    ],
    [
      "another step of that place",
      START.replace("Kept = Table.SelectRows(Source, each [A] > 1)", "Sorted = Table.Sort(Source, {})").replace(
        "(Kept",
        "(Sorted",
      ),
      ["added Sorted", "removed Kept"],
    ],
    ["a step that skips one which stays", START.replace("(Named", "(Kept"), ["changed Typed"]],
    ["another result", START, ["other result"], ["Typed", "Named"]],
    ["a comment", START.replace("Named =", "/* as agreed */ Named ="), ["comment Named"]],
    ["a comment before the first step", `/* from the bank */ ${START}`, ["comment Source"]],
    [
      "a record field of a step's name is no use of it",
      START.replace("Named, {}", "Named, [Kept = 1]"),
      ["changed Typed"],
    ],
  ];
  for (const [title, after, expected, ends] of cases)
    it(title, async () => expect(await changes(START, after, ends)).to.deep.equal(expected));

  it("include a step that moved between unchanged steps", async () => {
    const moved = START.replace(
      "Kept = Table.SelectRows(Source, each [A] > 1), Named = Table.RenameColumns(Kept",
      "Named = Table.RenameColumns(Source",
    ).replace(
      "Typed = Table.TransformColumnTypes(Named",
      "Kept = Table.SelectRows(Named, each [A] > 1), Typed = Table.TransformColumnTypes(Kept",
    );
    const found = await changes(START, moved);
    expect(found).to.have.length(1);
    expect(["moved Kept", "moved Named"]).to.include(found[0]);
  });

  it("are found within seconds among thousands of steps", async function () {
    this.timeout(20_000);
    const chain = (name: string, value: (index: number) => string, count = 3_000) =>
      Array.from(
        { length: count },
        (_, index) => `${name}${index} = ${value(index)}(${index === 0 ? "1" : `${name}${index - 1}`})`,
      ).join(", ");
    const before = chain("A", () => "F");
    const start = Date.now();
    for (const after of [
      chain("B", () => "F"),
      chain("B", (index) => `G${index}`),
      `${before}, ${chain("B", () => "F")}`,
    ])
      await changes(`${before}, Typed = A2999`, `${after}, Typed = 1`);
    expect(Date.now() - start).to.be.below(15_000);
  });

  it("are found if steps use each other in a circle", async () => {
    expect(await changes("A = @B, B = A, Typed = 1", "A = @B, C = A, B = C, Typed = 1")).to.include("added C");
  });
});
