import { expect } from "chai";
import ts from "typescript";
import { parse } from "yaml";
import { isoText } from "../../../sdk/cli/export/isoText";
import { folderName, Names, resourceName, variableName } from "../../../sdk/cli/export/names";
import { place } from "../../../sdk/cli/export/place";
import { projectFiles } from "../../../sdk/cli/export/projectFiles";
import { pullOut, type PulledOut } from "../../../sdk/cli/export/settings";
import { StackValues } from "../../../sdk/cli/export/stackValues";
import { blockYaml } from "../../../sdk/cli/export/yaml";
import { attack } from "../../attacks";
import { metadata } from "../../dataflows";

const parts = (m: string, connections: object[] = []) =>
  Object.entries({
    "mashup.pq": `section Section1;\n${m}\n`,
    "queryMetadata.json": metadata({ Q: "" }, { connections }),
  }).map(([path, text]) => ({ path, content: Buffer.from(text) }));

const meta = (type: string) => `meta [IsParameterQuery = true, IsParameterQueryRequired = true, Type = type ${type}]`;

describe("values that an export takes from a definition", () => {
  it("are the literal values of parameters, which do not change when they are set", async () => {
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

  it("are connections with both ids, by type, or by type and path; a bare GUID stays in the file", async () => {
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
    expect(allowForeign, "it leads out of the program").to.deep.equal([datasourceId]);
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

  it("are other items and addresses in Fabric, as texts; a connection's path is the connection's", async () => {
    const address = `https://onelake.dfs.fabric.microsoft.com/${other}/f`;
    const m = `shared A = ${in_(own)}{[kqlDatabaseId = "${source}"]}[Data]; shared B = Csv.Document(Web.Contents("${address}"));`;
    expect((await pulled(m)).texts).to.deep.equal([source, address]);
    const connectionId = JSON.stringify({ ClusterId: guid(8), DatasourceId: guid(9) });
    const { texts, connections, idsLeft } = await pulled(m, [{ kind: "Web", path: address, connectionId }]);
    expect(texts).to.deep.equal([source]);
    expect(connections.Web).to.include({ path: address });
    expect(idsLeft).to.deep.equal([]);
  });

  it("do not include values that are equal everywhere; references by name stay and are named", async () => {
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

describe("names in an export", () => {
  it("are valid on every disk and in every program, each used once", () => {
    const names = new Names();
    expect(["Sales: new?", "sales new", "Sales  New"].map((text) => names.give(text, resourceName))).to.deep.equal([
      "sales-new",
      "sales-new-2",
      "sales-new-3",
    ]);
    expect(resourceName("Umsätze 2026")).to.equal("umsätze-2026");
    expect(resourceName("***")).to.equal("dataflow");
    expect(folderName('a/b\\c:"d"')).to.equal("a_b_c__d_");
    expect(folderName("..")).to.equal("Dataflow");
    expect(folderName("Sales. ")).to.equal("Sales");
  });
});

describe("names of folders in an export", () => {
  it("are shortened to a file system's limit, without half a character", () => {
    for (const text of ["数".repeat(100), "🧪".repeat(100), "x".repeat(300), "e\u0301".repeat(200)]) {
      expect(Buffer.byteLength(`${folderName(text)}-12.Dataflow`)).to.be.at.most(255);
      expect(folderName(text)).not.to.match(/\p{Cs}|\ufffd/u);
      expect(Buffer.byteLength(resourceName(text))).to.be.at.most(200);
    }
    expect(folderName("数".repeat(20))).to.equal("数".repeat(20));
  });

  it("have no characters that a shell, a terminal or Windows interprets", () => {
    expect(folderName("a\n\u001b[31m\u202eb\u2028\ud800")).to.equal("a__[31m_b__");
    for (const device of ["CON", "nul.old", "com1", "LPT9"]) expect(folderName(device)).to.equal(`_${device}`);
    expect(folderName("console")).to.equal("console");
  });

  it("differ on disks that ignore accents and case", () => {
    const names = new Names();
    expect(["Zoë", "ZOE\u0308", "zoë"].map((text) => names.give(text, folderName))).to.deep.equal([
      "Zoë",
      "ZOE\u0308-2",
      "zoë-3",
    ]);
  });
});

describe("things that an export names", () => {
  const pulled = (id: string, reads: string[] = []): PulledOut & { item: { id: string }; variable: string } => ({
    ...{ item: { id }, variable: `v${id}`, parameters: {}, texts: [], allowForeign: [], idsLeft: [] },
    connections: { Sql: { kind: "Sql", clusterId: "c", datasourceId: "d", path: "p" } },
    bindings: reads.map((read) => ({ kind: "dataflow", id: read, workspaceId: "own" })),
  });

  it("name a connection of many dataflows once, and list each dataflow after those that it reads", () => {
    const values = new StackValues("own", () => undefined);
    const placed = place([pulled("1", ["2", "9"]), pulled("2")], "own", values);
    expect(placed.map(({ item }) => item.id)).to.deep.equal(["2", "1"]);
    expect(placed[1]!.bound.map(({ from }) => from)).to.deep.equal([
      { kind: "dataflow", variable: "v2" },
      { kind: "value", name: "dataflow" },
    ]);
    expect(values.valuesOf("connections")).to.deep.equal({ sql: { clusterId: "c", datasourceId: "d", path: "p" } });
    expect(values.valuesOf("items")).to.deep.equal({ dataflow: { id: "9" } });
  });

  it("use a name instead of an id, if a name finds it", () => {
    const values = new StackValues(
      "own",
      () => undefined,
      (id) => (["d", "9"].includes(id) ? `Named ${id}` : undefined),
    );
    place([pulled("1", ["9", "8"])], "own", values);
    expect(values.valuesOf("connections")).to.deep.equal({ sql: { name: "Named d", clusterId: "c", path: "p" } });
    expect(values.valuesOf("items")).to.deep.equal({ dataflow: { id: { name: "Named 9" } }, dataflow2: { id: "8" } });
  });

  it("use ids in the configuration for a circle, and for one that reads itself", () => {
    const values = new StackValues("own", (id) => `Loads ${id}`);
    const placed = place([pulled("1", ["2", "1"]), pulled("2", ["1"])], "own", values);
    expect(placed.map(({ item }) => item.id)).to.deep.equal(["2", "1"]);
    expect(placed[0]!.bound.map(({ from }) => from)).to.deep.equal([{ kind: "value", name: "loads1Dataflow" }]);
    expect(placed[1]!.bound.map(({ from }) => from.kind)).to.deep.equal(["dataflow", "value"]);
  });

  it("never have the name of Pulumi's mark for an encrypted value", () => {
    const values = new StackValues("own", () => "Secure");
    expect(values.workspace("1")).to.equal("secure2");
    expect(values.text("2")).to.equal("secure2");
    expect(values.valuesOf("texts")).to.deep.equal({ secure2: "2" });
  });

  it("are identifiers", () => {
    const names = new Names(["class"]);
    const given = ["Sales LH Lakehouse", "SQL", "PowerPlatformDataflows", "2026 umsätze", "class", "½", "sql"];
    expect(given.map((text) => names.give(text, variableName, ""))).to.deep.equal([
      ...["salesLHLakehouse", "sql", "powerPlatformDataflows", "_2026Umsätze", "class2", "_", "sql2"],
    ]);
  });
});

describe("the configuration of an export", () => {
  it("is YAML in block style, with one line for each value, for any texts", () => {
    const value = { plain: { yes: "no", "a: b": "'\"\n#", list: ["1e3", "x"], none: [], empty: {}, n: 1.5, t: true } };
    expect(parse(blockYaml(value), { version: "1.1" })).to.deep.equal(value);
    const long = "k".repeat(1_500);
    const nested = { [long]: "a", b: { [long]: { [`${long} "x": #`]: 1, c: [] }, d: { [long]: ["x"] } } };
    expect(parse(blockYaml(nested), { version: "1.1" })).to.deep.equal(nested);
    expect(blockYaml({ a: { b: "c", d: ["e"] } })).to.equal('a:\n  b: "c"\n  d:\n    - "e"\n');
  });
});

describe("the program of an export", () => {
  const evil = `${attack('"; process.exit(1); //')} \${x} \`*/ '\u2028: # - {secure: x}`;
  const files = (project = "test") => {
    const values = new StackValues("w", () => evil);
    const pulled = {
      item: { id: evil, displayName: evil, description: evil, type: "Dataflow", workspaceId: "w", folderId: evil },
      ...{ name: resourceName(evil), variable: variableName(evil), isUsed: true },
      ...{ folder: `dataflows/${folderName(evil)}.Dataflow`, parts: [] },
      ...{ parameters: { [evil]: evil, __proto: "x" }, idsLeft: [evil], parametersLeft: [evil], texts: [evil] },
      ...{ allowForeign: [evil], gatewayObjectId: evil },
      connections: { [evil]: { kind: evil, clusterId: evil, datasourceId: evil, path: evil } },
      bindings: [
        { kind: "lakehouse" as const, id: evil, workspaceId: evil },
        { kind: "workspace" as const, id: evil },
        { kind: "sqlEndpoint" as const, key: evil, server: evil, database: evil },
      ],
    };
    return projectFiles({
      ...{ project, stack: "dev", version: "^0.1.0" },
      workspace: { id: evil, displayName: evil, type: "Workspace" },
      exported: place([pulled], "w", values),
      values,
      skipped: [{ item: { id: evil, displayName: evil, type: "Dataflow", workspaceId: "w" }, reason: evil }],
    });
  };

  it("has names, descriptions and ids as data, whatever they contain", async () => {
    const texts = await files();
    const read = (name: string) => {
      const text = texts[name]!;
      const source = ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true);
      expect(ts.transpileModule(text, { reportDiagnostics: true }).diagnostics).to.deep.equal([]);
      for (const line of text.split("\n")) expect(line).not.to.match(/[\u0000-\u001f\u007f-\u009f\u202e\u2028]/);
      const found = { strings: [] as string[], calls: [] as string[] };
      const visit = (node: ts.Node): void => {
        if (ts.isStringLiteral(node)) found.strings.push(node.text);
        if (ts.isCallExpression(node) || ts.isNewExpression(node)) found.calls.push(node.expression.getText());
        ts.forEachChild(node, visit);
      };
      visit(source);
      return found;
    };
    const index = read("index.ts");
    // Name, description, and the keys of connections, bind and replacements.
    expect(index.strings.filter((text) => text === evil)).to.have.length(7);
    expect(index.calls).to.deep.equal(["Dataflow", "pulumi.asset.FileArchive", "settings", "takesOver"]);
    expect(read("environment.ts").strings).to.include(evil);
  });

  it("is YAML with the exact texts", async () => {
    for (const project of ["test", "1e3", "true", "null", "0x10"]) {
      const texts = await files(project);
      const yaml = parse(texts["Pulumi.yaml"]!) as { name: string; description: string };
      expect(yaml.name).to.equal(project);
      expect(yaml.description).to.equal(`Dataflows of the Fabric workspace ${evil}`);
      const { config } = parse(texts["Pulumi.dev.yaml"]!) as { config: Record<string, unknown> };
      expect(config[`${project}:workspaceId`]).to.equal(evil);
      const [settings] = Object.values(config[`${project}:dataflows`] as Record<string, Record<string, unknown>>);
      expect(settings).to.deep.include({ id: evil, folderId: evil, parameters: { [evil]: evil, __proto: "x" } });
      expect(Object.values(config[`${project}:connections`] as object)[0]).to.include({ path: evil });
    }
    expect(JSON.parse((await files("_Sales.X"))["package.json"]!)).to.have.property("name", "sales.x");
  });

  it("keeps a parameter in its file if a stack's configuration would misread it", async () => {
    const pulled = async (name: string, value = '"v"') =>
      Object.keys((await pullOut(parts(`shared #"${name}" = ${value} ${meta("text")}; shared Q = 1;`))).parameters);
    expect(await pulled("plain")).to.deep.equal(["plain"]);
    expect(await pulled("secure"), "an object of this key alone is an encrypted value").to.deep.equal([]);
    expect(await pulled("x".repeat(300)), "YAML takes no such key").to.deep.equal([]);
    expect(await pulled("half", '"#(D800)"'), "half a character").to.deep.equal([]);
  });
});
