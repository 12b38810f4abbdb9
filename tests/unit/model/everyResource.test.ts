import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as runtime from "../../../sdk/runtime";
import { typeToken } from "../../../sdk/model/providerText";
import { classOf } from "../../tools/resourceClasses";
import { classNameOf, keysOf, resources } from "../../tools/resources";
import { keysWith } from "../../../sdk/model/keys";
import { root } from "../../tools/layout.mjs";

const textsIn = (folder: string, ending: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(ending))
    .map((file) => readFileSync(join(root, folder, file), "utf8"));
const textOf = (file: string): string => readFileSync(join(root, file), "utf8");

describe("every resource of the model", () => {
  it("includes the package's main resources", () => {
    expect(resources).to.include.members(["dataflow", "dataflowRefresh", "dataflowSchedule"]);
  });

  for (const name of resources) {
    const className = classNameOf(name);

    it(`${name} has a class that sdk/index.ts exports, under its own type`, () => {
      const found = classOf(name);
      expect(found, `export ${className} in sdk/index.ts`).to.be.a("function");
      expect(found?.__pulumiType).to.equal(typeToken(className));
      expect(textOf(`sdk/resources/${name}.ts`)).to.contain(`lifecycle: "${name}"`);
    });

    it(`${name} has a lifecycle in sdk/runtime.ts, whose name never changes`, () => {
      expect(runtime, `one line in sdk/runtime.ts: ${name}`).to.have.property(name);
      expect(textOf("tests/host/contract.test.ts"), "tests/host/contract.test.ts").to.contain(`\n  ${name}: {\n`);
    });

    it(`${name} is served by the provider plugin`, () => {
      const kind = new RegExp(`^  ${className}: \\{\\n    lifecycle: "${name}",$`, "m");
      expect(textOf("sdk/plugin/kinds.ts"), `sdk/plugin/kinds.ts: ${className}`).to.match(kind);
    });

    it(`${name} has tests of its lifecycle, also on the engine`, () => {
      const lives = textOf("tests/lifecycle/outputs.test.ts");
      const has = (folder: string, text: string) =>
        textsIn(folder, ".ts").some((content) => content !== lives && content.includes(text));
      const tested = has("tests/lifecycle", `new Resource(world, "${name}")`);
      expect(tested, `tests of its own in tests/lifecycle, with new Resource(world, "${name}")`).to.equal(true);
      expect(lives, "a life in tests/lifecycle/outputs.test.ts, which fills the class's outputs").to.contain(
        `async ${name}(world)`,
      );
      expect(has("tests/engine", `new ${className}(`), "a test in tests/engine").to.equal(true);
    });

    it(`${name} has a test for each output of its class that a program does not set`, () => {
      const shown = [
        ...keysWith(keysOf(name), { kind: "computed", shown: true }),
        ...keysWith(keysOf(name), { kind: "output", shown: true }),
      ];
      const tests = textsIn("tests/lifecycle", ".test.ts");
      const untested = shown.filter((key) => !tests.some((text) => new RegExp(`\\b${key}\\b`).test(text)));
      expect(untested, "a test in tests/lifecycle of the changes of its value").to.deep.equal([]);
    });

    it(`${name} is shown in a guide`, () => {
      const guides = textsIn("docs", ".md").concat(textOf("README.md"));
      expect(
        guides.some((text) => text.includes(`new ${className}(`)),
        `a guide in docs/ with new ${className}(`,
      ).to.equal(true);
    });
  }
});
