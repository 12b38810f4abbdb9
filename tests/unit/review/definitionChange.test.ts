import { expect } from "chai";
import { MASHUP, METADATA } from "../../../sdk/definition/parts";
import { reviewDefinition } from "../../../sdk/review/definitionChange";
import type { DataflowChange } from "../../../sdk/review/document";
import { asText } from "../../../sdk/review/format/text";
import { singleReview } from "../../../sdk/review/singleReview";
import { definitionOf, readsTable } from "./trees";
import { onEveryDefinition, ownDefinition, replacePart, textOf, textPart } from "../definition/samples";

const sales = ownDefinition("Sales");
const state = (parts = sales) => ({ path: "Sales.Dataflow", name: "Sales", parts });

function edit(path: string, ...edits: [string | RegExp, string][]) {
  return (parts: typeof sales) => {
    const before = textOf(parts, path);
    const after = edits.reduce((text, [from, to]) => text.replaceAll(from as string, to), before);
    expect(after, "the edit changes something").not.to.equal(before);
    return replacePart(parts, path, after);
  };
}

async function review(...edits: ((parts: typeof sales) => typeof sales)[]): Promise<DataflowChange> {
  return (await reviewDefinition(state(), state(edits.reduce((parts, next) => next(parts), sales)))).change;
}

const kinds = ({ queries }: DataflowChange) => Object.fromEntries(queries.map(({ name, kind }) => [name, kind]));

describe("changes of a definition", () => {
  onEveryDefinition("a definition beside itself: nothing", async (parts) => {
    const { change } = await reviewDefinition(state(parts), state(parts));
    expect(change.queries).to.deep.equal([]);
    expect({ ...change, queries: [], findings: { ...change.findings, remaining: 0 } }).to.deep.include({
      change: "reformatted",
      needsRefresh: false,
      settings: [],
      connections: [],
      destinations: [],
      findings: { introduced: [], accepted: [], remaining: 0, resolved: 0 },
    });
  });

  it("do not include a reformatted query, and it affects no other query", async () => {
    const change = await review(edit(MASHUP, ["Rates{[Currency", "Rates{[ Currency"]));
    expect(kinds(change)).to.deep.equal({ ToEuro: "reformatted" });
    expect(change).to.deep.include({ change: "reformatted", needsRefresh: false, affectedQueries: [] });
    expect(change.queries[0]?.hunks).to.deep.equal([]);
  });

  it("include a renamed query, found by its queryId; queries that use it are not changed", async () => {
    const change = await review(edit(MASHUP, ["All orders", "Orders"]), edit(METADATA, ["All orders", "Orders"]));
    expect(kinds(change)).to.deep.equal({ Orders: "renamed", Sales: "follows" });
    expect(change.queries[0]).to.deep.include({ was: "All orders", aspects: [] });
  });

  it("include a query that is renamed only in the M, found by its text", async () => {
    const change = await review(edit(MASHUP, ["All orders", "Orders"]));
    expect(kinds(change)).to.deep.equal({ Orders: "renamed", Sales: "follows" });
    expect(change.findings.introduced.map(({ message }) => message).join()).to.contain("All orders");
  });

  it("include a group, found by its id in any case; a path of thousands of groups is shortened at its outer end", async () => {
    const grouped = (name: string, groups: object[]) =>
      state([
        textPart(MASHUP, "section S;\nshared A = 1;"),
        textPart(
          METADATA,
          JSON.stringify({ queriesMetadata: { A: { queryName: "A", queryGroupId: "G0" } }, queryGroups: groups, name }),
        ),
      ]);
    const settings = async (before: object[], after: object[]) =>
      (await reviewDefinition(grouped("x", before), grouped("x", after))).change.queries.map((query) => query.settings);
    expect(await settings([{ id: "G0", name: "Old" }], [{ id: "G0", name: "New" }])).to.deep.equal([
      [{ name: "group", before: "Old", after: "New" }],
    ]);
    const nested = (last: string) =>
      Array.from({ length: 2_000 }, (_, at) => ({ id: `G${at}`, name: at ? "n" : last, parentId: `G${at + 1}` }));
    expect(JSON.stringify(await settings(nested("a"), nested("b"))))
      .to.match(/n \/ a.*n \/ b/)
      .and.have.length.below(900);
  });

  it("include two queries that swap their names as renamed, not as changed", async () => {
    const swap = (path: string) => edit(path, ["SalesByMonth", "~"], ["Top10", "SalesByMonth"], ["~", "Top10"]);
    expect(kinds(await review(swap(MASHUP), swap(METADATA)))).to.deep.equal({
      Top10: "renamed",
      SalesByMonth: "renamed",
    });
  });

  it("include a changed query with its steps, lines and dependents", async () => {
    const change = await review(edit(MASHUP, ['"OrderId", "CustomerId"', '"OrderId"']));
    const [orders] = change.queries;
    expect(orders?.steps?.changes).to.deep.equal([
      { name: "Chosen columns", aspects: ["changed"], function: "Table.SelectColumns" },
    ]);
    expect(orders?.hunks[0]?.lines.filter((line) => /^[-+]/.test(line))).to.have.length(2);
    const { beforeStart, lines } = orders?.hunks[0] ?? { beforeStart: 0, lines: [] };
    const document = textOf(sales, MASHUP).split("\n");
    expect(document[beforeStart - 1]).to.equal(lines[0]?.slice(1));
    expect(change.affectedQueries).to.deep.equal(["Sales", "SalesByMonth", "Top10"]);
    expect(change.findings, "what was there stays apart").to.deep.equal({
      introduced: [],
      accepted: [],
      remaining: 2,
      resolved: 0,
    });
    expect(change.needsRefresh).to.equal(true);
  });

  it("include changes outside of the M, in words", async () => {
    const change = await review(
      edit(
        METADATA,
        ['{\n  "formatVersion"', '{ "fastCombine": true,\n  "formatVersion"'],
        ["dev-sql.contoso.example", "prod"],
        ['"name": "Parameters"', '"name": "Settings"'],
      ),
      edit(METADATA, ['"queryName": "SalesByMonth"', '"queryName": "SalesByMonth", "loadEnabled": false']),
      edit(
        MASHUP,
        ["MaxRows = null meta", "MaxRows = 5 meta"],
        ['[Id = "Sales"', '[Id = "Sales2"'],
        ['{"SalesDev", "SalesTest", "Sales"}', '{"SalesDev", "Sales"}'],
      ),
    );
    expect(change.settings).to.deep.include({ name: "fastCombine", before: false, after: true });
    expect(change.settings.map(({ name }) => name)).to.include.members(["group Parameters", "group Settings"]);
    expect(change.connections).to.deep.equal([
      {
        kind: "changed",
        connectionKind: "Sql",
        path: "prod;SalesDev",
        pathBefore: "dev-sql.contoso.example;SalesDev",
        rebound: false,
      },
    ]);
    expect(change.parameters).to.deep.equal([
      {
        name: "Database",
        kind: "changed",
        changes: [{ name: "allowed", before: ["SalesDev", "SalesTest", "Sales"], after: ["SalesDev", "Sales"] }],
      },
      { name: "MaxRows", kind: "changed", changes: [{ name: "current", after: 5 }] },
    ]);
    expect(change.destinations[0]).to.deep.include({ kind: "changed", query: "Sales" });
    expect([change.destinations[0]?.before?.table, change.destinations[0]?.after?.table]).to.deep.equal([
      "Sales",
      "Sales2",
    ]);
    expect(change.queries.find(({ name }) => name === "SalesByMonth")).to.deep.include({
      aspects: ["load"],
      settings: [{ name: "loadEnabled", before: true, after: false }],
    });
  });

  it("do not include explicit defaults or another order", async () => {
    const metadata = JSON.parse(textOf(sales, METADATA)) as Record<string, unknown>;
    const turned = Object.fromEntries(
      Object.entries({ ...metadata, fastCombine: false, gatewayObjectId: null }).reverse(),
    );
    const { change } = await reviewDefinition(state(), state(replacePart(sales, METADATA, JSON.stringify(turned))));
    expect(change).to.deep.include({ change: "reformatted", queries: [], settings: [], needsRefresh: false });
  });

  it("do not include the service's default language in any case, but include another language", async () => {
    const metadata = JSON.parse(textOf(sales, METADATA)) as Record<string, unknown>;
    const speaking = (documentLocale?: string) =>
      state(replacePart(sales, METADATA, JSON.stringify({ ...metadata, documentLocale })));
    const settings = async (before?: string, after?: string) =>
      (await reviewDefinition(speaking(before), speaking(after))).change.settings;
    expect(await settings("en-US", undefined)).to.deep.equal([]);
    expect(await settings("de-DE", "de-de")).to.deep.equal([]);
    expect(await settings(undefined, "de-DE")).to.deep.include.members([
      { name: "documentLocale", before: "en-us", after: "de-de" },
    ]);
  });

  it("include the section's destination, with the queries that use it", async () => {
    const inventory = ownDefinition("Inventory");
    const moved = edit(MASHUP, ["33333333-3333-4333-8333-333333333333", "33333333-3333-4333-8333-444444444444"])(
      inventory,
    );
    const { change } = await reviewDefinition(state(inventory), state(moved));
    expect(change.destinations).to.have.length(1);
    expect(change.destinations[0]).to.deep.include({ kind: "changed", query: "Stock" });
    expect(change.destinations[0]?.after).to.deep.include({ table: "Stock", updateMethod: "Replace", isDefault: true });
  });

  it("list new problems separately from old ones", async () => {
    const change = await review(
      edit(MASHUP, ["ToEuro([Amount]", "ToEuros([Amount]"], ["section Section1;", "section Section1;\n\n"]),
    );
    expect(change.findings.introduced.map(({ severity, message }) => `${severity}: ${message}`)).to.deep.equal([
      "error: `ToEuros` is not defined; did you mean `ToEuro`?",
    ]);
    expect(change.findings.introduced[0]?.place).to.match(/^Sales\.Dataflow\/mashup\.pq:\d+:\d+$/);
  });

  it("do not list the advice of before as new or as resolved if an error comes or goes", async () => {
    const advised = definitionOf({
      queries: { Orders: readsTable("22222222-2222-4222-8222-222222222222", "Orders"), Total: "1" },
    });
    const wrong = replacePart(advised, MASHUP, textOf(advised, MASHUP).replace("= 1;", "= Unknown;"));
    const comes = (await reviewDefinition(state(advised), state(wrong))).change.findings;
    expect(comes.introduced.map(({ severity }) => severity)).to.deep.equal(["error"]);
    expect(comes).to.deep.include({ remaining: 2, resolved: 0 });
    const goes = (await reviewDefinition(state(wrong), state(advised))).change.findings;
    expect(goes).to.deep.include({ introduced: [], remaining: 2, resolved: 1 });
  });

  it("are a whole dataflow without queries in words", async () => {
    const { dataflows, ...rest } = await singleReview(state([]), state([]), { base: "a", head: "b" });
    expect(dataflows).to.have.length(1);
    const added = await reviewDefinition(undefined, state(definitionOf({ queries: {} })));
    const text = asText({ ...rest, dataflows: [added.change] }, { harmless: (one) => one });
    expect(text).to.include("  queries: none");
  });

  it("list an added and a removed dataflow as a whole", async () => {
    const added = (await reviewDefinition(undefined, state())).change;
    expect(added.change).to.equal("added");
    expect(new Set(Object.values(kinds(added)))).to.deep.equal(new Set(["added"]));
    const removed = (await reviewDefinition(state(), undefined)).change;
    expect(removed).to.deep.include({ change: "removed", needsRefresh: false });
    expect(removed.destinations[0]?.kind).to.equal("removed");
  });

  it("are found as far as possible in unreadable M and in an unreadable definition", async () => {
    const broken = await review(edit(MASHUP, ["Table.Sort(#", "Table.Sort((#"]));
    expect(kinds(broken)).to.deep.equal({ Sales: "changed" });
    expect(broken.findings.introduced[0]?.severity).to.equal("error");
    const { change } = await reviewDefinition(state(), state([textPart(MASHUP, "section Section1;")]));
    expect(change.findings.introduced[0]?.message).to.contain("is missing");
  });

  it("do not include the layout of a parameter's expression", async () => {
    const since = (date: string) =>
      edit(MASHUP, [
        "shared Since =",
        `shared From = ${date} meta [IsParameterQuery = true, Type = "Date", List = {${date}}];\nshared Since =`,
      ])(sales);
    const changes = async (after: string) =>
      (await reviewDefinition(state(since("#date(2024, 1, 31)")), state(since(after)))).change;
    expect(await changes("#date(\n  2024,\n  1, 31 // the end\n)")).to.deep.include({ parameters: [] });
    expect(await changes("#date(2024,1,31)")).to.deep.include({ parameters: [], change: "reformatted" });
    const [before, after] = ["#date(2024, 1, 31)", "#date( 2025, 1, 31)"];
    expect((await changes("#date(\n2025, 1, 31)")).parameters).to.deep.equal([
      {
        name: "From",
        kind: "changed",
        changes: [
          { name: "current", before, after },
          { name: "allowed", before: [before], after: [after] },
        ],
      },
    ]);
  });

  it("never show the value of a parameter whose name suggests a secret", async () => {
    const withSecret = (value: string) =>
      edit(MASHUP, [
        "shared Since =",
        `shared ApiKey = "${value}" meta [IsParameterQuery = true, Type = "Text", List = {"${value}"}];\nshared Since =`,
      ])(sales);
    const { change } = await reviewDefinition(state(withSecret("c4n4ry")), state(withSecret("0ther")));
    expect(JSON.stringify(change)).not.to.contain("c4n4ry").and.not.to.contain("0ther");
    expect(change.parameters).to.deep.equal([
      {
        name: "ApiKey",
        kind: "changed",
        changes: [
          { name: "current", hidden: true },
          { name: "allowed", hidden: true },
        ],
      },
    ]);
  });
});
