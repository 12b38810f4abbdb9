import { expect } from "chai";
import fc from "fast-check";
import { harmless, harmlessJson, harmlessLines, harmlessProse } from "../../../sdk/common/harmless";

/** Text in a line of a log that an agent would execute, or that a terminal would read as a control sequence. */
const HARM = /^\s*::|##\[|##vso\[|[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/im;

const attacks = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "::",
        "#",
        "##",
        "[",
        "vso[",
        "VSO[",
        "add-mask::x",
        "\n",
        "\r",
        "\u001b[31m",
        "\u0007",
        " ",
        "\t",
      ),
      fc.constantFrom("\u2028", "\u202e", "\u009b", "(", "(lf)", "a", "Größe 数"),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));

describe("text of users in a message", () => {
  it("stays unchanged if it is harmless", () => {
    for (const text of ["Sales (new)", "All orders, 数据", "a::b", "C# and F#", "# [1]", "👩‍👩‍👧", "#(lf)", "12:30::45"])
      expect(harmless(text)).to.equal(text);
  });

  for (const [given, shown] of [
    ["x\n::add-mask::y", "x#(lf)::add-mask::y"],
    ["::add-mask::y", "#(003A):add-mask::y"],
    ["a ::error::b", "a #(003A):error::b"],
    ["##vso[task.setvariable variable=A]b", "#(#)#vso[task.setvariable variable=A]b"],
    ["a##[error]b", "a#(#)#[error]b"],
    ["###[x", "##(#)#[x"],
    ["\u001b[31mred\u0007", "#(001B)[31mred#(0007)"],
    ["a\u202eb\u2028c\r\td", "a#(202E)b#(2028)c#(cr)#(tab)d"],
  ] as const)
    it(`${JSON.stringify(given)} is shown as ${shown}`, () => expect(harmless(given)).to.equal(shown));

  it("never has a command, and a second pass changes nothing", () => {
    fc.assert(
      fc.property(attacks, (text) => {
        expect(harmless(text)).not.to.match(HARM);
        expect(`our own words\n${harmless(text)}`.replace("\n", "")).not.to.match(HARM);
        expect(harmless(harmless(text))).to.equal(harmless(text));
        expect(harmlessProse(text)).not.to.match(HARM);
      }),
      { seed: 28, numRuns: 2_000 },
    );
  });

  it("loses its line breaks in prose, and keeps them in cells", () => {
    expect(harmlessProse(" no table\r\n  Parameter name: x\n")).to.equal("no table Parameter name: x");
    expect(harmlessProse("a\n::add-mask::b")).to.equal("a #(003A):add-mask::b");
    expect(harmlessLines("a\r\n::b\u001b\n##vso[c")).to.equal("a\r\n#(003A):b#(001B)\n#(#)#vso[c");
  });

  it("is exact in JSON, without a command", () => {
    fc.assert(
      fc.property(attacks, attacks, (key, text) => {
        const value = { [`k${key}`]: [text, { text }] };
        for (const indent of [undefined, 2]) {
          const json = harmlessJson(value, indent);
          expect(JSON.parse(json)).to.deep.equal(value);
          expect(json.replaceAll("\n", "")).not.to.match(HARM);
          for (const line of json.split("\n")) expect(line).not.to.match(HARM);
        }
      }),
      { seed: 28, numRuns: 2_000 },
    );
  });
});
