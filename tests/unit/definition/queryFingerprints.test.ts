import { expect } from "chai";
import fc from "fast-check";
import { scan } from "../../../sdk/definition/m/tokens";
import { openDefinition } from "../../../sdk/definition/open";
import { LEGACY, MASHUP, METADATA, PLATFORM, type DefinitionPart } from "../../../sdk/definition/parts";
import { queryFingerprints } from "../../../sdk/definition/queryFingerprints";
import { reserialise } from "../../emulator/reserialise";
import { onEveryDefinition, ownDefinition, replacePart, textOf, textPart } from "./samples";

const sales = ownDefinition("Sales");
const mashup = textOf(sales, MASHUP);
const metadata = textOf(sales, METADATA);
const before = queryFingerprints(sales);

type Metadata = {
  name: string;
  queriesMetadata: Record<string, Record<string, unknown>>;
  connections: Record<string, string>[];
  queryGroups: Record<string, unknown>[];
} & Record<string, unknown>;

const withMetadata = (change: (metadata: Metadata) => void): DefinitionPart[] => {
  const value = JSON.parse(metadata) as Metadata;
  change(value);
  return replacePart(sales, METADATA, JSON.stringify(value));
};
const withMashup = (change: (text: string) => string): DefinitionPart[] => {
  const changed = change(mashup);
  if (changed === mashup) throw new Error("the change changes nothing");
  return replacePart(sales, MASHUP, changed);
};

/** Names of the queries whose fingerprint differs, or exists on one side only. */
function changed(parts: DefinitionPart[]): string[] {
  const after = queryFingerprints(parts).queries;
  return [...new Set([...Object.keys(before.queries), ...Object.keys(after)])].filter(
    (name) => before.queries[name] !== after[name],
  );
}

/** The same tokens and comments with other white space between them, except where a field's name may have spaces. */
function laidOut(text: string, gap: () => string): string {
  let result = "";
  let end = 0;
  let afterLineComment = false;
  for (const token of scan(text)) {
    const between = text.slice(end, token.start);
    const written = text.slice(token.start, token.end);
    if (afterLineComment) result += "\n";
    result += between === "" || between === " " ? between : gap();
    result += written;
    afterLineComment = written.startsWith("//");
    end = token.end;
  }
  return result;
}

const how = fc.record({
  dropDefaults: fc.boolean(),
  reorder: fc.boolean(),
  addEmpty: fc.boolean(),
  lineEndings: fc.constantFrom("kept", "crlf", "lf"),
  byteOrderMark: fc.boolean(),
});

describe("fingerprints by query", () => {
  it("name their version and every query", () => {
    expect(before.definitionFingerprint).to.match(
      /^2:[0-9a-f]{20}-[0-9a-f]{6}-[0-9a-f]{6}([A-Za-z0-9]{4})*-[0-9a-f]{6}$/,
    );
    expect(Object.keys(before.queries)).to.have.members([
      ..."ServerName Database Since MaxRows ToEuro Rates Sales SalesByMonth Top10 Sales_DataDestination".split(" "),
      "All orders",
    ]);
    for (const one of Object.values(before.queries)) expect(one).to.match(/^[\w-]{11}(\.([\w-]{2})+)?$/);
  });

  onEveryDefinition("hold through every re-serialisation that the service may do", (parts) => {
    const declared = queryFingerprints(parts);
    fc.assert(
      fc.property(how, (manner) => {
        const back = parts.map(({ path, content }) => ({
          path,
          content: reserialise(path, Buffer.from(content), manner as Parameters<typeof reserialise>[2]),
        }));
        expect(queryFingerprints(back)).to.deep.equal(declared);
      }),
      { numRuns: 60, seed: 28 },
    );
  });

  onEveryDefinition("hold through every other layout of the M", (parts) => {
    const declared = queryFingerprints(parts);
    const opened = openDefinition(parts)!;
    if (opened.legacy) return;
    fc.assert(
      fc.property(fc.infiniteStream(fc.constantFrom(" ", "\n", "\r\n", "\n\n    ", "\t ", "\n  ")), (gaps) => {
        const text = laidOut(opened.mashup, () => gaps.next().value as string);
        expect(queryFingerprints(replacePart(parts, MASHUP, text))).to.deep.equal(declared);
      }),
      { numRuns: 25 },
    );
  });

  it("are equal if only quotes, escapes, the order of queries, connections and keys, and comments around queries differ", () => {
    const same: DefinitionPart[][] = [
      withMashup((text) => text.replaceAll("Sorted", '#"Sorted"')),
      withMashup((text) => text.replace('"dbo"', '"#(0064)bo"')),
      withMashup((text) => text.replace("shared Rates", "// the central bank's\nshared Rates") + "\n// end"),
      withMashup((text) => {
        const [head, ...members] = text.split(/^(?=\[Desc|\[DataDest|shared (?!Sales =|#"All))/m);
        return head + members.reverse().join("");
      }),
      withMetadata((value) => value.connections.reverse()),
      withMetadata((value) => (value.name = "Another name")),
      withMetadata((value) => {
        value.connections[0]!.connectionId =
          '{ "DatasourceId": "D0000000-0000-4000-8000-000000000001", "ClusterId": "C0000000-0000-4000-8000-000000000001" }';
      }),
      withMetadata((value) => {
        value.queriesMetadata = Object.fromEntries(
          Object.entries(value.queriesMetadata).map(([key, entry]) => [key.toUpperCase(), entry]),
        );
      }),
      replacePart(sales, PLATFORM, "{}"),
      sales.filter(({ path }) => path !== PLATFORM),
    ];
    for (const parts of same) expect(queryFingerprints(parts)).to.deep.equal(before);
  });

  it("are equal if defaults are explicit, or empty settings are missing", () => {
    const writtenOut = withMetadata((value) => {
      for (const entry of Object.values(value.queriesMetadata)) {
        entry["loadEnabled"] ??= true;
        entry["isHidden"] ??= false;
        entry["queryGroupId"] ??= null;
      }
      Object.assign(value, {
        ...{ fastCombine: false, allowNativeQueries: true, skipAutomaticTypeAndHeaderDetection: false },
        ...{ parametric: false, gatewayObjectId: null, somethingNew: { deep: [] } },
      });
    });
    expect(queryFingerprints(writtenOut)).to.deep.equal(before);
    const leftOut = withMetadata((value) => delete value["documentLocale"]);
    expect(queryFingerprints(leftOut)).to.deep.equal(before);
  });

  it("change only for the query whose tokens, comments, attributes, metadata or group changed", () => {
    const table: [DefinitionPart[], string[]][] = [
      [withMashup((text) => text.replace(", 10)", ", 20)")), ["Top10"]],
      [withMashup((text) => text.replace("Only what", "All that")), ["All orders"]],
      [withMashup((text) => text.replace("Orders of the", "All orders of the")), ["All orders"]],
      [withMashup((text) => text.replace("IsNewTarget = true", "IsNewTarget = false")), ["Sales"]],
      [withMashup((text) => text.replace("#date(2025, 1, 1)", "#date(2025, 1, 2)")), ["Since"]],
      [withMashup((text) => text.replace("shared Top10", "shared Top11")), ["Top10", "Top11"]],
      [withMashup((text) => text.replace(/shared Top10[^;]*;\n/, "")), ["Top10"]],
      [withMashup((text) => `${text}shared New = 1;`), ["New"]],
      [withMashup((text) => text.replace("[Rate]", "[Rate ]").replace("[Rate ]", "[Rates]")), ["ToEuro"]],
      [withMashup((text) => text.replace('"OrderId"', '"Order  Id"')), ["All orders"]],
      [withMetadata((value) => (value.queriesMetadata["Top10"]!["loadEnabled"] = true)), ["Top10"]],
      [withMetadata((value) => (value.queriesMetadata["Top10"]!["isHidden"] = true)), ["Top10"]],
      [withMetadata((value) => (value.queriesMetadata["Top10"]!["somethingNew"] = 1)), ["Top10"]],
      [withMetadata((value) => delete value.queriesMetadata["Top10"]), ["Top10"]],
      [
        withMetadata((value) => (value.queryGroups[0]!["name"] = "Environment")),
        ["ServerName", "Database", "Since", "MaxRows"],
      ],
    ];
    for (const [parts, names] of table) {
      expect(changed(parts)).to.have.members(names);
      expect(queryFingerprints(parts).definitionFingerprint).not.to.equal(before.definitionFingerprint);
    }
  });

  it("differ if a field's name has another blank", () => {
    const of = (m: string) => queryFingerprints(replacePart(sales, MASHUP, `section S; shared A = ${m};`)).queries["A"];
    expect(of("x[Order Date]")).not.to.equal(of("x[Order  Date]"));
    expect(of("[a b = 1, c d = 2]")).not.to.equal(of("[a b = 1, c  d = 2]"));
    expect(of("[ a b = 1 , c d = 2 ]")).to.equal(of("[a b=1,c d=2]"));
    expect(of("x[/* c */ Order Date]")).not.to.equal(of("x[/* c */ Order  Date]"));
    expect(of("x[Order /* c */ Date]")).not.to.equal(of("x[Order Date]"));
    expect(of("{1..5}")).to.equal(of("{ 1 .. 5 }"));
    expect(of("if a then b else c")).to.equal(of("if a\n\tthen b else\r\n c"));
    expect(of('"a\r\nb"')).to.equal(of('"a\nb"'));
    expect(of('"a#(cr,lf)b"')).not.to.equal(of('"a#(lf)b"'));
    expect(of('#"type"')).not.to.equal(of("type text"));
  });

  it("of the whole definition change with connections, destinations and settings, while no query's does", () => {
    const table: DefinitionPart[][] = [
      withMetadata((value) => (value.connections[0]!.path = "prod-sql.contoso.example;Sales")),
      withMetadata((value) => (value.connections[0]!.connectionId = value.connections[1]!.connectionId!)),
      withMetadata((value) => value.connections.pop()),
      withMetadata((value) => (value["fastCombine"] = true)),
      withMetadata((value) => (value["allowNativeQueries"] = false)),
      withMetadata((value) => (value["parametric"] = true)),
      withMetadata((value) => (value["gatewayObjectId"] = "f0000000-0000-4000-8000-000000000001")),
      withMetadata((value) => (value["documentLocale"] = "de-DE")),
      withMetadata((value) => (value["computeEngineSettings"] = { allowFastCopy: false })),
      withMetadata((value) => (value["somethingNew"] = { deep: [1] })),
      withMashup((text) => text.replace('Kind = "FastCopy"', 'Kind = "Other"')),
      [...sales, textPart("Transform.mdf", '{"a": 1}')],
    ];
    const seen = new Set([before.definitionFingerprint]);
    for (const parts of table) {
      expect(changed(parts)).to.deep.equal([]);
      seen.add(queryFingerprints(parts).definitionFingerprint);
    }
    expect(seen.size).to.equal(table.length + 1);
  });

  it("change for any changed, removed or added token, only in that query", () => {
    const tokens = scan(mashup);
    fc.assert(
      fc.property(fc.nat(tokens.length - 1), fc.constantFrom("change", "remove", "add"), (index, what) => {
        const { start, end, kind } = tokens[index]!;
        const other = kind === "text" ? '"§"' : kind === "number" ? "77" : kind === "comment" ? "// §" : "§";
        const put = what === "remove" ? "" : what === "add" ? mashup.slice(start, end) + " §" : other;
        const parts = replacePart(sales, MASHUP, `${mashup.slice(0, start)} ${put} ${mashup.slice(end)}`);
        expect(queryFingerprints(parts).definitionFingerprint).not.to.equal(before.definitionFingerprint);
      }),
      { numRuns: 300 },
    );
  });

  it("exist for unreadable M, and for text that is not a section", () => {
    const broken = (m: string) => queryFingerprints(replacePart(sales, MASHUP, m));
    expect(broken("section S; shared A = (1;").queries["A"]).to.equal(
      broken("section  S;\nshared A = ( 1;").queries["A"],
    );
    expect(broken("let x = 1 in x")).not.to.deep.equal(broken("let x = 2 in x"));
    expect(broken("let x = 1 in x")).to.deep.equal(broken("let x =\n1 in x "));
    const noJson = (m: string) => queryFingerprints(replacePart(sales, METADATA, m));
    expect(noJson("{ no json")).to.deep.equal(noJson("\uFEFF{ no json\r\n"));
    expect(noJson("{ no json").definitionFingerprint).not.to.equal(noJson("{ other").definitionFingerprint);
  });

  it("accept entries of queries that are not objects, with any content and order", () => {
    const of = (queriesMetadata: string) =>
      queryFingerprints(replacePart(sales, METADATA, `{"queriesMetadata":{${queriesMetadata}}}`));
    const [a, b, c] = ['"a": [{"toString": []}]', '"a!": [[1]]', '"b": "x"'];
    expect(of([c, b, a].join())).to.deep.equal(of([a, b, c].join()));
    expect(of([a, b].join()).definitionFingerprint).not.to.equal(of([a, c].join()).definitionFingerprint);
  });

  it("work the same in the older form", () => {
    const legacy = ownDefinition("Legacy");
    const of = (change: (text: string) => string) =>
      queryFingerprints(replacePart(legacy, LEGACY, change(textOf(legacy, LEGACY))));
    const declared = of((text) => text);
    expect(Object.keys(declared.queries)).to.deep.equal(["Countries", "CountryCount"]);
    expect(
      of((text) => text.replaceAll("\\r\\n", "\\n").replace('"mashupName": ""', '"mashupName": "x"')),
    ).to.deep.equal(declared);
    const edited = of((text) => text.replace("Table.RowCount", "Table.ColumnCount"));
    expect(edited.queries["Countries"]).to.equal(declared.queries["Countries"]);
    expect(edited.queries["CountryCount"]).not.to.equal(declared.queries["CountryCount"]);
    expect(of((text) => text.replace("en-GB", "de-DE")).definitionFingerprint).not.to.equal(
      declared.definitionFingerprint,
    );
  });
});
