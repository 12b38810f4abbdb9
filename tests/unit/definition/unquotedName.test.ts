import { expect } from "chai";
import { unquotedName } from "../../../sdk/definition/m/explain";

describe("a member whose name has spaces and no quotes", () => {
  const cases: [member: string, name: string | undefined][] = [
    ["shared Sales by region = 1", "Sales by region"],
    ["Größe in cm = let a = 1 in a", "Größe in cm"],
    ['shared #"Sales by region" = 1', undefined],
    ["shared Sales = each [a b] = 1", undefined],
    ["shared Sales = 1", undefined],
    ["shared Sales by (region) = 1", undefined],
  ];
  for (const [member, name] of cases)
    it(`${member}: ${name ?? "nothing is suggested"}`, () =>
      expect(unquotedName(member)).to.equal(name && `a name with spaces is written #"${name}"`));
});
