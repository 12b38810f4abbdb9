import { expect } from "chai";
import ts from "typescript";
import { parse } from "yaml";
import { folderName, resourceName, variableName } from "../../../../sdk/cli/export/names";
import { place } from "../../../../sdk/cli/export/place";
import { projectFiles } from "../../../../sdk/cli/export/projectFiles";
import { pullOut } from "../../../../sdk/cli/export/settings";
import { StackValues } from "../../../../sdk/cli/export/stackValues";
import { blockYaml } from "../../../../sdk/cli/export/yaml";
import { attack } from "../../../attacks";
import { meta, parts } from "./parts";

describe("the configuration of an export", () => {
  it("is YAML in block style with one line for each value, for any texts", () => {
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

  it("has names, descriptions and ids as data, with any content", async () => {
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
    expect(await pulled("secure"), "an object with only this key is an encrypted value").to.deep.equal([]);
    expect(await pulled("x".repeat(300)), "YAML does not accept such a key").to.deep.equal([]);
    expect(await pulled("half", '"#(D800)"'), "half a character").to.deep.equal([]);
  });
});
