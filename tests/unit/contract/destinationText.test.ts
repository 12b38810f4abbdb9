import { expect } from "chai";
import fc from "fast-check";
import { destinationText, parseDestinationText } from "../../../sdk/contract/destinationText";
import type { TableColumn, WrittenTable } from "../../../sdk/contract/writtenTables";

const table = (overrides: Partial<WrittenTable> = {}): WrittenTable => ({
  query: "Orders",
  place: { item: "lakehouse", itemName: "22222222-2222-4222-8222-222222222222", schema: "dbo", table: "Orders" },
  method: "Replace",
  schema: "fixed",
  columns: { listed: [column("OrderId", "int64"), column("Amount", "number")], open: true },
  ...overrides,
});
const column = (name: string, type?: string, source = name): TableColumn => ({ name, source, type });

describe("the text of a destination", () => {
  it("names table, method, column mapping, and the columns with their types", () => {
    expect(destinationText(table())).to.equal(
      "lakehouse 22222222-2222-4222-8222-222222222222/dbo.Orders Replace fixed; OrderId int64, Amount number",
    );
  });

  it("has an arrow if the table's column has another name, and dots if there may be other columns", () => {
    const listed = [column("Date", "date", "OrderDate"), column("Net amount")];
    expect(destinationText(table({ schema: "dynamic", columns: { listed, open: true } }))).to.match(
      /dynamic; OrderDate -> Date date, #"Net amount", \.\.\.$/,
    );
  });

  it("says what is unknown", () => {
    const place = { item: undefined, itemName: undefined, schema: undefined, table: undefined };
    const text = destinationText(
      table({ place, method: undefined, schema: undefined, columns: { listed: [], open: true } }),
    );
    expect(text).to.equal("? ?/? ? unknown");
  });

  it("has no ambiguous name, and no name that controls a terminal or an agent", () => {
    const names = [
      "a, b",
      "x -> y",
      "A number",
      "...",
      'say "x"',
      "##vso[task]",
      " ::add-mask::",
      "line\nbreak",
      "\u001b[31m",
      "?",
    ];
    const before = table({ columns: { listed: names.map((name) => column(name, "text")), open: true } });
    const text = destinationText(before);
    expect(text).not.to.match(/\n|\u001b|##vso|\s::/);
    expect(parseDestinationText(text, "Orders")).to.deep.equal(before);
  });

  it("has a count and a hash instead of many columns", () => {
    const listed = Array.from({ length: 100 }, (_, index) => column(`Column${index}`, "text"));
    const text = destinationText(table({ columns: { listed, open: true } }));
    expect(text).to.match(/fixed; 100 columns, hash [0-9a-f]{12}$/);
    const parsed = parseDestinationText(text, "Orders") as WrittenTable;
    expect(parsed.columns).to.include({ open: true, counted: text.split("; ")[1] });
    expect(destinationText(parsed)).to.equal(text);
    const other = destinationText(table({ columns: { listed: [...listed, column("More")], open: true } }));
    expect(other).not.to.equal(text);
  });

  it("shows no secret", () => {
    const text = destinationText(table(), (name) => (name.startsWith("2222") ? "\u0001secret lakehouse\u0001" : name));
    expect(text).to.match(/^lakehouse #"#\(0001\)secret lakehouse#\(0001\)"\/dbo\.Orders/);
    expect(parseDestinationText(text, "Orders")?.place.itemName).to.equal("\u0001secret lakehouse\u0001");
  });

  it("is parsed into its source, for any names", () => {
    const name = fc.oneof(
      fc.string({ minLength: 1, unit: "grapheme" }),
      fc.constantFrom("a b", "dbo", "#(lf)", '"', "a.b", "text"),
    );
    const type = fc.constantFrom(undefined, "text", "int64", "number");
    const made = fc.record({
      query: name,
      place: fc.record({
        item: fc.constantFrom("lakehouse", "warehouse", undefined),
        itemName: fc.option(name, { nil: undefined }),
        schema: fc.option(name, { nil: undefined }),
        table: fc.option(name, { nil: undefined }),
      }),
      method: fc.constantFrom("Replace", "Append", "Other way", undefined),
      schema: fc.constantFrom("dynamic" as const),
      columns: fc.record({
        listed: fc.array(fc.record({ name, source: name, type }), { minLength: 1, maxLength: 4 }),
        open: fc.boolean(),
      }),
    });
    fc.assert(
      fc.property(made, (before) => {
        const text = destinationText(before);
        if (/ hash [0-9a-f]{12}$/.test(text)) return;
        expect(parseDestinationText(text, before.query)).to.deep.equal(before);
      }),
      { seed: 37, numRuns: 500 },
    );
  });

  it("is not parsed from a text of another form", () => {
    for (const text of ["", "Orders", "lakehouse x/y Replace fixed; ,", "lakehouse x/y Replace none", "a\nb"])
      expect(parseDestinationText(text, "Q"), text).to.equal(undefined);
  });
});
