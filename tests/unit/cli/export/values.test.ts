import { expect } from "chai";
import { isoText } from "../../../../sdk/cli/export/isoText";
import { pullOut } from "../../../../sdk/cli/export/settings";
import { meta, parts } from "./parts";

describe("values that an export takes from a definition", () => {
  it("are the literal values of parameters, which stay equal if the program sets them", async () => {
    const m = [
      `shared Server = "db.example.com" ${meta("text")};`,
      `shared Rows = 10 ${meta("number")};`,
      `shared All = true ${meta("logical")};`,
      `shared Day = #date(2026, 1, 31) ${meta("date")};`,
      `shared Twice = 2 * 5 ${meta("number")};`,
      `shared Nothing = null ${meta("nullable text")};`,
      "shared Q = Server;",
    ];
    const { parameters, parametersLeft } = await pullOut(parts(m.join("\n")));
    expect(parameters).to.deep.equal({ Server: "db.example.com", Rows: 10, All: true, Day: "2026-01-31" });
    expect(parametersLeft).to.deep.equal(["Nothing"]);
  });

  it("are connections with both ids, by type or by type and path; a bare GUID stays in the file", async () => {
    const [clusterId, datasourceId] = ["c0000000-0000-4000-8000-000000000001", "d0000000-0000-4000-8000-000000000001"];
    const connectionId = JSON.stringify({ ClusterId: clusterId, DatasourceId: datasourceId });
    const { connections, allowForeign, idsLeft } = await pullOut(
      parts("shared Q = 1;", [
        { kind: "Sql", path: "db;Sales", connectionId },
        { kind: "Lakehouse", path: "Lakehouse", connectionId },
        ...["a", "b"].map((name) => ({ kind: "Web", path: `https://${name}.example.com`, connectionId })),
        { kind: "OData", path: "https://example.com", connectionId: datasourceId },
      ]),
    );
    const ids = { clusterId, datasourceId };
    const web = { kind: "Web", ...ids };
    expect(connections).to.deep.equal({
      Sql: { kind: "Sql", ...ids, path: "db;Sales" },
      Lakehouse: { kind: "Lakehouse", ...ids },
      "Web:https://a.example.com": { ...web, path: "https://a.example.com" },
      "Web:https://b.example.com": { ...web, path: "https://b.example.com" },
    });
    expect(allowForeign, "it names a connection outside of the program").to.deep.equal([datasourceId]);
    expect(idsLeft).to.deep.equal([datasourceId]);
  });

  const guid = (n: number) => `${String(n).repeat(8)}-0000-4000-8000-000000000000`;
  const [own, other, lakehouse, source] = [guid(1), guid(2), guid(3), guid(4)] as [string, string, string, string];
  const in_ = (workspace: string) => `Lakehouse.Contents([]){[workspaceId = "${workspace}"]}[Data]`;
  const pulled = (m: string, connections: object[] = []) => pullOut(parts(m, connections), own);

  it("are items with their workspaces, workspaces alone, and endpoints with their databases", async () => {
    const { bindings, idsLeft } = await pulled(
      [
        `shared A = ${in_(own)}{[lakehouseId = "${lakehouse}"]}[Data];`,
        `shared B = PowerPlatform.Dataflows([]){[Id = "Workspaces"]}[Data]{[workspaceId = "${other}"]}[Data]{[dataflowId = "${source}"]}[Data];`,
        `shared C = ${in_(guid(5))}{[lakehouseName = "L"]}[Data];`,
        'shared D = Sql.Database("x.datawarehouse.fabric.microsoft.com", "d");',
      ].join("\n"),
    );
    expect(bindings).to.deep.equal([
      { kind: "lakehouse", id: lakehouse, workspaceId: own },
      { kind: "dataflow", id: source, workspaceId: other },
      {
        ...{ kind: "sqlEndpoint", key: "x.datawarehouse.fabric.microsoft.com" },
        ...{ server: "x.datawarehouse.fabric.microsoft.com", database: "d" },
      },
      { kind: "workspace", id: guid(5) },
    ]);
    expect(idsLeft).to.deep.equal([]);
  });

  it("are endpoints by query, if a server's databases differ", async () => {
    const at = (database: string) => `Sql.Database("x.datawarehouse.fabric.microsoft.com", "${database}")`;
    const { bindings } = await pulled(`shared A = ${at("one")}; shared B = ${at("two")};`);
    expect(bindings.map((binding) => ("key" in binding ? [binding.key, binding.database] : []))).to.deep.equal([
      ["A", "one"],
      ["B", "two"],
    ]);
  });

  it("are other items and addresses in Fabric, as texts; the path of a connection belongs to the connection", async () => {
    const address = `https://onelake.dfs.fabric.microsoft.com/${other}/f`;
    const m = `shared A = ${in_(own)}{[kqlDatabaseId = "${source}"]}[Data]; shared B = Csv.Document(Web.Contents("${address}"));`;
    expect((await pulled(m)).texts).to.deep.equal([source, address]);
    const connectionId = JSON.stringify({ ClusterId: guid(8), DatasourceId: guid(9) });
    const { texts, connections, idsLeft } = await pulled(m, [{ kind: "Web", path: address, connectionId }]);
    expect(texts).to.deep.equal([source]);
    expect(connections.Web).to.include({ path: address });
    expect(idsLeft).to.deep.equal([]);
  });

  it("do not include values that are equal everywhere; references by name stay and are reported", async () => {
    const m = `shared A = ${in_(".")}; shared B = Lakehouse.Contents([]){[workspaceName = "Dev"]}[Data];`;
    const { bindings, allowForeign, idsLeft } = await pulled(m);
    expect({ bindings, allowForeign, idsLeft }).to.deep.equal({
      bindings: [],
      allowForeign: ["Dev"],
      idsLeft: ["Dev"],
    });
  });

  it("include the gateway", async () => {
    const file = parts("shared Q = 1;");
    const { content } = file[1]!;
    file[1]!.content = Buffer.from(content.toString().replace("{", `{"gatewayObjectId": "${guid(7)}",`));
    expect(await pullOut(file)).to.deep.include({ gatewayObjectId: guid(7), idsLeft: [] });
  });

  it("are dates, times and durations in a program's form", () => {
    for (const [m, text] of Object.entries({
      "#date(2026, 1, 31)": "2026-01-31",
      "#time(7, 5, 0)": "07:05:00",
      "#datetime(2026, 1, 31, 13, 45, 7.25)": "2026-01-31T13:45:07.25",
      "#datetimezone(2026, 1, 31, 13, 45, 0, 1, 30)": "2026-01-31T13:45:00+01:30",
      "#duration(1, 2, 3, 4)": "P1DT2H3M4S",
    }))
      expect(isoText(m), m).to.equal(text);
    for (const m of ["#date(2026, 1, x)", "#duration(-1, 0, 0, 0)", "DateTime.LocalNow()"])
      expect(isoText(m), m).to.equal(undefined);
  });

  it("include the level of checks, if the service accepted M that the checks refuse", async () => {
    expect((await pullOut(parts("shared Q = 1;"))).validate).to.equal(undefined);
    expect((await pullOut(parts("shared Q = Unheard;"))).validate).to.equal("warn");
  });
});
