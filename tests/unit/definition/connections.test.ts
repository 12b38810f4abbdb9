import { expect } from "chai";
import type { ConnectionBinding } from "../../../sdk/definition/connections";
import { METADATA, MASHUP, type DefinitionPart } from "../../../sdk/definition/parts";
import { understand } from "../../../sdk/definition/understand";
import { ownDefinition, replacePart, textOf } from "./samples";

const sales = ownDefinition("Sales");
const cluster = "c0000000-0000-4000-8000-000000000001";
const otherCluster = "c0000000-0000-4000-8000-000000000002";
const prod = "d0000000-0000-4000-8000-0000000000ff";
const composite = (datasourceId: string, clusterId = cluster) =>
  JSON.stringify({ ClusterId: clusterId, DatasourceId: datasourceId });

type Entry = { path: string; kind: string; connectionId: string };
const entries = (parts = sales): Entry[] =>
  (JSON.parse(textOf(parts, METADATA)) as { connections: Entry[] }).connections;
const withEntries = (change: (list: Entry[]) => Entry[] | void, parts = sales) => {
  const value = JSON.parse(textOf(parts, METADATA)) as { connections: Entry[] };
  value.connections = change(value.connections) ?? value.connections;
  return replacePart(parts, METADATA, JSON.stringify(value, null, 2));
};

const bind = async (connections: Record<string, ConnectionBinding>, parts = sales) => {
  const { parts: sent, problems } = await understand(parts, { connections });
  const messages = problems.map(({ place, message }) => `${place}: ${message}`);
  const isLeft = (message: string) => message.startsWith("connections: leaves these as they are in the file");
  return { sent, messages: messages.filter((message) => !isLeft(message)), left: messages.filter(isLeft) };
};

describe("connections", () => {
  const accepted: [string, ConnectionBinding, index: number, id: string][] = [
    ["Lakehouse", { clusterId: otherCluster, datasourceId: prod }, 2, composite(prod, otherCluster)],
    ["lakehouse", composite(prod, otherCluster), 2, composite(prod, otherCluster)],
    ["SQL", prod, 0, composite(prod)],
    ["dev-sql.contoso.example;SalesDev", { datasourceId: prod }, 0, composite(prod)],
    [
      "web:https://rates.contoso.example/daily",
      `{ "datasourceId": "${prod}", "clusterId": "${cluster}" }`,
      1,
      composite(prod),
    ],
  ];
  for (const [key, binding, index, id] of accepted)
    it(`are bound by ${key}: ${JSON.stringify(binding)}`, async () => {
      const { sent, messages } = await bind({ [key]: binding });
      expect(messages).to.deep.equal([]);
      const expected = entries();
      expected[index]!.connectionId = id;
      expect(entries(sent)).to.deep.equal(expected);
    });

  it("are reported without a binding if others are bound, unless one is bound to itself", async () => {
    const same = Object.fromEntries(entries().map(({ kind, connectionId }) => [kind, connectionId]));
    expect((await bind({ Lakehouse: prod })).left).to.deep.equal([
      "connections: leaves these as they are in the file: Sql:dev-sql.contoso.example;SalesDev, Web:https://rates.contoso.example/daily; if one is the same in every environment, bind it to itself",
    ]);
    expect((await bind({ ...same, Lakehouse: prod })).left).to.deep.equal([]);
    expect((await bind({})).left).to.deep.equal([]);
  });

  it("are bound without another change of the file", async () => {
    const { sent } = await bind({ Lakehouse: prod });
    const id = JSON.stringify(composite("d0000000-0000-4000-8000-000000000003"));
    expect(textOf(sent, METADATA)).to.equal(textOf(sales, METADATA).replace(id, JSON.stringify(composite(prod))));
    expect(textOf(sent, MASHUP)).to.equal(textOf(sales, MASHUP));
  });

  const twoWeb = withEntries((list) => [...list, { ...list[1]!, path: "https://other.contoso.example" }]);
  const twoClusters = withEntries((list) => {
    list[0]!.connectionId = composite(prod, otherCluster);
  });
  const names = "Sql:dev-sql.contoso.example;SalesDev, Web:https://rates.contoso.example/daily, Lakehouse:Lakehouse";
  const forms =
    "give { clusterId, datasourceId }, Fabric's composite string, or the connection's GUID, as `GET /v1/connections` lists it";
  const refused: [string, Record<string, unknown>, string[], typeof sales][] = [
    [
      "a key that fits nothing",
      { Oracle: prod },
      [`connections.Oracle: fits no entry of the file; there are: ${names}`],
      sales,
    ],
    [
      "a path with a slash too many",
      { "https://rates.contoso.example/daily/": prod },
      [
        "connections.https://rates.contoso.example/daily/: fits no entry of the file; did you mean https://rates.contoso.example/daily or Web:https://rates.contoso.example/daily?",
      ],
      sales,
    ],
    [
      "a kind that occurs twice",
      { Web: prod },
      [
        "connections.Web: fits more than one entry of the file; name one of them: Web:https://rates.contoso.example/daily, Web:https://other.contoso.example",
      ],
      twoWeb,
    ],
    [
      "two keys for one entry",
      { Lakehouse: prod, "Lakehouse:Lakehouse": prod },
      ["connections.Lakehouse:Lakehouse: binds the same entry as `Lakehouse`; remove one of the two"],
      sales,
    ],
    [
      "a GUID where clusters differ",
      { Lakehouse: prod },
      [
        "connections.Lakehouse: is a GUID without a cluster, and the file's entries do not share one cluster; give { clusterId, datasourceId }",
      ],
      twoClusters,
    ],
    ["what is no id", { Lakehouse: "my connection" }, [`connections.Lakehouse: has an unknown form; ${forms}`], sales],
    [
      "an id that is not a GUID",
      { Lakehouse: { datasourceId: "x" } },
      [`connections.Lakehouse: has an id that is not a valid GUID; ${forms}`],
      sales,
    ],
    [
      "a cluster alone",
      { Lakehouse: { clusterId: cluster, path: "x" } },
      [`connections.Lakehouse: has no datasourceId; ${forms}`],
      sales,
    ],
    ["null", { Lakehouse: null }, [`connections.Lakehouse: has an unknown form; ${forms}`], sales],
    [
      "any key where the file has none",
      { Lakehouse: prod },
      [
        "connections.Lakehouse: fits nothing: the file has no connection. Bind one in the portal, and export the dataflow again",
      ],
      withEntries(() => []),
    ],
  ];
  for (const [what, connections, messages, parts] of refused)
    it(`refuse ${what}`, async () => {
      expect((await bind(connections as Record<string, ConnectionBinding>, parts)).messages).to.deep.equal(messages);
    });

  it("are never bound by a bare GUID in the file", async () => {
    const bare = withEntries((list) => {
      list[2]!.connectionId = prod;
    });
    expect((await bind({}, bare)).messages).to.deep.equal([
      "definition/queryMetadata.json:90:7: the id of the connection Lakehouse Lakehouse is only a GUID, which the service accepts but cannot run; give its cluster, too, here or by `connections`",
    ]);
    expect((await bind({ Lakehouse: prod }, bare)).messages).to.deep.equal([]);
  });

  it("change an address in the file and in the M, if it is the path or below it", async () => {
    const path = "https://rates.contoso.example/";
    const below = replacePart(
      withEntries((list) => {
        list[1]!.path = path;
      }),
      MASHUP,
      textOf(sales, MASHUP).replace(
        "shared Top10",
        'shared Elsewhere = "https://rates.contoso.example.org/";\nshared Top10',
      ),
    );
    const { sent, messages } = await bind({ Web: { path: "https://prod.contoso.example/" } }, below);
    expect(messages.filter((message) => !message.includes("has no entry for"))).to.deep.equal([]);
    expect(entries(sent)[1]!.path).to.equal("https://prod.contoso.example/");
    expect(textOf(sent, MASHUP)).to.equal(
      textOf(below, MASHUP).replace("https://rates.contoso.example/daily", "https://prod.contoso.example/daily"),
    );
  });

  it("change server and database in the M, if they are together or are parameters' values", async () => {
    const path = "prod-sql.contoso.example;Sales";
    const { sent, messages } = await bind({ Sql: { datasourceId: prod, path } });
    expect(messages).to.deep.equal([]);
    expect(entries(sent)[0]).to.deep.equal({ path, kind: "Sql", connectionId: composite(prod) });
    expect(textOf(sent, MASHUP)).to.equal(
      textOf(sales, MASHUP)
        .replace('"dev-sql.contoso.example" meta', '"prod-sql.contoso.example" meta')
        .replace('"SalesDev" meta', '"Sales" meta'),
    );
    const direct = replacePart(
      sales,
      MASHUP,
      textOf(sales, MASHUP).replace(
        "Sql.Database(ServerName, Database)",
        'Sql.Database("dev-sql.contoso.example", "SalesDev")',
      ),
    );
    expect(textOf((await bind({ Sql: { path } }, direct)).sent, MASHUP)).to.contain(
      'Sql.Database("prod-sql.contoso.example", "Sales")',
    );
  });

  it("accept a path that parameters have already set, and refuse a path that no query has", async () => {
    const connections = { Sql: { path: "prod;Sales" } };
    const { problems, parts } = await understand(sales, {
      connections,
      parameters: { ServerName: "prod", Database: "Sales" },
    });
    expect(problems.filter(({ place }) => place !== "connections")).to.deep.equal([]);
    expect(entries(parts)[0]!.path).to.equal("prod;Sales");
    const gone = replacePart(sales, MASHUP, textOf(sales, MASHUP).replace('"dev-sql.contoso.example"', '"other"'));
    expect((await bind(connections, gone)).messages).to.deep.equal([
      "connections.Sql: changes the path from dev-sql.contoso.example;SalesDev to prod;Sales, but no query names the old one; set the parameter that holds it, or change the query",
    ]);
  });

  it("are reported if a parameter or a text moved their source, until their path is given", async () => {
    const moved = await understand(sales, { parameters: { ServerName: "prod" } });
    expect(moved.problems.map(({ severity, place, message }) => `${severity} ${place}: ${message}`)).to.deep.equal([
      'warning definition/queryMetadata.json:78:7: no query names dev-sql.contoso.example;SalesDev any more, because a value of this environment replaced it; set the new path by `connections: { "Sql:dev-sql.contoso.example;SalesDev": { path: "..." } }`',
    ]);
    const given = { parameters: { ServerName: "prod" }, connections: { Sql: { path: "prod;SalesDev" } } };
    expect((await understand(sales, given)).problems.map(({ place }) => place)).to.deep.equal(["connections"]);
    expect((await understand(sales, { replacements: { "dev-sql.contoso.example": "prod" } })).problems).to.deep.equal(
      [],
    );
    expect((await understand(sales, { parameters: { MaxRows: 5 } })).problems).to.deep.equal([]);
  });

  it("accept a gateway", async () => {
    const { parts } = await understand(sales, { gatewayObjectId: prod });
    expect(JSON.parse(textOf(parts, METADATA))).to.have.property("gatewayObjectId", prod);
    const { problems } = await understand(sales, { gatewayObjectId: "my gateway" });
    expect(problems.map(({ place, message }) => `${place}: ${message}`)).to.deep.equal([
      "gatewayObjectId: is not a valid GUID; give the gateway's id, as `GET /v1/gateways` lists it",
    ]);
  });

  describe("whose path the M has in another form", () => {
    const cluster = "c0000000-0000-4000-8000-000000000001";
    const connectionId = JSON.stringify({ ClusterId: cluster, DatasourceId: prod });
    const pathOf = (parts: DefinitionPart[]) => entries(parts)[0]!.path;
    const set = async (expression: string, kind: string, path: string, next: string, more: object = {}) => {
      const parts = replacePart(
        replacePart(
          sales,
          MASHUP,
          `section S;\nshared Base = "https://a.example" meta [IsParameterQuery = true];\nshared A = ${expression};`,
        ),
        METADATA,
        JSON.stringify({
          formatVersion: "202502",
          queriesMetadata: { A: { queryName: "A" }, Base: { queryName: "Base" } },
          connections: [{ path, kind, connectionId }],
        }),
      );
      const { parts: sent, problems } = await understand(parts, { connections: { [kind]: { path: next } }, ...more });
      return {
        text: textOf(sent, MASHUP).split("shared A = ")[1],
        path: pathOf(sent),
        messages: problems.map(({ severity, message }) => `${severity} ${message}`),
      };
    };

    it("can be bound: parts of a JSON text", async () => {
      const path = (host: string, id: string) => `{"host":"${host}","httpPath":"\\/sql\\/1.0\\/warehouses\\/${id}"}`;
      const call = (host: string, id: string) => `Databricks.Catalogs("${host}", "/sql/1.0/warehouses/${id}", [])`;
      const { messages, ...rest } = await set(call("dev", "1"), "Databricks", path("dev", "1"), path("prod", "2"));
      expect(messages).to.deep.equal([]);
      expect(rest).to.deep.equal({ text: `${call("prod", "2")};`, path: path("prod", "2") });
    });

    it("can be bound: no slash at its end", async () => {
      const result = await set('Web.Contents("https://a.example")', "Web", "https://a.example/", "https://b.example/");
      expect(result).to.deep.equal({
        text: 'Web.Contents("https://b.example");',
        path: "https://b.example/",
        messages: [],
      });
    });

    it("set the path of a computed address, with a warning that the M does not change", async () => {
      const computed = 'Web.Contents(Base & "/api")';
      const result = await set(computed, "Web", "https://a.example/api", "https://b.example/api");
      expect(result.messages).to.have.lengthOf(1);
      expect(result.messages[0]).to.match(
        /^warning changes the path from .* in a form that is understood; check that the M has the new path/,
      );
      expect([result.text, result.path]).to.deep.equal([`${computed};`, "https://b.example/api"]);
    });

    it("are an error if the M certainly has another path", async () => {
      const { messages, path } = await set("Web.Contents(Base)", "Web", "https://x.example", "https://b.example");
      expect(messages).to.have.lengthOf(1);
      expect(messages[0]).to.match(
        /^error changes the path from https:\/\/x.example to https:\/\/b.example, but no query names the old one/,
      );
      expect(path).to.equal("https://x.example");
    });

    it("can be bound: a text with escapes, which a replacement finds and keeps", async () => {
      const path = '{"host":"dev","httpPath":"\\/sql\\/1.0\\/warehouses\\/1"}';
      const replacements = { "/sql/1.0/warehouses/1": { value: "/sql/1.0/warehouses/2", times: 2 } };
      const call = 'Databricks.Catalogs("dev", "/sql/1.0/warehouses/1", [])';
      const result = await set(call, "Databricks", path, path, { connections: {}, replacements });
      expect(result.messages).to.deep.equal([]);
      expect(result.path).to.equal('{"host":"dev","httpPath":"\\/sql\\/1.0\\/warehouses\\/2"}');
      expect(result.text).to.contain('"/sql/1.0/warehouses/2"');
    });
  });
});
