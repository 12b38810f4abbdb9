import { expect } from "chai";
import { MASHUP, METADATA } from "../../../sdk/definition/parts";
import { queryFingerprints } from "../../../sdk/definition/queryFingerprints";
import { secretsOf, understand, type UnderstandOptions } from "../../../sdk/definition/understand";
import { ownDefinition, replacePart, textOf, textPart } from "./samples";

const sales = ownDefinition("Sales");

describe("a secret parameter", () => {
  const values: [name: string, one: string | number | null, other: string | number | null][] = [
    ["ServerName", "hunter2", 'a "b"\r\n'],
    ["Database", "SalesTest", "Sales"],
    ["MaxRows", 5, -7.5],
    ["Since", "2026-01-01", null],
  ];
  for (const [name, one, other] of values)
    it(`leaves no trace in fingerprints: ${name}`, async () => {
      const options = (value: typeof one): UnderstandOptions => ({
        parameters: { [name]: value },
        secretParameters: [name],
      });
      const [first, second] = [await understand(sales, options(one)), await understand(sales, options(other))];
      expect(first.problems.filter(({ severity }) => severity === "error")).to.deep.equal([]);
      expect(first.queries).to.deep.equal(second.queries);
      expect(first.definitionFingerprint).to.equal(second.definitionFingerprint);

      const { definitionFingerprint, queries } = first;
      const readBack = replacePart(
        first.parts,
        MASHUP,
        textOf(first.parts, MASHUP).replaceAll("\n", "\r\n").replaceAll(" = ", "\r\n  =   "),
      );
      const secrets = secretsOf(options(one));
      expect(queryFingerprints(readBack, secrets), "read back with another layout").to.deep.equal({
        definitionFingerprint,
        queries,
      });
      const text = textOf(first.parts, MASHUP);
      expect(queryFingerprints(replacePart(sales, MASHUP, text), secretsOf(options(other))).queries[name]).not.to.equal(
        queries[name],
      );
    });

  it("is drift of its query if it was changed in the portal, for any new value", async () => {
    const options = { parameters: { ServerName: "hunter2" }, secretParameters: ["ServerName"] };
    const declared = await understand(sales, options);
    const drifted = (value: string) =>
      queryFingerprints(
        replacePart(declared.parts, MASHUP, textOf(declared.parts, MASHUP).replace('"hunter2"', value)),
        secretsOf(options),
      );
    const [one, other] = [drifted('"x"'), drifted('"y" & "z"')];
    expect(one).to.deep.equal(other);
    const differing = Object.keys(one.queries).filter((name) => one.queries[name] !== declared.queries[name]);
    expect(differing).to.deep.equal(["ServerName"]);
  });

  it("still shows a change of its declaration", async () => {
    const options = { parameters: { ServerName: "hunter2" }, secretParameters: ["ServerName"] };
    const optional = replacePart(
      sales,
      MASHUP,
      textOf(sales, MASHUP).replace("Required = true, Type", "Required = false, Type"),
    );
    const [one, other] = [await understand(sales, options), await understand(optional, options)];
    expect(one.queries["ServerName"]).not.to.equal(other.queries["ServerName"]);
  });

  it("never occurs in a message", async () => {
    const { problems } = await understand(sales, {
      parameters: {
        ServerName: "hunter2",
        Nobody: "hunter2",
        Database: "hunter2",
        MaxRows: "hunter2",
        Since: "hunter2",
      },
      replacements: { "not in the file": "hunter2", "dev-sql": { value: "hunter2", times: 9 } },
    });
    expect(problems.filter(({ severity }) => severity === "error")).to.have.lengthOf(6);
    expect(JSON.stringify(problems)).not.to.contain("hunter2");
  });
});

describe("a secret text of an environment", () => {
  const errors = async (options: UnderstandOptions, parts = sales) =>
    (await understand(parts, options)).problems
      .filter(({ severity }) => severity === "error")
      .map(({ place, message }) => `${place}: ${message}`);
  const inM = (add: string) => replacePart(sales, MASHUP, `${textOf(sales, MASHUP)}\n${add}\n`);
  const secretly = (value: string): UnderstandOptions => ({
    replacements: { "old-text": value },
    secretReplacements: ["old-text"],
  });

  it("never replaces a query's name, even if the M has it often", async () => {
    const parts = inM('shared Note = "old-text";\nshared Region = "Region";');
    const [one, other] = [await understand(parts, secretly("Region")), await understand(parts, secretly("hunter2"))];
    expect(one.queries).to.have.all.keys(Object.keys((await understand(parts)).queries));
    expect(other.queries).to.have.all.keys(Object.keys(one.queries));
    expect(one.queries["Note"]).to.equal(other.queries["Note"]);
    const readBack = queryFingerprints(one.parts, secretsOf(secretly("Region")));
    expect(readBack.definitionFingerprint).to.equal(one.definitionFingerprint);
  });

  it("does not hide an undefined name", async () => {
    const parts = inM('shared Note = "old-text";\nshared Uses = Missing_Query;');
    expect((await errors(secretly("Missing_Query"), parts)).join()).to.contain("Missing_Query");
  });

  const refused: [string, string, RegExp][] = [
    ["a name", 'shared #"old-text" = 1;', /^replacements.old-text: is secret, .*mashup.pq:\d+:\d+: names are shown/],
    ["part of a name", 'shared #"My old-text" = 1;', /replaces a part of a name or of code/],
    ["a field", "shared Field = [old-text = 1];", /replaces a part of a name or of code/],
    ["a whole literal with its quotes", 'shared Text = "x" & "old-text";', /replaces a part of a name or of code/],
  ];
  for (const [what, m, message] of refused)
    it(`is refused as ${what}`, async () => {
      const options = what.startsWith("a whole")
        ? { replacements: { '"old-text"': "hunter2" }, secretReplacements: ['"old-text"'] }
        : secretly("hunter2");
      expect((await errors(options, inM(m))).join("\n")).to.match(message);
      expect((await errors({ replacements: options.replacements! }, inM(m))).join("\n")).not.to.match(message);
    });

  it("is refused as the name of a query in the metadata", async () => {
    const name = "ServerName";
    const options = { replacements: { [name]: "hunter2" }, secretReplacements: [name] };
    expect((await errors(options)).join("\n")).to.match(/^replacements.ServerName: is secret/m);
  });

  it("leaves no trace in the order of connections, groups and keys", async () => {
    const metadata = {
      formatVersion: "202502",
      queriesMetadata: {},
      connections: ["old-text", "a.example", "m.example", "z.example"].map((path) => ({
        path,
        kind: "Web",
        connectionId: "",
      })),
      queryGroups: ["old-text", "a", "m", "z"].map((name) => ({ id: `g-${name}`, name })),
      computeEngineSettings: { "old-text": 1, "a-key": 2, "z-key": 3 },
    };
    const parts = replacePart(sales, METADATA, JSON.stringify(metadata));
    const found = new Map<string, string[]>();
    for (const value of ["0000", "bbbb", "nnnn", "zzzz", "~~~~", "a.example!"]) {
      const { definitionFingerprint = "", queries } = await understand(parts, secretly(value));
      const all = JSON.stringify([definitionFingerprint, queries]);
      found.set(all, [...(found.get(all) ?? []), value]);
    }
    expect([...found.values()], "values that fingerprints distinguish").to.have.lengthOf(1);
  });

  it("leaves no trace as a path or an id, which are always distinguished", async () => {
    const of = (path: string, datasourceId: string): UnderstandOptions => ({
      connections: { Web: { path, datasourceId } },
      secretTexts: [
        { name: "connections.Web.path", value: path },
        { name: "connections.Web.datasourceId", value: datasourceId },
      ],
    });
    const first = of("https://one.example/x", "d0000000-0000-4000-8000-0000000fa5ea");
    const [one, other] = [
      await understand(sales, first),
      await understand(sales, of("https://other.example/yy", "d0000000-0000-4000-8000-00000000000b")),
    ];
    expect(
      [one, other].flatMap(({ problems }) => problems.filter(({ severity }) => severity === "error")),
    ).to.deep.equal([]);
    expect(textOf(one.parts, METADATA)).to.contain("https://one.example/x");
    expect(one.queries).to.deep.equal(other.queries);
    expect(one.definitionFingerprint).to.equal(other.definitionFingerprint);
    const upper = replacePart(
      one.parts,
      METADATA,
      textOf(one.parts, METADATA).replaceAll("0000000fa5ea", "0000000FA5EA"),
    );
    expect(
      queryFingerprints(upper, secretsOf(first)).definitionFingerprint,
      "the service writes ids in either case",
    ).to.equal(one.definitionFingerprint);
  });
});

describe("a list of words", () => {
  const [WORKSPACE, LAKEHOUSE] = ["11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"];
  const lakehouse = `Lakehouse.Contents(null){[workspaceId = "${WORKSPACE}"]}[Data]{[lakehouseId = "${LAKEHOUSE}"]}[Data]`;
  const M = `section Section1;
shared P = "value" meta [IsParameterQuery = true, IsParameterQueryRequired = true, Type = type text];
/* old-text in a comment */
[Description = "old-text"]
shared Q = let a = "x old-text y", b = Sql.Database("old-text", P){[Item = "old-text"]}[Data], c = [k = "old-text;1"] in c;
shared R = let W = ${lakehouse} in W;
[DataDestinations = {[Definition = [Kind = "Reference", QueryName = "T", IsNewTarget = true], Settings = [Kind = "Automatic"]]}]
shared S = #table(type table [A = text], {});
shared T = let W = ${lakehouse}, X = W{[Id = "old-text", ItemKind = "Table"]}?[Data]? in X;
`;
  const connectionId = `{"ClusterId":"${WORKSPACE}","DatasourceId":"${LAKEHOUSE}"}`;
  const parts = [
    textPart(MASHUP, M),
    textPart(
      METADATA,
      JSON.stringify({
        formatVersion: "202502",
        queriesMetadata: {
          ...{ P: { queryName: "P" }, Q: { queryName: "Q", note: "old-text" }, R: { queryName: "R" } },
          ...{ S: { queryName: "S" }, T: { queryName: "T", isHidden: true, loadEnabled: false } },
        },
        connections: ["m.example", "a.example", "z.example"].map((path) => ({ path, kind: "Web", connectionId })),
        queryGroups: ["old-text", "zz"].map((name) => ({ id: `g-${name}`, name })),
      }),
    ),
  ];
  // None of these is in the file.
  const words = [
    "hunter2!",
    'Pa"ss;word',
    "\u00e4\u00f6\u20ac\ud83d\ude00",
    "line1\nline2",
    "#(lf)#(cr)",
    "true",
    "null meta",
    "!!!",
    "~~~",
    "Srv.Contoso.COM;DB",
  ];
  const ids = ["a0000000-0000-4000-8000-00000000000a", "FFFFFFFF-0000-4000-8000-00000000000B"];
  const text = (name: string, value: string) => ({ secretTexts: [{ name, value }] });
  const ways: Record<string, [values: string[], options: (value: string) => UnderstandOptions]> = {
    parameters: [[...words, ...ids], (P) => ({ parameters: { P }, secretParameters: ["P"] })],
    replacements: [words, (value) => ({ replacements: { "old-text": value }, secretReplacements: ["old-text"] })],
    "connections.path": [
      words,
      (path) => ({
        connections: { "m.example": { path, clusterId: WORKSPACE, datasourceId: LAKEHOUSE } },
        ...text("path", path),
      }),
    ],
    "connections.datasourceId": [
      ids,
      (id) => ({ connections: { "m.example": { clusterId: WORKSPACE, datasourceId: id } }, ...text("id", id) }),
    ],
    "bind.lakehouses": [
      ids,
      (id) => ({ bind: { lakehouses: { [LAKEHOUSE]: { lakehouseId: id } } }, ...text("id", id) }),
    ],
    "bind.workspaces": [ids, (id) => ({ bind: { workspaces: { [WORKSPACE]: id } }, ...text("id", id) })],
  };
  for (const [way, [values, options]] of Object.entries(ways))
    it(`finds no secret by the fingerprints and marks of a state: ${way}`, async () => {
      const groups = new Map<string, string[]>();
      for (const value of values) {
        const { problems, definitionFingerprint, queries } = await understand(parts, options(value));
        expect(problems.filter(({ severity }) => severity === "error")).to.deep.equal([]);
        const seen = JSON.stringify([definitionFingerprint, queries]);
        groups.set(seen, [...(groups.get(seen) ?? []), value]);
      }
      expect([...groups.values()]).to.deep.equal([values]);
    });
});
