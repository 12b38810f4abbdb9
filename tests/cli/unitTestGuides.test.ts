import { expect } from "chai";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { metadata, table } from "../dataflows";
import { root } from "../tools/layout.mjs";
import { blocks } from "../unit/docs/pages";
import { withService } from "./service";
import { folder } from "./unitTests";

describe("the command test --unit", () => {
  it("prints what the guide and the example show", () =>
    withService(async (service) => {
      await service.addQueries("Unit tests", { Nothing: table("a") });
      const shown = (page: string) =>
        blocks(page)
          .filter(({ language }) => language === "text")
          .map(({ text }) => text.replace(/^\$.*\n/, "").trimEnd());
      const ofBlock = (language: string) =>
        blocks("docs/unit-tests.md").find((each) => each.language === language)!.text;
      const unit = join(folder, "guide", "Sales.Dataflow");
      mkdirSync(join(unit, "tests"), { recursive: true });
      writeFileSync(join(unit, "mashup.pq"), ofBlock("powerquery"));
      writeFileSync(join(unit, "queryMetadata.json"), metadata({ Orders: "" }));
      writeFileSync(join(unit, "tests", "late.yaml"), ofBlock("yaml"));
      const printed = async (of: string, query: string, ...results: unknown[][][]) => {
        for (const rows of results)
          service.emulator.addTable({
            query: `${query} (unit test)`,
            columns: { Line: rows.map((line) => JSON.stringify(line)) },
          });
        const { out } = await service.run(["test", "--unit", of, "--via", "Unit tests"]);
        return out.replaceAll(`${join(of, "..")}/`, "");
      };
      const still = (text: string) => text.replaceAll(/\(\d\.\d s\)/g, "(0.0 s)");
      const orders = (second: boolean) => [
        [
          ["OrderId", "Number.Type"],
          ["Late", "Logical.Type"],
        ],
        [1, false],
        [2, second],
        [3, true],
      ];
      const [passes, fails] = shown("docs/unit-tests.md");
      expect(still(await printed(unit, "Orders", orders(false)))).to.equal(still(passes!));
      expect(still(await printed(unit, "Orders", orders(true)))).to.equal(still(fails!));
      const columns = [
        ["Region", "Text.Type"],
        ["Amount", "Number.Type"],
      ];
      const serve = (within: string, ...rows: unknown[][]) =>
        service.emulator.addTable({
          query: "OrdersByRegion (unit test)",
          columns: { Line: [columns, ...rows].map((line) => JSON.stringify(line)) },
          within,
        });
      serve('{2, "South", 80.5}', ["North", 120.25], ["South", 80.5]);
      serve('{null, "South"}', ["North", 100], ["South", null]);
      const example = join(root, "examples/tested/Orders.Dataflow");
      expect(still(await printed(example, "OrdersByRegion"))).to.equal(still(shown("examples/tested/README.md")[1]!));
    }));
});
