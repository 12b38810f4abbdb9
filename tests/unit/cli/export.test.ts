import { expect } from "chai";
import { folderName, Names, resourceName } from "../../../sdk/cli/export/names";
import { pullOut } from "../../../sdk/cli/export/settings";
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
    const { parameters } = await pullOut(parts(m.join("\n")));
    expect(parameters).to.deep.equal({ Server: "db.example.com", Rows: 10, All: true });
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
