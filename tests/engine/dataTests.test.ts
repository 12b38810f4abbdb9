import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Dataflow } from "./classes";
import { folder, mashup, metadata, table } from "../dataflows";
import type { Emulator } from "../emulator/index";
import { engineTestMs } from "./harness/stack";
import { withFabric } from "./support";

const queries = { Orders: table("one"), Customers: table("one") };
const rows = (emulator: Emulator, query: string, count: number) =>
  emulator.addTable({ query, columns: { Id: Array.from({ length: count }, (_, i) => i) } });
const connection = (source: string) => ({
  kind: "Web",
  path: "https://example.org/",
  connectionId: JSON.stringify({ ClusterId: "11111111-1111-4111-8111-111111111111", DatasourceId: source }),
});

describe("data tests on the engine", function () {
  this.timeout(engineTestMs);

  it("leave a new item unpublished, stop a write, stop a publish, and allow a correct definition", async () => {
    const program = ({ workspaceId }: { workspaceId: string }) =>
      void new Dataflow("sales", {
        workspaceId,
        definition: new pulumi.asset.FileArchive("./Sales.Dataflow"),
        publishOnUpdate: true,
        tests: { Orders: { minRows: 2 }, Customers: { minRows: 1 } },
      });
    await withFabric(
      { program, files: folder("Sales.Dataflow", queries) },
      async ({ emulator, stack, newRequests }) => {
        rows(emulator, "Customers", 3);
        rows(emulator, "Orders", 1);
        const created = await stack.tryUp();
        expect(created.succeeded).to.equal(false);
        expect(created.stdout).to.contain("test of Customers passed: 3 rows");
        expect(created.stdout).to.contain("test of Orders failed: has 1 row, expected at least 2");
        const id = stack.resource("sales").id!;
        expect(emulator.item(id).published).to.equal(undefined);
        rows(emulator, "Orders", 2);
        newRequests();
        await stack.up();
        expect(newRequests())
          .to.include({ executeQuery: 2, runApplyChanges: 1 })
          .and.not.to.have.any.keys("createItem");

        stack.edit("Sales.Dataflow/mashup.pq", mashup({ ...queries, Orders: table("two") }));
        rows(emulator, "Orders", 0);
        newRequests();
        expect((await stack.tryUp()).stdout).to.contain("test of Orders failed: has 0 rows");
        expect(newRequests(), "the unchanged query is not tested").to.include({ executeQuery: 1 });
        expect(emulator.item(id).edited?.["mashup.pq"]).to.equal(mashup(queries));
        rows(emulator, "Orders", 2);
        await stack.up();
        expect(emulator.item(id).published?.["mashup.pq"]).to.equal(mashup({ ...queries, Orders: table("two") }));

        const before = emulator.item(id).published?.["queryMetadata.json"];
        const connections = [connection("22222222-2222-4222-8222-222222222222")];
        stack.edit("Sales.Dataflow/queryMetadata.json", metadata(queries, { connections }));
        rows(emulator, "Orders", 1);
        expect((await stack.tryUp()).succeeded).to.equal(false);
        expect(emulator.item(id).published?.["queryMetadata.json"], "the published definition stays").to.equal(before);
        rows(emulator, "Orders", 2);
        newRequests();
        await stack.up();
        expect(newRequests()).to.include({ runApplyChanges: 1 }).and.not.to.have.any.keys("updateDefinition");
        expect((await stack.up()).changes).to.deep.equal({ same: 2 });
      },
    );
  });
});
