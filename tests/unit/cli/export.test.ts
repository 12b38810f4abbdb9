import { expect } from "chai";
import ts from "typescript";
import { parse } from "yaml";
import { folderName, Names, resourceName } from "../../../sdk/cli/export/names";
import { programFiles } from "../../../sdk/cli/export/program";
import { pullOut } from "../../../sdk/cli/export/settings";
import { attack } from "../../attacks";
import { metadata } from "../../dataflows";

const parts = (m: string, connections: object[] = []) =>
  Object.entries({
    "mashup.pq": `section Section1;\n${m}\n`,
    "queryMetadata.json": metadata({ Q: "" }, { connections }),
  }).map(([path, text]) => ({ path, content: Buffer.from(text) }));

const meta = (type: string) => `meta [IsParameterQuery = true, IsParameterQueryRequired = true, Type = type ${type}]`;

describe("what an export pulls out of a definition", () => {
  it("are the values of parameters that are plain literals, which stay the same when they are set", async () => {
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
    expect(parameters).to.deep.equal({ Server: "db.example.com", Rows: 10, All: true });
    expect(parametersLeft).to.deep.equal(["Day", "Nothing"]);
  });

  it("are connections that have both ids, by kind and path; a bare GUID stays in the file", async () => {
    const [clusterId, datasourceId] = ["c0000000-0000-4000-8000-000000000001", "d0000000-0000-4000-8000-000000000001"];
    const connectionId = JSON.stringify({ ClusterId: clusterId, DatasourceId: datasourceId });
    const { connections } = await pullOut(
      parts("shared Q = 1;", [
        { kind: "Sql", path: "db;Sales", connectionId },
        { kind: "Web", path: "https://example.com", connectionId: datasourceId },
      ]),
    );
    expect(connections).to.deep.equal({ "Sql:db;Sales": { clusterId, datasourceId } });
  });

  it("is how strictly M is judged, where the service took what the checks refuse", async () => {
    expect((await pullOut(parts("shared Q = 1;"))).validate).to.equal(undefined);
    expect((await pullOut(parts("shared Q = Unheard;"))).validate).to.equal("warn");
  });
});

describe("names in an export", () => {
  it("are free on every disk and in every program, each given once", () => {
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
  it("are shortened to what a file system takes, without half a character", () => {
    for (const text of ["数".repeat(100), "🧪".repeat(100), "x".repeat(300), "e\u0301".repeat(200)]) {
      expect(Buffer.byteLength(`${folderName(text)}-12.Dataflow`)).to.be.at.most(255);
      expect(folderName(text)).not.to.match(/\p{Cs}|\ufffd/u);
      expect(Buffer.byteLength(resourceName(text))).to.be.at.most(200);
    }
    expect(folderName("数".repeat(20))).to.equal("数".repeat(20));
  });

  it("hold nothing that a shell, a terminal or Windows takes for something else", () => {
    expect(folderName("a\n\u001b[31m\u202eb\u2028\ud800")).to.equal("a__[31m_b__");
    for (const device of ["CON", "nul.old", "com1", "LPT9"]) expect(folderName(device)).to.equal(`_${device}`);
    expect(folderName("console")).to.equal("console");
  });

  it("are told apart on disks that fold accents and case", () => {
    const names = new Names();
    expect(["Zoë", "ZOE\u0308", "zoë"].map((text) => names.give(text, folderName))).to.deep.equal([
      "Zoë",
      "ZOE\u0308-2",
      "zoë-3",
    ]);
  });
});

describe("the program of an export", () => {
  const evil = `${attack('"; process.exit(1); //')} \${x} \`*/ '\u2028: # - {secure: x}`;
  const files = (project = "test") =>
    programFiles({
      ...{ project, stack: "dev", version: "^0.1.0" },
      workspace: { id: evil, displayName: evil, type: "Workspace" },
      exported: [
        {
          item: { id: evil, displayName: evil, description: evil, type: "Dataflow", workspaceId: "w", folderId: evil },
          ...{ name: resourceName(evil), folder: `dataflows/${folderName(evil)}.Dataflow`, parts: [] },
          ...{ parameters: { [evil]: evil, __proto: "x" }, connections: {}, itemsLeft: [evil] },
          bindings: [
            {
              ...{ map: "lakehouses", idKey: "lakehouseId", id: evil, withWorkspace: true },
              item: { name: resourceName(evil), workspace: evil, type: evil, displayName: evil },
            },
          ],
        },
      ],
      skipped: [{ item: { id: evil, displayName: evil, type: "Dataflow", workspaceId: "w" }, reason: evil }],
    });

  it("is data where names, descriptions and ids stood, whatever they hold", () => {
    const texts = files();
    const source = ts.createSourceFile("index.ts", texts["index.ts"]!, ts.ScriptTarget.ES2022, true);
    expect(ts.transpileModule(texts["index.ts"]!, { reportDiagnostics: true }).diagnostics).to.deep.equal([]);
    const strings: string[] = [];
    const calls: string[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isStringLiteral(node)) strings.push(node.text);
      if (ts.isCallExpression(node)) calls.push(node.expression.getText());
      ts.forEachChild(node, visit);
    };
    visit(source);
    expect(strings.filter((text) => text === evil)).to.have.length(3);
    const looks = ["getWorkspaceOutput", "getItemOutput", "of", "item", "item"];
    expect(calls).to.deep.equal(["config.require", "config.requireObject", "config.requireObject", ...looks]);
    for (const line of texts["index.ts"]!.split("\n"))
      expect(line).not.to.match(/[\u0000-\u001f\u007f-\u009f\u202e\u2028]/);
  });

  it("is YAML that holds the very texts", () => {
    for (const project of ["test", "1e3", "true", "null", "0x10"]) {
      const texts = files(project);
      const yaml = parse(texts["Pulumi.yaml"]!) as { name: string; description: string };
      expect(yaml.name).to.equal(project);
      expect(yaml.description).to.equal(`Dataflows of the Fabric workspace ${evil}`);
      const { config } = parse(texts["Pulumi.dev.yaml"]!) as { config: Record<string, unknown> };
      expect(config[`${project}:workspaceId`]).to.equal(evil);
      const [settings] = Object.values(config[`${project}:dataflows`] as Record<string, Record<string, unknown>>);
      expect(settings).to.deep.include({ id: evil, folderId: evil, parameters: { [evil]: evil, __proto: "x" } });
    }
    expect(JSON.parse(files("_Sales.X")["package.json"]!)).to.have.property("name", "sales.x");
  });

  it("leaves a parameter in its file that a stack's configuration would misread", async () => {
    const pulled = async (name: string, value = '"v"') =>
      Object.keys((await pullOut(parts(`shared #"${name}" = ${value} ${meta("text")}; shared Q = 1;`))).parameters);
    expect(await pulled("plain")).to.deep.equal(["plain"]);
    expect(await pulled("secure"), "an object of this key alone is an encrypted value").to.deep.equal([]);
    expect(await pulled("x".repeat(300)), "YAML takes no such key").to.deep.equal([]);
    expect(await pulled("half", '"#(D800)"'), "half a character").to.deep.equal([]);
  });
});
