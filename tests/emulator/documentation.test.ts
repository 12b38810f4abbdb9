import { readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { defaultLimits, defaultSwitches, defaultTimings } from "./options";
import { operationName } from "./router";
import { ROUTES } from "./routes";

const read = (file: string) => readFileSync(path.join(__dirname, file), "utf8");

/** Names of options. Those of a group are listed by their own name. */
const namesOf = (settings: object): string[] =>
  Object.entries(settings).flatMap(([name, value]) => (typeof value === "object" ? namesOf(value as object) : [name]));

const absent = (names: string[], text: string): string[] =>
  [...new Set(names)].filter((name) => !new RegExp(`\\b${name}\\b`).test(text));

describe("the emulator's documentation", () => {
  const readme = read("README.md");

  it("names every switch, timing and limit", () => {
    const settings = [defaultSwitches(), defaultTimings(), defaultLimits()];
    expect(absent(settings.flatMap(namesOf), readme)).to.deep.equal([]);
  });

  it("names every operation", () => {
    const names = ROUTES.map((route) => operationName({ route, params: {} }, new URLSearchParams()));
    expect(absent([...names, "runExecute", "runApplyChanges"], readme)).to.deep.equal([]);
  });

  it("has a row in the assumptions for each switch", () => {
    const own = Object.keys(defaultSwitches());
    expect(absent(own, read("../../docs/assumptions.md"))).to.deep.equal([]);
  });
});
