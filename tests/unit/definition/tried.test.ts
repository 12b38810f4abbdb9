import { expect } from "chai";
import { LEGACY, METADATA } from "../../../sdk/definition/parts";
import { queryFingerprints } from "../../../sdk/definition/queryFingerprints";
import { tryOlder } from "../../../sdk/definition/tried";
import { ownDefinition, replacePart, textOf, textPart } from "./samples";

const sales = ownDefinition("Sales");

/** The message about a change from one text of the metadata to another. */
function said(from: [string, string][], to: [string, string][] = [], parts = sales, path = METADATA) {
  const edited = (edits: [string, string][]) =>
    replacePart(
      parts,
      path,
      edits.reduce(
        (text, [old, now]) => {
          expect(text).to.contain(old);
          return text.replace(old, now);
        },
        textOf(parts, path),
      ),
    );
  const { queries, settings } = tryOlder(edited(to), [], queryFingerprints(edited(from)));
  return { queries: Object.fromEntries(queries), settings };
}

const FLAG = (name: string, value: boolean): [string, string] => ["{\n", `{\n"${name}": ${value},\n`];
const MONTH = '"queryName": "SalesByMonth"';

describe("changes, found by trying the old values", () => {
  it("are not searched in more queries than a message names, so that the time is not quadratic", () => {
    const parts = (row: string) => {
      const names = Array.from({ length: 1_000 }, (_, i) => `Q${i}`);
      const entries = Object.fromEntries(names.map((queryName) => [queryName, { queryId: queryName, queryName }]));
      return [
        textPart("mashup.pq", `section Section1;\n${names.map((name) => `shared ${name} = ${row};`).join("\n")}`),
        textPart(METADATA, JSON.stringify({ formatVersion: "202502", name: "Many", queriesMetadata: entries })),
      ];
    };
    const before = process.cpuUsage();
    const { queries } = tryOlder(parts("2"), [], queryFingerprints(parts("1")));
    const { user, system } = process.cpuUsage(before);
    expect(queries.size).to.equal(0);
    expect((user + system) / 1e6, "seconds of processor time").to.be.lessThan(3);
  }).timeout(60_000);

  it("include one setting of the document, and two", () => {
    expect(said([], [FLAG("fastCombine", true)])).to.deep.equal({ queries: {}, settings: "fastCombine false -> true" });
    expect(said([FLAG("allowNativeQueries", false)])).to.deep.equal({
      queries: {},
      settings: "allowNativeQueries false -> true",
    });
    expect(said([], [FLAG("fastCombine", true), FLAG("parametric", true)]).settings).to.equal(
      "fastCombine false -> true, parametric false -> true",
    );
  });

  it("include those of the older form", () => {
    const legacy = ownDefinition("Legacy");
    const change: [string, string] = ['"fastCombine": false', '"fastCombine": true'];
    expect(said([], [change], legacy, LEGACY).settings).to.equal("fastCombine false -> true");
  });

  it("include load and visibility of a query, beside other changed queries", () => {
    expect(said([], [[MONTH, `${MONTH}, "loadEnabled": false`]]).queries).to.deep.equal({
      SalesByMonth: "loadEnabled true -> false",
    });
    expect(
      said(
        [],
        [
          [MONTH, `${MONTH}, "loadEnabled": false, "isHidden": true`],
          ['"queryName": "Rates"', '"queryName": "Rates", "other": 1'],
        ],
      ).queries,
    ).to.deep.equal({ SalesByMonth: "isHidden false -> true, loadEnabled true -> false" });
  });

  it("are absent if another value, the M or a third setting changed", () => {
    expect(said([], [['"documentLocale": "en-US"', '"documentLocale": "de-DE"']])).to.deep.equal({
      queries: {},
      settings: undefined,
    });
    const three = [FLAG("fastCombine", true), FLAG("parametric", true), FLAG("allowNativeQueries", false)];
    expect(said([], three).settings).to.equal(undefined);
    expect(said([], [[MONTH, `${MONTH}, "loadEnabled": false, "queryGroupId": "g"`]]).queries).to.deep.equal({});
    expect(said([])).to.deep.equal({ queries: {}, settings: undefined });
  });
});
