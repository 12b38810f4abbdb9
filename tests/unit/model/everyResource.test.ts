import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as runtime from "../../../sdk/runtime";
import * as sdk from "../../../sdk/index";
import { typeToken } from "../../../sdk/resources/providerText";
import { root } from "../../tools/layout.mjs";

const textsIn = (folder: string, ending: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(ending))
    .map((file) => readFileSync(join(root, folder, file), "utf8"));
const textOf = (file: string): string => readFileSync(join(root, file), "utf8");

/** A file of the model with a table of keys is a resource. */
const resources = readdirSync(join(root, "sdk/model"))
  .filter((file) => /^export const keys = /m.test(textOf(`sdk/model/${file}`)))
  .map((file) => file.replace(".ts", ""));

describe("every resource that the model has", () => {
  it("is one of those that the package is for, and maybe more", () => {
    expect(resources).to.include.members(["dataflow", "dataflowRefresh", "dataflowSchedule"]);
  });

  for (const name of resources) {
    const className = `${name[0]!.toUpperCase()}${name.slice(1)}`;

    it(`${name} has a class that sdk/index.ts exports, under its own type`, () => {
      const found = (sdk as unknown as Record<string, { __pulumiType?: string }>)[className];
      expect(found, `export ${className} in sdk/index.ts`).to.be.a("function");
      expect(found?.__pulumiType).to.equal(typeToken(className));
      expect(textOf(`sdk/resources/${name}.ts`)).to.contain(`lifecycle: "${name}"`);
    });

    it(`${name} has a lifecycle in sdk/runtime.ts, whose name is a contract`, () => {
      expect(runtime, `one line in sdk/runtime.ts: ${name}`).to.have.property(name);
      expect(textOf("tests/host/contract.test.ts"), "tests/host/contract.test.ts").to.contain(`"${name}"`);
    });

    it(`${name} has its public types held, its lifecycle tested, and a life on the engine`, () => {
      const held = readdirSync(join(root, "tests/unit/model/surface"));
      expect(held, `what programs are written against: tests/unit/model/surface/${name}.ts`).to.include(`${name}.ts`);
      const has = (folder: string, text: string) => textsIn(folder, ".ts").some((content) => content.includes(text));
      expect(has("tests/lifecycle", `new Resource(world, "${name}")`), "a test in tests/lifecycle").to.equal(true);
      const lives = textOf("tests/lifecycle/outputs.test.ts");
      expect(lives, "a life in tests/lifecycle/outputs.test.ts, which fills what the class shows").to.contain(
        `\n  ${name}: {\n`,
      );
      expect(has("tests/engine", `new ${className}(`), "a test in tests/engine").to.equal(true);
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
