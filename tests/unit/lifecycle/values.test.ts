import { expect } from "chai";
import { containsUnknown, equal, inputsToJson, toJson, UNKNOWN } from "../../../sdk/lifecycle/values";

describe("toJson, which converts every result,", () => {
  const table: [what: string, value: unknown, json: unknown][] = [
    ["null", null, null],
    ["a text", "a", "a"],
    ["a number", 1.5, 1.5],
    ["no number", NaN, null],
    ["infinity", -Infinity, null],
    ["a bigint", 12n, "12"],
    ["a date", new Date(0), "1970-01-01T00:00:00.000Z"],
    ["no date", new Date(NaN), null],
    ["undefined in an object", { a: undefined, b: 1 }, { b: 1 }],
    ["undefined in a list, whose places count", [undefined, 1], [null, 1]],
    ["a function", { a: () => 1, b: [() => 1] }, { b: [null] }],
    ["a symbol", { a: Symbol("a") }, {}],
    ["a Buffer", { a: Buffer.from("a"), b: new Uint8Array(2) }, {}],
    ["deep down", { a: [{ b: { c: undefined, d: NaN } }] }, { a: [{ b: { d: null } }] }],
  ];
  for (const [what, value, json] of table)
    it(`converts ${what} to ${JSON.stringify(json)}`, () => {
      expect(toJson(value)).to.deep.equal(json);
    });

  it("shortens a circular value, and refuses it in inputs", () => {
    const round: Record<string, unknown> = { id: "kept" };
    round.self = round;
    expect(toJson(round)).to.have.nested.property("self.self.id", "kept");
    expect(JSON.stringify(toJson(round))).to.match(/"self":"\.\.\."\}+$/);
    expect(() => inputsToJson(round)).to.throw(/nested too deeply/);
  });
});

describe("comparing values", () => {
  const same: [unknown, unknown][] = [
    [1, 1],
    [{ a: undefined }, {}],
    [
      { a: 1, b: [2] },
      { b: [2], a: 1 },
    ],
  ];
  const different: [unknown, unknown][] = [
    [1, "1"],
    [null, undefined],
    [[], {}],
    [
      [1, 2],
      [2, 1],
    ],
    [{ a: 1 }, { a: 1, b: 0 }],
  ];
  it("treats an absent key and an undefined one as equal, and compares the order of lists", () => {
    for (const [a, b] of same) expect(equal(a, b), JSON.stringify([a, b])).to.equal(true);
    for (const [a, b] of different) expect(equal(a, b), JSON.stringify([a, b])).to.equal(false);
  });
  it("finds an unknown at any depth", () => {
    expect(containsUnknown({ a: [{ b: UNKNOWN }] })).to.equal(true);
    expect(containsUnknown({ a: [{ b: `${UNKNOWN}!` }], c: null })).to.equal(false);
  });
});
