import { expect } from "chai";
import type { Bindings } from "../../../sdk/definition/bindings";
import { MASHUP, METADATA, type DefinitionPart } from "../../../sdk/definition/parts";
import { understand } from "../../../sdk/definition/understand";
import { onEveryDefinition, ownDefinition, replacePart, textOf } from "./samples";

const sales = ownDefinition("Sales");
const inventory = ownDefinition("Inventory");
const id = (n: number) =>
  `${String(n).repeat(8)}-${String(n).repeat(4)}-4${String(n).repeat(3)}-8${String(n).repeat(3)}-${String(n).repeat(12)}`;
const [workspace, lakehouse, warehouse, dataflow] = [id(6), id(7), id(8), id(9)] as [string, string, string, string];

async function bind(parts: DefinitionPart[], bindings: Bindings) {
  const { parts: sent, problems, references } = await understand(parts, { bind: bindings });
  return {
    text: textOf(sent, MASHUP),
    metadata: textOf(sent, METADATA),
    messages: problems.map(({ severity, place, message }) => `${severity} ${place}: ${message}`),
    references,
  };
}
const withM = (members: string) => replacePart(sales, MASHUP, `section S;\n${members}`);
const errorsOf = async (members: string, bindings: Bindings) =>
  (await bind(withM(members), bindings)).messages.filter((message) => / bind\./.test(message));

describe("bind", () => {
  it("changes a lakehouse and its workspace along a let chain, by id and by query", async () => {
    const expected = textOf(sales, MASHUP).replace(id(1), workspace).replace(id(2), lakehouse);
    for (const key of [id(2), id(2).toUpperCase(), "Sales_DataDestination"]) {
      const { text, messages } = await bind(sales, {
        lakehouses: { [key]: { workspaceId: workspace, lakehouseId: lakehouse } },
      });
      expect(messages).to.deep.equal([]);
      expect(text).to.equal(expected);
    }
  });

  it("changes the default destination's inline chain, a warehouse and a dataflow, each with its own workspace", async () => {
    const { text, messages, references } = await bind(inventory, {
      lakehouses: { DefaultDestination: { workspaceId: workspace, lakehouseId: lakehouse } },
      warehouses: { [id(5)]: { warehouseId: warehouse } },
      dataflows: { [id(4)]: { workspaceId: id(0), dataflowId: dataflow } },
    });
    expect(messages).to.deep.equal([
      `warning bind: leaves these as they are in the file: sqlEndpoint abc123.datawarehouse.fabric.microsoft.com (Prices); if one is the same in every environment, bind it to itself`,
    ]);
    expect(text).to.equal(
      textOf(inventory, MASHUP)
        .replace(
          `{[workspaceId = "${id(1)}"]}[Data]{[lakehouseId = "${id(3)}"]}`,
          `{[workspaceId = "${workspace}"]}[Data]{[lakehouseId = "${lakehouse}"]}`,
        )
        .replace(`Workspaces{[workspaceId = "${id(1)}"]}`, `Workspaces{[workspaceId = "${id(0)}"]}`)
        .replace(id(4), dataflow)
        .replace(id(5), warehouse),
    );
    expect(references.map(({ kind, query, state }) => `${query} ${kind} ${state}`)).to.deep.equal([
      "DefaultDestination workspace bound",
      "DefaultDestination lakehouse bound",
      "Stock workspace bound",
      "Stock dataflow bound",
      "Products workspace unbound",
      "Products warehouse bound",
      "Prices sqlEndpoint unbound",
      "Suppliers workspace neutral",
      "Suppliers lakehouse neutral",
      "Regions workspace neutral",
      "Regions lakehouse neutral",
    ]);
  });

  it("changes a workspace everywhere, except for items with their own", async () => {
    const { text, messages } = await bind(inventory, {
      workspaces: { [id(1)]: workspace },
      warehouses: { Products: { workspaceId: id(0), warehouseId: warehouse } },
    });
    expect(messages).to.deep.equal([
      `warning bind: leaves these as they are in the file: lakehouse ${id(3)} (DefaultDestination), dataflow ${id(4)} (Stock), sqlEndpoint abc123.datawarehouse.fabric.microsoft.com (Prices); if one is the same in every environment, bind it to itself`,
    ]);
    expect(text.match(/workspaceId = "[^"]+"/g)).to.deep.equal([
      `workspaceId = "${workspace}"`,
      `workspaceId = "${workspace}"`,
      `workspaceId = "${id(0)}"`,
      'workspaceId = "."',
    ]);
  });

  it("changes a SQL endpoint with its database, and the path of its connection", async () => {
    const { text, metadata, messages } = await bind(inventory, {
      sqlEndpoints: {
        "abc123.datawarehouse.fabric.microsoft.com": {
          server: "xyz.datawarehouse.fabric.microsoft.com",
          database: "PricesProd",
        },
      },
    });
    expect(messages).to.deep.equal([
      `warning bind: leaves these as they are in the file: lakehouse ${id(3)} (DefaultDestination), dataflow ${id(4)} (Stock), warehouse ${id(5)} (Products); if one is the same in every environment, bind it to itself`,
    ]);
    expect(text).to.contain('Sql.Database("xyz.datawarehouse.fabric.microsoft.com", "PricesProd")');
    expect(metadata).to.equal(
      textOf(inventory, METADATA).replace(
        "abc123.datawarehouse.fabric.microsoft.com;Prices",
        "xyz.datawarehouse.fabric.microsoft.com;PricesProd",
      ),
    );
  });

  it("does not warn of an id that is bound to itself", async () => {
    const { messages, text } = await bind(inventory, {
      lakehouses: { [id(3)]: { lakehouseId: lakehouse } },
      warehouses: { [id(5)]: { warehouseId: id(5) } },
      dataflows: { Stock: { dataflowId: id(4), workspaceId: id(1) } },
      sqlEndpoints: { Prices: { server: "abc123.datawarehouse.fabric.microsoft.com" } },
    });
    expect(messages).to.deep.equal([]);
    expect(text).to.equal(textOf(inventory, MASHUP).replace(id(3), lakehouse));
  });

  it("follows ids through variables, parentheses, inner lets and other queries, never only by the text", async () => {
    const members = `
      shared A = let Ws = "${id(1)}", Lh = ("${id(2)}"), S = Lakehouse.Contents(null), W = S{[workspaceId = Ws]}[Data] in (let X = W{[lakehouseId = Lh]}[Data] in X);
      shared B = let W = Base{[Id = 1]}[Data], L = W{[lakehouseId = "${id(2)}"]}[Data] in L;
      shared Base = Lakehouse.Contents(null){[workspaceId = "${id(1)}"]}[Data];
      shared C = "${id(2)}" & [lakehouseId = "${id(2)}"][lakehouseId];`;
    const { text } = await bind(withM(members), {
      lakehouses: { [id(2)]: { workspaceId: workspace, lakehouseId: lakehouse } },
    });
    const [a, b, base, c] = text.split(/(?=shared )/).slice(1);
    expect(a).to.contain(`Ws = "${workspace}", Lh = ("${lakehouse}")`);
    expect(b).to.contain(`lakehouseId = "${lakehouse}"`);
    expect(base).to.contain(`workspaceId = "${workspace}"`);
    expect(c).to.contain(`"${id(2)}" & [lakehouseId = "${id(2)}"]`);
  });

  it("names what it does not change: neutral references, and workspaces that it cannot find", async () => {
    const bindings = { lakehouses: { Q: { workspaceId: workspace, lakehouseId: lakehouse } } };
    const q = (navigation: string) =>
      errorsOf(`shared P = 1; shared Q = Lakehouse.Contents(null)${navigation};`, bindings);
    expect(await q('{[workspaceId = "."]}[Data]{[lakehouseName = "Bronze"]}')).to.deep.equal([
      "warning bind.lakehouses.Q: changes nothing at definition/mashup.pq:2:77: Q names the item by its name, Bronze",
    ]);
    expect(await q(`{[workspaceId = "."]}[Data]{[lakehouseId = "${id(2)}"]}`)).to.deep.equal([
      "warning bind.lakehouses.Q: leaves the workspace as it is in Q: the file names it in the relative form, which is the same in every environment",
    ]);
    expect(
      await q(
        '{[workspaceId = Variable.Value("$(/**/Lib/Ws)")]}[Data]{[lakehouseId = Variable.Value("$(/**/Lib/Lh)")]}',
      ),
    ).to.deep.equal([
      "warning bind.lakehouses.Q: changes nothing at definition/mashup.pq:2:105: Q names the item by the variable library, $(/**/Lib/Lh)",
    ]);
    expect(await q("{[workspaceId = P]}[Data]{[lakehouseId = P]}")).to.deep.equal([
      "warning bind.lakehouses.Q: changes nothing at definition/mashup.pq:2:75: Q names the item by the query P; if that is a parameter, set it by `parameters`",
    ]);
    expect(await q(`[Data]{[lakehouseId = "${id(2)}"]}`)).to.deep.equal([
      "warning bind.lakehouses.Q: leaves the workspace as it is in Q: the file names it in a way that is not found",
    ]);
  });

  const refused: [string, Bindings, string][] = [
    [
      "an id that the file does not have",
      { lakehouses: { [id(3)]: { lakehouseId: lakehouse } } },
      `bind.lakehouses.${id(3)}: is neither an id of this kind in the file nor a query that has one; the file has: ${id(2)} (Sales_DataDestination)`,
    ],
    [
      "a query that is mistyped",
      { lakehouses: { Sales_DataDestinatoin: { lakehouseId: lakehouse } } },
      "bind.lakehouses.Sales_DataDestinatoin: is neither an id of this kind in the file nor a query that has one; did you mean Sales_DataDestination?",
    ],
    [
      "an item of another kind",
      { warehouses: { [id(2)]: { warehouseId: warehouse } } },
      `bind.warehouses.${id(2)}: is neither an id of this kind in the file nor a query that has one; the file has: none`,
    ],
    [
      "a form without id",
      { lakehouses: { a: {} as never } },
      "bind.lakehouses.a: must be { workspaceId?, lakehouseId }, each an id as text",
    ],
    [
      "a text for an item",
      { dataflows: { a: "b" as never } },
      "bind.dataflows.a: must be { workspaceId?, dataflowId }, each an id as text",
    ],
    [
      "an object for a workspace",
      { workspaces: { a: {} as never } },
      "bind.workspaces.a: must be the id of the workspace to bind to",
    ],
    [
      "a server without name",
      { sqlEndpoints: { a: { server: "" } } },
      "bind.sqlEndpoints.a: must be { server, database? }",
    ],
  ];
  for (const [what, bindings, message] of refused)
    it(`refuses ${what}`, async () => {
      const { messages, text } = await bind(sales, bindings);
      expect(messages).to.deep.equal([`error ${message}`]);
      expect(text).to.equal(textOf(sales, MASHUP));
    });

  it("names the parameter that has an id, and how to set it", async () => {
    const member = `shared P = "${id(2)}" meta [IsParameterQuery = true, Type = "Text"];
      shared Q = Lakehouse.Contents(null){[workspaceId = "."]}[Data]{[lakehouseId = P]}[Data];`;
    const problemOf = async (key: string) =>
      (await errorsOf(member, { lakehouses: { [key]: { lakehouseId: lakehouse } } }))[0];
    const remedy = "the parameter P gives one to Q: set parameters.P";
    for (const key of [id(2), "P"])
      expect(await problemOf(key)).to.equal(
        `error bind.lakehouses.${key}: is not an id that the M itself names; ${remedy}`,
      );
    expect(await problemOf(id(7))).to.equal(
      `error bind.lakehouses.${id(7)}: is neither an id of this kind in the file nor a query that has one; the file has: none; ${remedy}`,
    );
  });

  it("refuses two targets for one id, and a workspace that another item shares", async () => {
    const shared = `shared Q = let W = Lakehouse.Contents(null){[workspaceId = "${id(1)}"]}[Data], A = W{[lakehouseId = "${id(2)}"]}, B = W{[lakehouseId = "${id(3)}"]} in {A, B};`;
    expect(
      await errorsOf(shared, {
        lakehouses: {
          [id(2)]: { workspaceId: workspace, lakehouseId: lakehouse },
          [id(3)]: { workspaceId: id(0), lakehouseId: lakehouse },
        },
      }),
    ).to.deep.equal([
      `error bind.lakehouses.${id(3)}: and bind.lakehouses.${id(2)} set one id to different values, at definition/mashup.pq:2:60; navigate to each item in a step of its own`,
    ]);
    expect(
      await errorsOf(shared, { lakehouses: { [id(2)]: { workspaceId: workspace, lakehouseId: lakehouse } } }),
    ).to.deep.equal([
      `error bind.lakehouses.${id(2)}: also moves the lakehouse ${id(3)} of Q, at definition/mashup.pq:2:176, to another workspace; bind it, too`,
    ]);
  });

  it("warns of a target that the service creates if its destination changes", async () => {
    const { queries } = await understand(sales);
    const { problems } = await understand(sales, {
      bind: { lakehouses: { [id(2)]: { lakehouseId: lakehouse } } },
      previous: queries,
    });
    expect(problems).to.deep.equal([
      {
        place: "definition/mashup.pq:44:8",
        severity: "warning",
        message:
          "Sales_DataDestination changed, and Sales is written to it with IsNewTarget = true: the service may drop the table and create it again",
      },
    ]);
  });

  onEveryDefinition("finds every id that M names an item by", async (parts) => {
    const { references } = await understand(parts, { bind: {} });
    const text = textOf(parts, MASHUP);
    const ids = [...text.matchAll(/(?:workspace|lakehouse|warehouse|dataflow)Id = "([0-9a-f-]{36})"/g)].map(
      (match) => match[1],
    );
    expect(references.flatMap(({ kind, id: found }) => (kind === "sqlEndpoint" ? [] : (found ?? [])))).to.have.members(
      ids,
    );
  });

  it("changes a SQL database in Fabric, with its workspace", async () => {
    const m = `shared A = FabricSql.Contents([]){[workspaceId = "${id(1)}"]}[Data]{[sqlId = "${id(2)}"]}[Data];`;
    for (const key of [id(2), "A"]) {
      const { text, messages } = await bind(withM(m), {
        sqlDatabases: { [key]: { workspaceId: workspace, sqlDatabaseId: id(9) } },
      });
      expect(messages.filter((message) => message.includes("bind"))).to.deep.equal([]);
      expect(text).to.contain(m.replace(id(1), workspace).replace(id(2), id(9)));
    }
  });

  it("names references that it cannot bind: other items by id, and addresses in Fabric", async () => {
    const address = `https://onelake.dfs.fabric.microsoft.com/${id(1)}/${id(2)}/Files/x.csv`;
    const m = `shared L = Lakehouse.Contents([]){[workspaceId = "${id(1)}"]}[Data]{[lakehouseId = "${id(3)}"]}[Data];
      shared K = Fabric.Contents([]){[workspaceId = "${id(1)}"]}[Data]{[kqlDatabaseId = "${id(4)}"]}[Data];
      shared F = Csv.Document(AzureStorage.DataLakeContents("${address}"));
      shared N = L{[Id = "orders", ItemKind = "Table"]}[Data]{[productId = "7"]};`;
    expect(await errorsOf(m, { lakehouses: { [id(3)]: { lakehouseId: id(3) } } })).to.deep.equal([]);
    const { messages } = await bind(withM(m), { lakehouses: { [id(3)]: { lakehouseId: id(3) } } });
    expect(messages).to.include(
      `warning bind: leaves these as they are in the file: item ${id(4)} (K), item ${address} (F); if one is the same in every environment, bind it to itself`,
    );
  });

  it("does not silently move an item whose workspace another query names", async () => {
    const steps = `shared Nav = Lakehouse.Contents([]){[workspaceId = "${id(1)}"]}[Data]; shared Nav2 = Nav;
      shared A = Nav{[lakehouseId = "${id(2)}"]}[Data];`;
    const moved = (what: string) =>
      new RegExp(
        `error bind.lakehouses.${id(2)}: also moves the ${what} of B, at .*, to another workspace; bind it, too`,
      );
    for (const [other, what] of [
      [`shared B = Nav{[lakehouseId = "${id(3)}"]}[Data];`, `lakehouse ${id(3)}`],
      [`shared B = Nav2{[lakehouseId = "${id(3)}"]}[Data];`, `lakehouse ${id(3)}`],
      ['shared B = Nav{[lakehouseName = "L"]}[Data];', "lakehouse L"],
      ['shared B = Nav{[displayName = "W"]}[Data];', "item W"],
    ] as const) {
      const errors = await errorsOf(`${steps} ${other}`, {
        lakehouses: { [id(2)]: { workspaceId: workspace, lakehouseId: lakehouse } },
      });
      expect(errors, other).to.have.lengthOf(1);
      expect(errors[0]).to.match(moved(what));
    }
  });

  it("prefers the binding by query if an id names the same reference", async () => {
    const m = `shared A = PowerPlatform.Dataflows([]){[workspaceId = "${id(1)}"]}[Data]{[dataflowId = "${id(2)}"]}[Data];
      shared B = Sql.Database("x.datawarehouse.fabric.microsoft.com", "d");`;
    const { text, messages } = await bind(withM(m), {
      dataflows: { A: { dataflowId: id(8) }, [id(2)]: { dataflowId: id(9) } },
      sqlEndpoints: { "x.datawarehouse.fabric.microsoft.com": { server: "by-name" }, B: { server: "by-query" } },
    });
    expect(messages.filter((message) => message.includes("bind"))).to.deep.equal([]);
    expect(text)
      .to.contain(`dataflowId = "${id(8)}"`)
      .and.to.contain('Sql.Database("by-query", "d")');
  });
});
