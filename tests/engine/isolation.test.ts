import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Dataflow } from "./classes";
import { mashup, metadata } from "../dataflows";
import { engineTestMs, type Outcome } from "./harness/stack";
import { withFabric } from "./support";

const DEV = "8d6f0a52-3c1b-4e97-a1f4-5b20c7e9d613";
const queries = {
  Orders: `Lakehouse.Contents([]){[workspaceId = "${DEV}"]}[Data]{[Id = "orders", ItemKind = "Table"]}[Data]`,
  Root: "Table.FirstN(Orders, 5)",
};
const files = { "Sales.Dataflow/mashup.pq": mashup(queries), "Sales.Dataflow/queryMetadata.json": metadata(queries) };
const warned = ({ diagnostics }: Outcome): string[] =>
  diagnostics.filter(({ severity }) => severity === "warning").map(({ message }) => message);

describe("ids of another environment, on the real engine", function () {
  this.timeout(engineTestMs);
  const sales = (workspaceId: pulumi.Input<string>, more: object = {}) =>
    new Dataflow("sales", { workspaceId, definition: new pulumi.asset.FileArchive("./Sales.Dataflow"), ...more });

  it("are a warning if the program binds anything, and an unchanged up repeats the warning without a request", async () => {
    let more: object = {};
    await withFabric({ program: ({ workspaceId }) => void sales(workspaceId, more), files }, async (fabric) => {
      const { stack, newRequests } = fabric;
      expect(warned(await stack.up()), "the program binds nothing").to.deep.equal([]);
      more = { replacements: { "FirstN(Orders, 5)": "FirstN(Orders, 9)" } };
      const expected = `names items in another workspace that the program does not bind: workspace ${DEV} (Orders)`;
      expect(warned(await stack.preview()).join()).to.contain(expected);
      expect(warned(await stack.up()).join()).to.contain(expected);
      newRequests();
      const unchanged = await stack.up();
      expect(warned(unchanged).join()).to.contain(expected);
      expect(unchanged.changes).to.deep.equal({ same: 2 });
      expect(newRequests()).to.deep.equal({});
      more = { ...more, allowForeign: [DEV] };
      expect(warned(await stack.up())).to.deep.equal([]);
      expect(newRequests(), "only the state changes").to.deep.equal({});
      expect(warned(await stack.up())).to.deep.equal([]);
    });
  });

  it("are an error if the stack's configuration says so; only up can report them if the workspace is unknown, and it writes nothing", async () => {
    let later = false;
    const config = { "fabric-dataflow:isolated": "true" };
    const program = ({ workspaceId }: { workspaceId: string }) => {
      const first = new Dataflow("first", { workspaceId });
      sales(later ? first.id.apply(() => workspaceId) : workspaceId);
    };
    await withFabric({ program, files, config }, async ({ stack, newRequests }) => {
      const failed = await stack.tryPreview();
      expect(failed.succeeded).to.equal(false);
      expect(failed.stdout + failed.stderr).to.contain("definition: isolated: true, but only the file decides about");
      later = true;
      expect((await stack.tryPreview()).succeeded, "not checked yet").to.equal(true);
      newRequests();
      expect((await stack.tryUp()).succeeded).to.equal(false);
      expect(newRequests(), "only the first one").to.deep.equal({ createItem: 1, listItems: 1 });
    });
    const allowed = { ...config, "fabric-dataflow:allowForeign": `["${DEV}"]` };
    later = false;
    await withFabric({ program, files, config: allowed }, async ({ stack }) => {
      expect(warned(await stack.up())).to.deep.equal([]);
    });
  });
});
