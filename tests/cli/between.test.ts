import { expect } from "chai";
import { mashup, metadata, table } from "../dataflows";
import { runCli } from "./runCli";
import { withService, type CliService } from "./service";
import { withPulumi } from "./withPulumi";

const guid = (n: number) => `${String(n).repeat(8)}-0000-4000-8000-000000000000`;
const CLUSTER = guid(9);
const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:abc" };
const type = "pulumi-nodejs:dynamic/fabric:Dataflow";

/** The values of an environment. */
interface Own {
  server: string;
  lakehouseId: string;
  connection: string;
  password: string;
}
const DEV: Own = { server: "dev-sql", lakehouseId: guid(1), connection: guid(2), password: "dev-pw" };
const PROD: Own = { server: "prod-sql", lakehouseId: guid(3), connection: guid(4), password: "prod-pw" };

const parameter = (value: string) => `"${value}" meta [IsParameterQuery = true, Type = type text]`;

/** The environment's definition in the service. */
function files(workspaceId: string, { server, lakehouseId, connection, password }: Own, rows = "a") {
  const queries = {
    Server: parameter(server),
    Password: parameter(password),
    Items: `Sql.Database("${server}", "Sales")`,
    Orders: `Lakehouse.Contents([]){[workspaceId = "${workspaceId}"]}[Data]{[lakehouseId = "${lakehouseId}"]}[Data]`,
    Rows: table(rows),
  };
  const connectionId = JSON.stringify({ ClusterId: CLUSTER, DatasourceId: connection });
  const connections = [{ kind: "Sql", path: `${server};Sales`, connectionId }];
  return { "mashup.pq": mashup(queries), "queryMetadata.json": metadata(queries, { connections }) };
}

/** The resource in a stack's state. */
const declared = (id: string, workspaceId: string, { server, lakehouseId, connection }: Own, more: object = {}) => ({
  ...{ type, id },
  inputs: {
    ...{ workspaceId, displayName: "Sales" },
    parameters: { Server: server, Password: SECRET },
    connections: { Sql: { datasourceId: connection, path: `${server};Sales` } },
    bind: { lakehouses: { [guid(7)]: { workspaceId, lakehouseId } } },
    ...more,
  },
});

async function add(
  { emulator, client }: CliService,
  workspaceId: string,
  name: string,
  content: Record<string, string>,
) {
  const parts = Object.entries(content).map(([path, text]) => ({
    ...{ path, payload: Buffer.from(text).toString("base64") },
    payloadType: "InlineBase64" as const,
  }));
  void emulator;
  return (await client.dataflows.create(workspaceId, { displayName: name, definition: { parts } })).id;
}

describe("diff --between", () => {
  it("shows the differences of two stacks that their programs do not declare", () =>
    withService(async (service) => {
      const { emulator, env } = service;
      const dev = emulator.workspaceId;
      const { id: prod } = emulator.addWorkspace({ displayName: "Prod" });
      const first = await add(service, dev, "Sales", files(dev, DEV));
      const second = await add(service, prod, "Sales", files(prod, PROD));
      const stacks = { dev: [declared(first, dev, DEV)], prod: [declared(second, prod, PROD)] };
      await withPulumi(stacks, async () => {
        const same = await runCli(["diff", "Sales", "--between", "dev,prod"], env);
        expect(same).to.include({ code: 0, out: "no difference beyond what the environments declare", err: "" });
      });
      const undeclared = { dev: [declared(first, dev, DEV)], prod: [declared(second, prod, PROD, { bind: {} })] };
      await withPulumi(undeclared, async () => {
        const differs = await runCli(["diff", "Sales", "--between", "dev,prod"], env);
        expect(differs.code).to.equal(1);
        expect(differs.out).to.contain("dev: Sales").and.contain("prod: Sales").and.contain(PROD.lakehouseId);
      });
      const third = await add(service, prod, "Edited", files(prod, PROD, "b"));
      await withPulumi({ ...stacks, prod: [declared(third, prod, PROD)] }, async () => {
        const edited = await runCli(["diff", "Sales", "--between", "dev,prod", "--json"], env);
        expect(edited.code).to.equal(1);
        expect(JSON.parse(edited.out)).to.deep.include({
          equal: false,
          changed: ["Rows"],
          added: [],
          removed: [],
          settings: false,
        });
        expect(edited.out).not.to.contain("-pw");
        const missing = await runCli(["diff", "Sale", "--between", "dev,prod"], env);
        expect(missing.code, "as for every name that the service does not show").to.equal(1);
        expect(missing.err).to.contain("did you mean Sales?");
      });
    }));

  it("shows a table of two workspaces with --all: the same, different, or in one only", () =>
    withService(async (service) => {
      const { emulator, env } = service;
      const dev = emulator.workspaceId;
      const { id: prod } = emulator.addWorkspace({ displayName: "Prod" });
      const plain = (rows: string) => ({
        "mashup.pq": mashup({ Rows: table(rows) }),
        "queryMetadata.json": metadata({ Rows: "" }),
      });
      for (const [workspace, name, rows] of [
        [dev, "Same", "a"],
        [prod, "Same", "a"],
        [dev, "Sales", "a"],
        [prod, "Sales", "b"],
        [dev, "New", "a"],
      ] as const)
        await add(service, workspace, name, plain(rows));
      const between = ["diff", "--all", "--between", "Emulated workspace,Prod"];
      const { code, out } = await runCli(between, env);
      expect(code).to.equal(1);
      expect(
        out
          .split("\n")
          .slice(1)
          .map((line) => line.trim().split(/ {2,}/)),
      ).to.deep.equal([
        ["New", "only in Emulated workspace"],
        ["Sales", "differs", "~Rows"],
        ["Same", "same"],
      ]);
      const json = JSON.parse((await runCli([...between, "--json"], env)).out) as { dataflows: { state: string }[] };
      expect(json.dataflows.map(({ state }) => state)).to.deep.equal(["only in the first", "differs", "same"]);
      expect((await runCli(["diff", "Same", "--between", `${dev},${prod}`], env)).code).to.equal(0);
    }));

  it("says which arguments are missing", () =>
    withService(async ({ env }) => {
      const code = async (...args: string[]) => (await runCli(["diff", ...args], env)).code;
      expect(await code("Sales", "--between", "dev")).to.equal(2);
      expect(await code("Sales", "--between", "dev,prod", "--all")).to.equal(2);
      expect(await code("--between", "dev,prod")).to.equal(2);
      expect(await code("Sales", "./x", "--between", "dev,prod")).to.equal(2);
      expect(await code("Sales", "./x")).to.equal(2);
      const neither = await runCli(["diff", "Sales", "--between", "nobody,prod"], env);
      expect(neither.code).to.equal(1);
      expect(neither.err).to.contain('no workspace with displayName "nobody"').and.contain("It is not a stack either");
    }));
});
