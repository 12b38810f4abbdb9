import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Dataflow, DataflowRefresh } from "./classes";
import { folder, table } from "../dataflows";
import type { Emulator } from "../emulator/index";
import { engineTestMs, withStack } from "./harness/stack";
import { withFabric } from "./support";

const files = folder("Sales.Dataflow", { Orders: table("one") });
const program = ({ workspaceId }: Emulator): void => {
  const definition = new pulumi.asset.FileArchive("./Sales.Dataflow");
  const sales = new Dataflow("sales", { workspaceId, definition });
  new DataflowRefresh("load", { workspaceId, dataflowId: sales.id });
};

describe("two operations at once, on the real engine:", function () {
  this.timeout(engineTestMs);

  it("on one stack, Pulumi refuses the second one, and the first one continues", () =>
    withFabric({ program, files, emulate: { timings: { executeMs: 600_000 } } }, async ({ emulator, stack }) => {
      const first = stack.tryUp();
      for (let i = 0; i < 600 && emulator.counts().getJobInstance === undefined; i++)
        await new Promise((resolve) => setTimeout(resolve, 50));
      const second = await stack.tryUp();
      expect(second.succeeded).to.equal(false);
      expect(second.stdout + second.stderr).to.match(/locked/);
      emulator.advance(600_000);
      expect((await first).succeeded).to.equal(true);
      expect(emulator.counts()).to.include({ createItem: 1, runExecute: 1 });
      expect((await stack.preview()).changes).to.deep.equal({ same: 3 });
    }));

  it("on two stacks in one workspace, the second one fails with the id of the item that has the name, and does not own the item", () =>
    withFabric({ program, files }, async ({ emulator, stack }) => {
      await stack.up();
      const env = { FABRIC_TOKEN: emulator.token, FABRIC_ENDPOINT: emulator.endpoint };
      await withStack({ name: "other", program: async () => program(emulator), files, env }, async (other) => {
        const refused = await other.tryUp();
        expect(refused.succeeded).to.equal(false);
        expect(refused.stdout)
          .to.contain(stack.resource("sales").id)
          .and.match(/import: "[\s\S]*adoptExisting/);
        await other.destroy();
      });
      expect(emulator.counts().deleteItem).to.equal(undefined);
      expect((await stack.preview()).changes).to.deep.equal({ same: 3 });
    }));
});
