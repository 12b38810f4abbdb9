import { expect } from "chai";
import { problemText } from "../../../sdk/common/problem";
import { firstRefreshRisks } from "../../../sdk/definition/firstRefresh";

interface Given {
  orders?: string;
  attributes?: string;
  isNewTarget?: boolean;
  last?: string;
  navigation?: string;
}

const partsOf = ({
  orders = "1",
  attributes = "",
  isNewTarget = true,
  last = "?[Data]?",
  navigation = '{[workspaceId = "w"]}[Data]{[lakehouseId = "l"]}',
}: Given) => {
  const text = [
    `${attributes}section Section1;`,
    `[DataDestinations = {[Definition = [Kind = "Reference", QueryName = "Orders_Target", IsNewTarget = ${isNewTarget}], Settings = [Kind = "Automatic"]]}]`,
    `shared Orders = ${orders};`,
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
      /relative reference.*others saw/,
    ],
    [
      "a reference by name",
      { navigation: '{[workspaceId = "w"]}[Data]{[lakehouseName = "L"]}' },
      /by name.*others saw/,
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

  it("is absent for the section's own destination, whose last navigation is not to a table", () => {
    const text =
      '[DefaultOutputDestinationSettings = [DestinationDefinition = [Kind = "Reference", QueryName = "D", IsNewTarget = true]]]\n' +
      'section Section1;\nshared D = Lakehouse.Contents([]){[workspaceId = "w"]}[Data]{[lakehouseId = "l"]}[Data];';
    const [mashup, metadata] = partsOf({});
    expect(firstRefreshRisks([{ ...mashup!, content: Buffer.from(text) }, metadata!])).to.deep.equal([]);
  });

  it("is absent in the portal's form", () => expect(warned({})).to.deep.equal([]));

  it("is reported only if it or its settings changed", () => {
    expect(warned({ isNewTarget: false }, ["Other"])).to.deep.equal([]);
    expect(warned({ isNewTarget: false }, ["Orders"])).to.have.length(1);
    expect(warned({ last: "[Data]" }, ["Orders_Target"])).to.have.length(1);
  });

  describe("because of columns without a type", () => {
    const untyped = (orders: string, more: Given = {}) =>
      /Orders: columns without a type \((.*?)\)/.exec(warned({ orders, ...more })[0] ?? "")?.[1] ?? "";
    const table: [string, string, string][] = [
      ["names alone", '#table({"Id", "Name"}, {})', "Id, Name"],
      ["a declared type", "#table(type table [Id = number], {})", ""],
      ["a type for one of two", 'Table.TransformColumnTypes(#table({"Id", "Name"}, {}), {{"Id", type text}})', "Name"],
      ["a single pair", 'Table.TransformColumnTypes(#table({"Id"}, {}), {"Id", Int64.Type})', ""],
      ["type any", 'Table.TransformColumnTypes(#table({"Id"}, {}), {{"Id", type any}})', "Id"],
      ["types that are not written out", 'Table.TransformColumnTypes(#table({"Id"}, {}), Types)', ""],
      ["a column added by each", 'Table.AddColumn(Sql.Database("s", "d"), "Sum", each [A] + [B])', "Sum"],
      ["a column added with a type", 'Table.AddColumn(Sql.Database("s", "d"), "Sum", each 1, type number)', ""],
      ["a column added by a function", 'Table.AddColumn(Sql.Database("s", "d"), "Sum", (r) as number => 1)', ""],
      ["a source that tells its types", 'Sql.Database("s", "d"){[Item = "Orders"]}[Data]', ""],
      [
        "steps between",
        'let A = #table({"Id", "B", "C"}, {}), S = Table.SelectRows(A, each true), R = Table.RenameColumns(S, {{"Id", "Key"}}), D = Table.RemoveColumns(R, {"B"}) in D',
        "Key, C",
      ],
      ["a step that may do anything", 'Table.Group(#table({"Id"}, {}), {"Id"}, {})', ""],
      ["a selection", 'Table.SelectColumns(#table({"Id", "B"}, {}), {"B"})', "B"],
      ["a transformation", 'Table.TransformColumns(#table({"Id", "B"}, {}), {{"Id", Text.From, type text}})', "B"],
      ["a transformation of all others", 'Table.TransformColumns(#table({"Id"}, {}), {}, Text.From)', ""],
      ["records", "Table.FromRecords({[Id = 1, Name = 2]})", "Id, Name"],
      [
        "what comes out of such a column",
        'Table.ExpandRecordColumn(Table.FromList(L, Splitter.SplitByNothing(), {"r"}), "r", {"Id", "Name"}, {"Id", "N"})',
        "Id, N",
      ],
      ["what comes out of another column", 'Table.ExpandRecordColumn(Sql.Database("s", "d"), "r", {"Id"})', ""],
      ["another query", 'Other; shared Other = #table({"Id"}, {})', "Id"],
      ["a circle", "Other; shared Other = Orders", ""],
      ["what cannot be read", "let in", ""],
    ];
    for (const [what, orders, columns] of table) it(what, () => expect(untyped(orders)).to.equal(columns));

    it("are reported for the section's own destination", () => {
      const text =
        '[DefaultOutputDestinationSettings = [DestinationDefinition = [Kind = "Reference", QueryName = "D", IsNewTarget = true]]]\n' +
        'section Section1;\nshared D = 1;\n[BindToDefaultDestination = true]\nshared A = #table({"a"}, {{1}});';
      const [mashup, metadata] = partsOf({});
      const risks = firstRefreshRisks([{ ...mashup!, content: Buffer.from(text) }, metadata!]);
      expect(risks.map(problemText).join()).to.contain("A: columns without a type (a)");
    });

    it("are not reported for a query without a destination", () => {
      const more = '1; shared Free = #table({"Id"}, {})';
      expect(warned({ orders: more })).to.deep.equal([]);
    });

    it("are reported if a query changed that defines the columns", () => {
      const orders = 'Other; shared Other = #table({"Id"}, {}); shared Third = 3';
      expect(warned({ orders }, ["Third"])).to.deep.equal([]);
      expect(warned({ orders }, ["Other"])).to.have.length(1);
      expect(warned({ orders }, ["Orders"])).to.have.length(1);
    });
  });
});
