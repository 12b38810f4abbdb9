import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Dataflow } from "./classes";
import { folder, mashup, metadata, table } from "../dataflows";
import { engineTestMs } from "./harness/stack";
import { withFabric } from "./support";

const cluster = "11111111-1111-4111-8111-111111111111";
const ids = { lakehouse: "22222222-2222-4222-8222-222222222222", workspace: "33333333-3333-4333-8333-333333333333" };
const connectionId = (datasource: string) => JSON.stringify({ ClusterId: cluster, DatasourceId: datasource });

const sales = {
  "Sales.Dataflow/mashup.pq": `section Section1;
shared Server = "dev-sql" meta [IsParameterQuery = true, IsParameterQueryRequired = true, Type = type text];
shared Key = "none" meta [IsParameterQuery = true, Type = "Text"];
shared Orders = let
  Source = Sql.Database(Server, "sales")
in
  Source;
shared Orders_DataDestination = let
  Pattern = Lakehouse.Contents([CreateNavigationProperties = false]),
  Navigation_1 = Pattern{[workspaceId = "${ids.workspace}"]}[Data],
  Navigation_2 = Navigation_1{[lakehouseId = "${ids.lakehouse}"]}[Data]
in
  Navigation_2;
`,
  "Sales.Dataflow/queryMetadata.json": metadata(
    { Server: "", Orders: "" },
    {
      queriesMetadata: {
        Server: { queryId: "00000000-0000-4000-8000-000000000001", queryName: "Server", loadEnabled: false },
        Key: { queryId: "00000000-0000-4000-8000-000000000004", queryName: "Key", loadEnabled: false },
        Orders: { queryId: "00000000-0000-4000-8000-000000000002", queryName: "Orders" },
        Orders_DataDestination: {
          queryId: "00000000-0000-4000-8000-000000000003",
          queryName: "Orders_DataDestination",
          isHidden: true,
          loadEnabled: false,
        },
      },
      connections: [
        { kind: "Sql", path: "dev-sql;sales", connectionId: connectionId("44444444-4444-4444-8444-444444444444") },
      ],
    },
  ),
};

describe("one definition in two environments", function () {
  this.timeout(engineTestMs);
  const environments = {
    test: {
      server: "test-sql",
      lakehouse: "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa",
      source: "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb",
    },
    prod: {
      server: "prod-sql",
      lakehouse: "cccccccc-cccc-4ccc-8ccc-cccccccccccc",
      source: "dddddddd-dddd-4ddd-8ddd-dddddddddddd",
    },
  };

  for (const [name, { server, lakehouse, source }] of Object.entries(environments))
    it(`${name} gets its own parameters, connections and ids, without an edit of the files`, async () => {
      let secret = `key-of-${name}`;
      const program = ({ workspaceId }: { workspaceId: string }) => {
        new Dataflow("sales", {
          workspaceId,
          definition: new pulumi.asset.FileArchive("./Sales.Dataflow"),
          parameters: { Server: server, Key: pulumi.secret(secret) },
          connections: { Sql: { datasourceId: source, clusterId: cluster, path: `${server};sales` } },
          bind: {
            lakehouses: { [ids.lakehouse]: { workspaceId: pulumi.output(workspaceId), lakehouseId: lakehouse } },
          },
        });
      };
      await withFabric({ program, files: sales }, async ({ emulator, stack, newRequests }) => {
        await stack.up();
        const { id } = stack.resource("sales");
        const parts = emulator.item(id ?? "").edited ?? {};
        expect(parts["mashup.pq"])
          .to.contain(`shared Server = "${server}" meta`)
          .and.contain(`lakehouseId = "${lakehouse}"`);
        expect(parts["mashup.pq"]).to.contain(`workspaceId = "${emulator.workspaceId}"`).and.not.contain(ids.lakehouse);
        const [connection] = (JSON.parse(parts["queryMetadata.json"] ?? "") as { connections: object[] }).connections;
        expect(connection).to.deep.equal({ kind: "Sql", path: `${server};sales`, connectionId: connectionId(source) });
        expect((await stack.refresh()).changes, "there is no drift").to.deep.equal({ same: 2 });
        newRequests();
        expect((await stack.up()).changes).to.deep.equal({ same: 2 });
        expect(newRequests()).to.deep.equal({});

        secret = `rotated-key-of-${name}`;
        const preview = await stack.preview({ diff: true });
        expect(preview.stdout, "a rotated secret shows as a revision, not as a value")
          .to.match(/definitionRevision: 1 => 2/)
          .and.not.contain(secret);
        await stack.up();
        expect(emulator.item(id ?? "").edited?.["mashup.pq"]).to.contain(`Key = "${secret}" meta`);
        expect(stack.filesWith(secret), "no file has a secret parameter in clear").to.deep.equal([]);
      });
    });
});

describe("a preview", function () {
  this.timeout(engineTestMs);
  const queries: Record<string, string> = {};
  for (let i = 1; i <= 20; i++) queries[`Q${i}`] = table(String(i));
  Object.assign(queries, { Q7: "Table.Distinct(Q3)", Q12: "Table.FirstN(Q7, 10)" });

  it("names the changed query of twenty and its dependents, and drift does the same", async () => {
    const program = ({ workspaceId }: { workspaceId: string }) =>
      void new Dataflow("big", { workspaceId, definition: new pulumi.asset.FileArchive("./Big.Dataflow") });
    await withFabric({ program, files: folder("Big.Dataflow", queries) }, async ({ emulator, stack }) => {
      await stack.up();
      const edited = mashup({ ...queries, Q3: table("edited") });
      stack.edit("Big.Dataflow/mashup.pq", edited);
      expect((await stack.preview()).stdout).to.contain("definition: Q3 changed (step Source); Q7, Q12 depend on it");
      const named = (stdout: string) => [...stdout.matchAll(/[~+-] (Q\d+)\s*:/g)].map(([, name]) => name);
      expect(named((await stack.preview({ diff: true })).stdout)).to.deep.equal(["Q3"]);
      await stack.up();
      const parts = { "mashup.pq": mashup({ ...queries, Q3: table("edited"), Q5: table("portal") }) };
      emulator.portalEdit(stack.resource("big").id ?? "", { parts });
      expect((await stack.refresh()).stdout).to.contain("the definition was changed in Fabric (Q5)");
      const repair = await stack.preview({ diff: true });
      expect(named(repair.stdout)).to.deep.equal(["Q5"]);
    });
  });
});
