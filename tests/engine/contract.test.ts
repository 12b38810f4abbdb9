import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Dataflow, type DataflowArgs } from "./classes";
import { folder, table } from "../dataflows";
import { LAKEHOUSE, navigation, typed, writtenDataflow, type Written } from "../writtenDataflows";
import { engineTestMs } from "./harness/stack";
import { withFabric } from "./support";

const ORDERS = { OrderId: "Int64.Type", Amount: "number" };
const written = (columns: Record<string, string>, more: Partial<Written> = {}) =>
  writtenDataflow({ Orders: { m: typed(columns), ...more } });
const inFolder = (name: string, parts: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(parts).map(([path, text]) => [`${name}/${path}`, text]));
const files = {
  ...inFolder("Sales.Dataflow", written(ORDERS)),
  ...folder("Margins.Dataflow", { Margin: navigation("Orders") }),
  ...folder("Lake.Dataflow", { Any: table("one") }),
};
const TEXT = `lakehouse ${LAKEHOUSE}/Orders Replace automatic; OrderId int64, Amount number`;

describe("tables that a dataflow writes, on the real engine", function () {
  this.timeout(engineTestMs);

  it("are shown by a preview, which warns of readers in the program, or fails if configured", async () => {
    const more: Partial<DataflowArgs> = {};
    const program = ({ workspaceId }: { workspaceId: string }) => {
      const sales = new Dataflow("sales", {
        workspaceId,
        definition: new pulumi.asset.FileArchive("./Sales.Dataflow"),
        ...more,
      });
      new Dataflow(
        "margins",
        { workspaceId, definition: new pulumi.asset.FileArchive("./Margins.Dataflow") },
        { dependsOn: sales },
      );
    };
    await withFabric({ program, files }, async ({ stack, newRequests }) => {
      await stack.up();
      expect(stack.resource("sales").inputs?.["destinations"]).to.deep.equal({ Orders: TEXT });
      expect(stack.resource("sales").outputs?.["destinations"]).to.deep.equal({ Orders: TEXT });
      newRequests();
      expect((await stack.up()).changes).to.deep.equal({ same: 3 });
      expect(newRequests(), "no request").to.deep.equal({});

      stack.edit("Sales.Dataflow/mashup.pq", written({ OrderId: "Int64.Type", Region: "text" })["mashup.pq"]);
      const preview = await stack.preview({ diff: true });
      // The engine prints warnings separately.
      expect(preview.stdout + preview.stderr)
        .to.contain("~ destinations")
        .and.contain("OrderId int64, Region text")
        .and.contain(
          `breaking for its readers: Orders (lakehouse ${LAKEHOUSE}, table Orders): the column Amount is gone, and the table may be dropped and created again`,
        )
        .and.contain('if this is intended, set allowBreaking: ["Orders.Amount"]')
        .and.contain("margins: Margin reads what sales breaks: Orders")
        .and.contain("the column Region is new");
      Object.assign(more, { onBreakingChange: "error" });
      const refused = await stack.tryUp();
      expect(refused.succeeded).to.equal(false);
      expect(refused.stderr + refused.stdout).to.contain("breaks what others read: Orders");
      expect(newRequests(), "nothing was sent").to.deep.equal({});
      Object.assign(more, { allowBreaking: ["Orders.Amount"] });
      expect((await stack.up()).stdout).to.contain("breaking for its readers, and allowed: Orders");
      expect((await stack.up()).changes, "the name may stay in allowBreaking").to.deep.equal({ same: 3 });
    });
  });

  it("are unknown as a whole if an id in them is unknown", async () => {
    const program = ({ workspaceId }: { workspaceId: string }) => {
      // Any resource without an id.
      const lake = new Dataflow("lake", { workspaceId, definition: new pulumi.asset.FileArchive("./Lake.Dataflow") });
      new Dataflow("sales", {
        workspaceId,
        definition: new pulumi.asset.FileArchive("./Sales.Dataflow"),
        bind: { lakehouses: { [LAKEHOUSE]: { workspaceId, lakehouseId: lake.id } } },
        onBreakingChange: "error",
      });
    };
    await withFabric({ program, files }, async ({ stack }) => {
      expect((await stack.preview({ diff: true })).stdout).to.match(/destinations +: (output<string>|\[unknown\])/);
      await stack.up();
      const { id } = stack.resource("lake");
      expect(stack.resource("sales").outputs?.["destinations"]).to.deep.equal({ Orders: TEXT.replace(LAKEHOUSE, id!) });
    });
  });

  it("do not change a state that does not have them, until the definition changes", async () => {
    const program = ({ workspaceId }: { workspaceId: string }) =>
      void new Dataflow("sales", { workspaceId, definition: new pulumi.asset.FileArchive("./Sales.Dataflow") });
    await withFabric({ program, files }, async ({ stack, newRequests }) => {
      await stack.up();
      const state = await stack.automation.exportStack();
      const resources = (state.deployment as { resources: { inputs?: object; outputs?: object }[] }).resources;
      for (const { inputs, outputs } of resources)
        for (const props of [inputs, outputs]) if (props && "destinations" in props) delete props.destinations;
      await stack.automation.importStack(state);
      newRequests();
      expect((await stack.preview()).changes).to.deep.equal({ same: 2 });
      expect((await stack.up()).changes).to.deep.equal({ same: 2 });
      expect(newRequests()).to.deep.equal({});
      expect((await stack.refresh()).changes).to.deep.equal({ same: 2 });
      stack.edit("Sales.Dataflow/mashup.pq", written({ OrderId: "Int64.Type" })["mashup.pq"]);
      const changed = await stack.up();
      expect(changed.stdout).to.not.contain("breaking");
      expect(stack.resource("sales").outputs?.["destinations"]).to.have.keys("Orders");
    });
  });

  it("have a count and a hash instead of many columns in the state", async () => {
    const columns = Object.fromEntries(Array.from({ length: 120 }, (_, index) => [`Column${index}`, "text"]));
    const program = ({ workspaceId }: { workspaceId: string }) =>
      void new Dataflow("sales", { workspaceId, definition: new pulumi.asset.FileArchive("./Sales.Dataflow") });
    await withFabric(
      { program, files: { ...files, ...inFolder("Sales.Dataflow", written(columns)) } },
      async ({ stack }) => {
        await stack.up();
        const { Orders } = stack.resource("sales").outputs?.["destinations"] as Record<string, string>;
        expect(Orders).to.match(/automatic; 120 columns, hash [0-9a-f]{12}$/);
        stack.edit("Sales.Dataflow/mashup.pq", written({ ...columns, More: "text" })["mashup.pq"]);
        expect((await stack.preview({ diff: true })).stdout).to.match(/121 columns, hash [0-9a-f]{12}/);
      },
    );
  });

  it("are checked in the service if configured, and an error keeps the stored definition", async () => {
    const source = (rows: number) =>
      writtenDataflow({ Orders: { m: `Table.FirstN(Any, ${rows})` } }, { Any: table("one") });
    const program = ({ workspaceId }: { workspaceId: string }) =>
      void new Dataflow("sales", {
        workspaceId,
        definition: new pulumi.asset.FileArchive("./Sales.Dataflow"),
        contract: "live",
        onBreakingChange: "error",
      });
    await withFabric(
      { program, files: inFolder("Sales.Dataflow", source(1)) },
      async ({ emulator, stack, newRequests }) => {
        const serve = (query: string, ...names: string[]) =>
          emulator.addTable({ query, columns: Object.fromEntries(names.map((name) => [name, []])) });
        serve("Orders (columns)", "OrderId", "Amount");
        serve("Orders_DataDestination (table)", "OrderId", "Amount");
        await stack.up();
        const { id } = stack.resource("sales");
        serve("Orders (columns)", "OrderId");
        stack.edit("Sales.Dataflow/mashup.pq", source(2)["mashup.pq"]);
        newRequests();
        expect((await stack.preview()).changes, "a preview sends no request").to.deep.equal({ same: 1, update: 1 });
        expect(newRequests()).to.deep.equal({});
        const refused = await stack.tryUp();
        expect(refused.succeeded).to.equal(false);
        expect(refused.stdout + refused.stderr).to.contain(
          "the column Amount is in the table, but the query does not return it any more",
        );
        expect(emulator.item(id!).edited?.["mashup.pq"]).to.equal(source(1)["mashup.pq"]);
        serve("Orders (columns)", "OrderId", "Amount");
        expect((await stack.up()).changes).to.deep.equal({ same: 1, update: 1 });
        expect(emulator.item(id!).edited?.["mashup.pq"]).to.equal(source(2)["mashup.pq"]);
      },
    );
  });
});
