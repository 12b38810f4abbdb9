import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Dataflow } from "pulumi-fabric-dataflow";
import { comparedForms } from "../comparisons";
import { folder, mashup, metadata, table } from "../dataflows";
import { engineTestMs } from "./harness/stack";
import { withFabric } from "./support";

const queries = (word: string) => ({ Orders: table(word), Customers: table("same") });
const connection = (source: string) => ({
  kind: "Web",
  path: "https://example.org/",
  connectionId: JSON.stringify({ ClusterId: "11111111-1111-4111-8111-111111111111", DatasourceId: source }),
});

describe("a comparison with the live M, on the engine", function () {
  this.timeout(engineTestMs);

  it("stops a write, allows a write, warns, and is refused if connections change", async () => {
    const comparison: { maxRemoved: number; onTimeout?: "warn" } = { maxRemoved: 0 };
    const program = ({ workspaceId }: { workspaceId: string }) =>
      void new Dataflow("sales", {
        workspaceId,
        definition: new pulumi.asset.FileArchive("./Sales.Dataflow"),
        publishOnUpdate: true,
        tests: { Orders: { compare: { key: ["Id"], ...comparison } } },
      });
    await withFabric(
      { program, files: folder("Sales.Dataflow", queries("one")) },
      async ({ emulator, stack, newRequests }) => {
        const counts = { "rows before": 4, "rows after": 3 };
        await stack.up();
        const id = stack.resource("sales").id!;
        const stored = () => emulator.item(id).edited?.["mashup.pq"];

        stack.edit("Sales.Dataflow/mashup.pq", mashup(queries("two")));
        emulator.addTable(comparedForms("Orders", ["one", "two"], { ...counts, removed: 1 }));
        newRequests();
        const failed = await stack.tryUp();
        expect(failed.stdout).to.contain("test of Orders failed: 1 key is gone, and maxRemoved is 0");
        expect(newRequests()).not.to.include.keys("updateDefinition");
        expect(stored()).to.equal(mashup(queries("one")));
        const left = await stack.preview();
        expect(left.stdout, "the next preview shows the change that was not written").to.contain("definitionRevision");

        emulator.addTable(comparedForms("Orders", ["one", "two"], { ...counts, changed: 1 }, { Amount: 1 }));
        const passed = await stack.up();
        expect(passed.stdout).to.contain("compared 4 to 3 rows: 0 removed, 0 added, 1 changed (Amount 1)");
        expect(stored()).to.equal(mashup(queries("two")));
        expect(JSON.stringify(stack.resource("sales").outputs)).to.contain('"changedCells":{"Amount":1}');

        stack.edit("Sales.Dataflow/mashup.pq", mashup(queries("two")).replaceAll(" = ", "  =  /* why */ "));
        newRequests();
        expect((await stack.up()).stdout).to.contain("its M means the same, so nothing was compared");
        expect(newRequests(), "M that was only reformatted is not compared").not.to.include.keys("executeQuery");

        stack.edit("Sales.Dataflow/mashup.pq", mashup(queries("three")));
        stack.edit(
          "Sales.Dataflow/queryMetadata.json",
          metadata(queries(""), { connections: [connection("22222222-2222-4222-8222-222222222222")] }),
        );
        const refused = await stack.tryUp();
        expect(refused.stdout).to.match(
          /tests\.Orders\.compare: change the connections in an update of their own first/,
        );
        expect(newRequests()).not.to.include.keys("updateDefinition");

        stack.edit("Sales.Dataflow/queryMetadata.json", metadata(queries("")));
        emulator.set({ timings: { queryMs: 91_000 } });
        expect((await stack.tryUp()).stdout).to.contain("not comparable in 90 s");
        comparison.onTimeout = "warn";
        expect((await stack.up()).stdout)
          .to.contain("warning")
          .and.contain("not comparable in 90 s");
        expect(stored()).to.equal(mashup(queries("three")));
        expect((await stack.up()).changes).to.deep.equal({ same: 2 });
      },
    );
  });
});
