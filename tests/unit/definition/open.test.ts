import { expect } from "chai";
import { JsonText } from "../../../sdk/definition/json";
import { closeDefinition, openDefinition } from "../../../sdk/definition/open";
import { LEGACY, MASHUP, METADATA } from "../../../sdk/definition/parts";
import { onEveryDefinition, ownDefinition, replacePart, textOf } from "./samples";

const sales = ownDefinition("Sales");

describe("opening a definition", () => {
  onEveryDefinition("and closing it again gives the very same parts", (parts) => {
    const opened = openDefinition(parts)!;
    const closed = closeDefinition(parts, opened, opened);
    closed.forEach((part, index) => expect(part).to.equal(parts[index]));
  });

  it("keeps a byte order mark, line ends and indentation after a change", () => {
    const marked = replacePart(
      sales,
      METADATA,
      `\uFEFF${textOf(sales, METADATA).replaceAll("\n", "\r\n").replaceAll("  ", "\t")}`,
    );
    const opened = openDefinition(marked)!;
    const metadata = opened.metadata.with(["gatewayObjectId"], "x").with(["connections", 0, "path"], "y");
    const text = textOf(closeDefinition(marked, opened, { ...opened, metadata }), METADATA);
    expect(text.charCodeAt(0)).to.equal(0xfeff);
    expect(text).not.to.match(/[^\r]\n/);
    expect(text).to.contain('\r\n\t"gatewayObjectId": "x"').and.to.contain('"path": "y"');
    expect(text.length).to.equal(
      textOf(marked, METADATA).length +
        ',\r\n\t"gatewayObjectId": "x"'.length +
        1 -
        "dev-sql.contoso.example;SalesDev".length,
    );
  });

  it("writes changed M to its own part, and does not change the other part", () => {
    const opened = openDefinition(sales)!;
    const closed = closeDefinition(sales, opened, { ...opened, mashup: "section S;" });
    expect(textOf(closed, MASHUP)).to.equal("section S;");
    expect(closed.find(({ path }) => path === METADATA)).to.equal(sales.find(({ path }) => path === METADATA));
    const legacy = ownDefinition("Legacy");
    const older = openDefinition(legacy)!;
    const text = textOf(closeDefinition(legacy, older, { ...older, mashup: 'section "S";\r\n' }), LEGACY);
    expect(text).to.contain('"mashupDocument": "section \\"S\\";\\r\\n"').and.to.contain('"documentLocale": "en-GB"');
  });

  it("returns nothing without M or JSON", () => {
    expect(openDefinition([])).to.equal(undefined);
    expect(openDefinition(replacePart(sales, METADATA, "{"))).to.equal(undefined);
    expect(openDefinition(replacePart(ownDefinition("Legacy"), LEGACY, "{}"))).to.equal(undefined);
  });
});

describe("the place of a JSON value", () => {
  const json = new JsonText('{\n  "a": [\n    1,\n    { "b": 2 }\n  ]\n}', "p");
  const table: [path: (string | number)[], place: string][] = [
    [[], "p:1:1"],
    [["a"], "p:2:3"],
    [["a", 0], "p:3:5"],
    [["a", 1, "b"], "p:4:7"],
    [["c"], "p"],
  ];
  for (const [path, place] of table)
    it(`${JSON.stringify(path)} is ${place}`, () => expect(json.at(path)).to.equal(place));
});
