import { expect } from "chai";
import { MASHUP, METADATA } from "../../../sdk/definition/parts";
import { understand, type UnderstandOptions } from "../../../sdk/definition/understand";
import { onEveryDefinition, ownDefinition, replacePart } from "./samples";

const id = (n: number) =>
  `${String(n).repeat(8)}-${String(n).repeat(4)}-4${String(n).repeat(3)}-8${String(n).repeat(3)}-${String(n).repeat(12)}`;
const [own, dev, lakehouse, other] = [id(1), id(2), id(3), id(4)] as [string, string, string, string];

const navigation = (workspace: string, item = lakehouse) =>
  `Lakehouse.Contents([]){[workspaceId = "${workspace}"]}[Data]{[lakehouseId = "${item}"]}[Data]`;
const withM = (members: string) =>
  replacePart(
    replacePart(ownDefinition("Sales"), MASHUP, `section S;\n${members}`),
    METADATA,
    JSON.stringify({
      formatVersion: "202502",
      queriesMetadata: {},
      connections: [
        { path: "dev;db", kind: "Sql", connectionId: JSON.stringify({ ClusterId: id(7), DatasourceId: id(8) }) },
      ],
    }),
  );
const FOREIGN = `shared A = ${navigation(dev)};\nshared B = A{[Id = "t", ItemKind = "Table"]}[Data];`;

async function judged(members: string, options: UnderstandOptions, isolation: object = {}) {
  const { problems, foreign } = await understand(withM(members), {
    validate: "off",
    ...options,
    isolation: { workspaceId: own, isolated: false, allowForeign: [], ...isolation },
  });
  return { texts: problems.map(({ severity, place, message }) => `${severity} ${place}: ${message}`), foreign };
}
const binds = { replacements: { "section S;": "section S;" } };
const isolated = { isolated: true };
const noConnection = { allowForeign: [id(8)] };

describe("ids of another environment", () => {
  it("are not checked if the program sets nothing by environment", async () => {
    expect((await judged(FOREIGN, {})).texts).to.deep.equal([]);
  });

  onEveryDefinition("are not judged in any definition of a stack that sets nothing", async (parts) => {
    const isolation = { workspaceId: own, isolated: false, allowForeign: [] };
    const said = async (options: UnderstandOptions) => (await understand(parts, options)).problems;
    expect(await said({ isolation })).to.deep.equal(await said({}));
  });

  it("are one warning that names the queries, if the program binds something", async () => {
    const { texts, foreign } = await judged(FOREIGN, binds);
    expect(texts).to.have.length(1);
    expect(texts[0]).to.match(
      new RegExp(
        `^warning definition: names items in another workspace that the program does not bind: workspace ${dev} \\(A\\), lakehouse ${lakehouse} \\(A\\); give each by`,
      ),
    );
    expect(foreign?.severity).to.equal("warning");
  });

  it("are not reported for an empty parameter of the file until it is set", async () => {
    const parameter = (name: string) =>
      `shared ${name} = "" meta [IsParameterQuery = true, IsParameterQueryRequired = false, Type = "Text"];`;
    const m = `${parameter("W")}\n${parameter("L")}\nshared A = Lakehouse.Contents([]){[workspaceId = W]}[Data]{[lakehouseId = L]}[Data];`;
    for (const isolation of [{}, { ...isolated, ...noConnection }]) {
      expect((await judged(m, binds, isolation)).texts).to.deep.equal([]);
      const set = await judged(m, { ...binds, parameters: { W: own, L: lakehouse } }, isolation);
      expect(set.texts).to.deep.equal([]);
    }
    const halfSet = `${parameter("W")}\nshared A = Lakehouse.Contents([]){[workspaceId = W]}[Data]{[lakehouseId = "${lakehouse}"]}[Data];`;
    expect((await judged(halfSet, binds, { ...isolated, ...noConnection })).texts.join()).to.contain(
      `lakehouse ${lakehouse} (A)`,
    );
  });

  it("are not a warning if the workspace is unknown, is their own, has the relative form, or is bound", async () => {
    expect((await judged(FOREIGN, binds, { workspaceId: undefined })).texts).to.deep.equal([]);
    expect((await judged(`shared A = ${navigation(own.toUpperCase())};`, binds)).texts).to.deep.equal([]);
    expect((await judged(`shared A = ${navigation(".")};`, binds, isolated)).texts.join()).not.to.contain("lakehouse");
    const bound = { bind: { lakehouses: { [lakehouse]: { workspaceId: dev, lakehouseId: lakehouse } } } };
    expect((await judged(FOREIGN, bound)).texts, "to itself: it is meant").to.deep.equal([]);
    const workspace = { replacements: { [dev]: own } };
    expect((await judged(FOREIGN, workspace)).texts, "the program put it there").to.deep.equal([]);
  });

  it("do not include those of an item that is found by name in a bound workspace", async () => {
    const m = `shared A = Lakehouse.Contents([]){[workspaceId = "${dev}"]}[Data]{[lakehouseName = "L"]}[Data];`;
    expect((await judged(m, binds)).texts.join()).to.contain(`workspace ${dev} (A), lakehouse L (A)`);
    expect((await judged(m, { bind: { workspaces: { [dev]: other } } })).texts).to.deep.equal([]);
  });

  it("are allowed if the program lists them as equal in every environment", async () => {
    expect((await judged(FOREIGN, binds, { allowForeign: [dev.toUpperCase(), lakehouse] })).texts).to.deep.equal([]);
    expect((await judged(FOREIGN, binds, { allowForeign: [lakehouse] })).texts.join()).to.contain(
      `workspace ${dev} (A);`,
    );
  });

  it("are an error if the program is isolated, connections included", async () => {
    const { texts, foreign } = await judged(FOREIGN, {}, isolated);
    expect(texts).to.have.length(1);
    expect(texts[0]).to.match(/^error definition: isolated: true, but only the file decides about: workspace/);
    expect(texts[0]).to.contain("connection Sql:dev;db");
    expect(foreign).to.equal(undefined);
    const onlyPath = { connections: { Sql: { path: "dev;db" } } };
    expect((await judged("shared A = 1;", onlyPath, isolated)).texts.join()).to.contain("connection Sql:dev;db");
    const given = {
      connections: { Sql: id(9) },
      bind: { lakehouses: { A: { workspaceId: own, lakehouseId: other } } },
    };
    expect((await judged(FOREIGN, given, isolated)).texts).to.deep.equal([]);
  });

  const undecided: [string, string, string][] = [
    [
      "a workspace by its name",
      `Lakehouse.Contents([]){[workspaceName = "Dev"]}[Data]{[lakehouseName = "L"]}[Data]`,
      "workspace Dev (A)",
    ],
    [
      "an endpoint",
      `Sql.Database("x.datawarehouse.fabric.microsoft.com", "d")`,
      "sqlEndpoint x.datawarehouse.fabric.microsoft.com (A)",
    ],
    [
      "an address",
      `Csv.Document(Web.Contents("https://onelake.dfs.fabric.microsoft.com/${dev}/f"))`,
      "item https://onelake.dfs",
    ],
    [
      "an item whose workspace is computed",
      `Lakehouse.Contents([]){[workspaceId = Text.Lower("X")]}[Data]{[lakehouseId = "${lakehouse}"]}[Data]`,
      `workspace by an expression (A), lakehouse ${lakehouse} (A)`,
    ],
    ["a query that is no parameter", `Lakehouse.Contents([]){[workspaceId = Q]}[Data]`, "workspace by the query Q (A)"],
  ];
  for (const [what, m, named] of undecided)
    it(`are possible behind ${what}: an error if the program is isolated, else nothing`, async () => {
      const members = `shared Q = Text.Lower("X");\nshared A = ${m};`;
      expect((await judged(members, {}, { ...isolated, ...noConnection })).texts.join()).to.contain(named);
      expect((await judged(members, binds)).foreign).to.equal(undefined);
    });

  const throughParameters = (workspace: string) =>
    `shared W = "${workspace}" meta [IsParameterQuery = true];\nshared L = "${lakehouse}" meta [IsParameterQuery = true];\n` +
    "shared A = Lakehouse.Contents([]){[workspaceId = W]}[Data]{[lakehouseId = L]}[Data];";

  it("are reported for the parameter that has them, unless the program sets it", async () => {
    const warned = (await judged(throughParameters(dev), binds)).texts.join();
    expect(warned).to.contain(`workspace ${dev} (A), lakehouse ${lakehouse} (A)`);
    expect((await judged(throughParameters(own), binds)).texts).to.deep.equal([]);
    const set = { ...binds, parameters: { W: other, L: lakehouse } };
    expect((await judged(throughParameters(dev), set)).texts, "the program put it there").to.deep.equal([]);
    expect((await judged(throughParameters(dev), set, { ...isolated, ...noConnection })).texts).to.deep.equal([]);
  });

  it("are never assumed behind values that are equal in every environment, even if the program is isolated", async () => {
    const strict = { ...isolated, ...noConnection };
    for (const workspace of ['"."', 'Variable.ValueOrDefault("$(/**/Lib/ws)", "")'])
      expect(
        (
          await judged(
            `shared A = Lakehouse.Contents([]){[workspaceId = ${workspace}]}[Data]{[lakehouseName = "L"]}[Data];`,
            {},
            strict,
          )
        ).texts,
        workspace,
      ).to.deep.equal([]);
  });

  it("are allowed by the name of the query in `allowForeign` if they are computed", async () => {
    const m = `shared A = Lakehouse.Contents([]){[workspaceId = Text.Lower("X")]}[Data];`;
    expect((await judged(m, {}, { isolated: true, allowForeign: [id(8), "A"] })).texts).to.deep.equal([]);
  });

  it("include the gateway's id, which an isolated program must set or allow", async () => {
    const gateway = id(5);
    const parts = replacePart(
      withM("shared A = 1;"),
      METADATA,
      JSON.stringify({ formatVersion: "202502", queriesMetadata: {}, connections: [], gatewayObjectId: gateway }),
    );
    const texts = async (options: UnderstandOptions, allowForeign: string[] = []) =>
      (
        await understand(parts, {
          validate: "off",
          ...options,
          isolation: { workspaceId: own, isolated: true, allowForeign },
        })
      ).problems.map(({ message }) => message);
    expect((await texts({})).join()).to.contain(`gateway ${gateway}`);
    expect(await texts({}, [gateway])).to.deep.equal([]);
    expect(await texts({ gatewayObjectId: id(6) })).to.deep.equal([]);
  });
});
