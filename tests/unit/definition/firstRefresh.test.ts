import { expect } from "chai";
import { problemText } from "../../../sdk/common/problem";
import { firstRefreshRisks } from "../../../sdk/definition/firstRefresh";

interface Given {
  isNewTarget?: boolean;
  last?: string;
  navigation?: string;
}

const partsOf = ({
  isNewTarget = true,
  last = "?[Data]?",
  navigation = '{[workspaceId = "w"]}[Data]{[lakehouseId = "l"]}',
}: Given) => {
  const text = [
    "section Section1;",
    `[DataDestinations = {[Definition = [Kind = "Reference", QueryName = "Orders_Target", IsNewTarget = ${isNewTarget}], Settings = [Kind = "Automatic"]]}]`,
    "shared Orders = 1;",
    "shared Orders_Target = let",
    "  Pattern = Lakehouse.Contents([CreateNavigationProperties = false]),",
    `  Navigation = Pattern${navigation}[Data],`,
    `  Table = Navigation{[Id = "Orders", ItemKind = "Table"]}${last} // the table`,
    "in",
    "  Table;",
  ].join("\n");
  return [
    { path: "mashup.pq", content: Buffer.from(text) },
    { path: "queryMetadata.json", content: Buffer.from('{"formatVersion":"202502","name":"x","queriesMetadata":{}}') },
  ];
};
const warned = (given: Given, changed?: string[]) => firstRefreshRisks(partsOf(given), changed).map(problemText);

describe("a destination that the first refresh may refuse", () => {
  const table: [string, Given, RegExp][] = [
    ["IsNewTarget = false", { isNewTarget: false }, /Orders_Target: IsNewTarget = false/],
    ["a last navigation that is not null-safe", { last: "[Data]" }, /not null-safe/],
    [
      "a relative reference",
      { navigation: '{[workspaceId = "."]}[Data]{[lakehouseId = "l"]}' },
      /relative reference.*promises.*others saw/,
    ],
    [
      "a reference by name",
      { navigation: '{[workspaceId = "w"]}[Data]{[lakehouseName = "L"]}' },
      /by name.*promises.*others saw/,
    ],
  ];
  for (const [what, given, expected] of table)
    it(`is one warning: ${what}`, () => {
      const [line, ...others] = warned(given);
      expect(line)
        .to.match(/^definition\/mashup\.pq: destinations that the first refresh may refuse: /)
        .and.match(expected);
      expect(others).to.deep.equal([]);
    });

  it("is one line for all of them", () => expect(warned({ isNewTarget: false, last: "[Data]" })).to.have.length(1));

  it("is none that is as the portal writes it", () => expect(warned({})).to.deep.equal([]));

  it("is spoken of only where it changed, or its settings did", () => {
    expect(warned({ isNewTarget: false }, ["Other"])).to.deep.equal([]);
    expect(warned({ isNewTarget: false }, ["Orders"])).to.have.length(1);
    expect(warned({ last: "[Data]" }, ["Orders_Target"])).to.have.length(1);
  });
});
