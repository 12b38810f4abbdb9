import { expect } from "chai";
import { junitXml } from "../../../sdk/unitTests/junit";

describe("results as JUnit XML", () => {
  it("have counts, and no character that XML forbids", () => {
    const base = { at: "t.yaml:1:1", query: "Q", durationMs: 1500, rows: 1, file: "a & b.yaml" };
    const xml = junitXml([
      { ...base, name: '<"one">', outcome: "passed" },
      {
        ...base,
        name: "two",
        outcome: "failed",
        failures: ["one row differs in A"],
        missing: ["{ A: 1 }"],
        unexpected: ["{ A: \u0001\uD800 }"],
      },
      { ...base, name: "three", outcome: "error", failures: ["no"], file: "c.yaml" },
    ]);
    expect(xml.split("\n")).to.deep.equal([
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<testsuites tests="3" failures="1" errors="1" time="4.500">',
      '  <testsuite name="a &#38; b.yaml" tests="2" failures="1" errors="0" time="3.000">',
      '    <testcase name="&#60;&#34;one&#34;&#62;" classname="a &#38; b.yaml" time="1.500"/>',
      '    <testcase name="two" classname="a &#38; b.yaml" time="1.500">',
      '      <failure message="one row differs in A">one row differs in A',
      "- { A: 1 }",
      "+ { A: \uFFFD\uFFFD }</failure>",
      "    </testcase>",
      "  </testsuite>",
      '  <testsuite name="c.yaml" tests="1" failures="0" errors="1" time="1.500">',
      '    <testcase name="three" classname="c.yaml" time="1.500">',
      '      <error message="no">no</error>',
      "    </testcase>",
      "  </testsuite>",
      "</testsuites>",
      "",
    ]);
  });
});
