import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Dataflow, FabricProvider, type DataflowArgs } from "pulumi-fabric-dataflow";
import { mashup, metadata } from "../dataflows";
import { startEmulator, type Emulator } from "../emulator/index";
import { engineTestMs, withStack, type TestStack } from "./harness/stack";

const DEV = {
  workspaceId: "8d6f0a52-3c1b-4e97-a1f4-5b20c7e9d613",
  lakehouseId: "9d6f0a52-3c1b-4e97-a1f4-5b20c7e9d613",
};
const queries = {
  Orders: `Lakehouse.Contents([]){[workspaceId = "${DEV.workspaceId}"]}[Data]{[lakehouseId = "${DEV.lakehouseId}"]}[Data]`,
  Items: 'Sql.Database("srv", "db")',
};

/** A stack that signs in by its configuration. The program and the providers read it. A second call changes the arguments. */
async function byName(
  use: (world: {
    emulator: Emulator;
    stack: TestStack;
    give: (args: DataflowArgs, opts?: object) => void;
  }) => Promise<void>,
): Promise<void> {
  const emulator = await startEmulator();
  const connection = emulator.addConnection({ type: "SQL", path: "srv;db", displayName: "Sales SQL (prod)" });
  const ids = { ClusterId: connection.clusterId, DatasourceId: "d0000000-0000-4000-8000-000000000001" };
  const connections = [{ kind: "Sql", path: "srv;db", connectionId: JSON.stringify(ids) }];
  const files = {
    "Sales.Dataflow/mashup.pq": mashup(queries),
    "Sales.Dataflow/queryMetadata.json": metadata(queries, { connections }),
  };
  const config = {
    "fabric-dataflow:token": { value: emulator.token, secret: true },
    "fabric-dataflow:endpoint": emulator.endpoint,
  };
  let given: [DataflowArgs, object] | undefined;
  const program = async () => {
    const [args, { own, ...opts }] = given as [DataflowArgs, { own?: boolean }];
    const provider = own
      ? { provider: new FabricProvider("own", { token: emulator.token, endpoint: emulator.endpoint }) }
      : {};
    new Dataflow(
      "sales",
      { definition: new pulumi.asset.FileArchive("./Sales.Dataflow"), ...args },
      { ...opts, ...provider },
    );
  };
  let failed = true;
  try {
    await withStack({ program, config, files }, (stack) =>
      use({ emulator, stack, give: (args, opts = {}) => void (given = [args, opts]) }),
    );
    failed = false;
  } finally {
    await emulator.close({ allowViolations: failed });
  }
}

const workspace = { name: "Emulated workspace" };

describe("names instead of ids, on the real engine", function () {
  this.timeout(engineTestMs);

  it("are found for workspace, folder, tags, connections and items; an id instead of a name changes nothing", () =>
    byName(async ({ emulator, stack, give }) => {
      const { workspaceId, lakehouseId } = emulator;
      const tag = emulator.addTag("prod");
      const folderIds = await makeFolders(emulator, ["Finance", "Daily"]);
      give({
        workspaceId: workspace,
        folderId: { name: "Finance/Daily" },
        tags: [{ name: "prod" }],
        connections: { Sql: { name: "Sales SQL (prod)" } },
        bind: { lakehouses: { Orders: { workspaceId: workspace, lakehouseId: { name: "Lakehouse" } } } },
        isolated: true,
      });
      await stack.up();
      const { id, inputs } = stack.resource("sales");
      expect(inputs).to.deep.include({ workspaceId, folderId: folderIds[1], tags: [tag.id] });
      const { edited } = emulator.item(id!);
      expect(edited?.["mashup.pq"]).to.contain(workspaceId).and.contain(lakehouseId).and.not.contain(DEV.workspaceId);
      const [connection] = [...emulator.world.connections.values()].filter(({ displayName }) =>
        displayName.startsWith("Sales"),
      );
      expect(edited?.["queryMetadata.json"]).to.contain(connection!.id);

      emulator.clearRequests();
      expect((await stack.up()).changes).to.deep.equal({ same: 2 });
      expect(Object.keys(emulator.counts()).filter((operation) => !operation.startsWith("list"))).to.deep.equal([]);
      emulator.clearRequests();
      give({
        workspaceId,
        folderId: folderIds[1]!,
        tags: [tag.id],
        connections: { Sql: { datasourceId: connection!.id } },
        bind: { lakehouses: { Orders: { workspaceId, lakehouseId } } },
        isolated: true,
      });
      expect((await stack.up()).changes).to.deep.equal({ same: 2 });
      expect(emulator.counts(), "ids need no request").to.deep.equal({});
    }));

  it("are errors if they match nothing or several objects, or if the provider is explicit; nothing is written or deleted", () =>
    byName(async ({ emulator, stack, give }) => {
      const { workspaceId } = emulator;
      give({ workspaceId });
      await stack.up();
      const said = async (args: Partial<DataflowArgs>, opts?: object): Promise<string> => {
        give({ workspaceId, ...args }, opts);
        const outcome = await stack.tryUp();
        expect(outcome.succeeded).to.equal(false);
        return outcome.stdout + outcome.stderr;
      };
      expect(await said({ workspaceId: { name: "Emulated worspace" } }))
        .to.contain("workspaceId: no workspace with displayName")
        .and.contain(
          "did you mean Emulated workspace? If this program creates it, give the resource's id in place of the name",
        );
      const twins = [1, 2].map(() => emulator.addConnection({ type: "SQL", path: "x", displayName: "Twin" }));
      const several = await said({ connections: { Sql: { name: "Twin" } } });
      for (const { id } of twins) expect(several).to.contain(id);
      expect(await said({ folderId: { name: "Nowhere" } })).to.contain("folderId: no folder with path");
      expect(await said({ workspaceId: workspace }, { own: true })).to.contain(
        "give the id: this resource has a provider of its own",
      );
      expect(await said({ workspaceId: "Emulated workspace" })).to.contain("workspaceId");
      expect(emulator.items().filter(({ type }) => type === "Dataflow")).to.have.length(1);
    }));
});

/** Nested folders. */
async function makeFolders(emulator: Emulator, names: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const displayName of names) {
    const response = await fetch(`${emulator.endpoint}/workspaces/${emulator.workspaceId}/folders`, {
      method: "POST",
      headers: { authorization: `Bearer ${emulator.token}`, "content-type": "application/json" },
      body: JSON.stringify({ displayName, ...(ids.length > 0 && { parentFolderId: ids.at(-1) }) }),
    });
    ids.push(((await response.json()) as { id: string }).id);
  }
  return ids;
}
